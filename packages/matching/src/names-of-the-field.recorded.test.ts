import { existsSync, readFileSync } from 'node:fs';
import { readRegisterNumber } from '@tocsin/domain';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { createRegisterIndex } from './register-index.ts';

const folder = new URL('../../../../shared/cases/names/', import.meta.url);
const isHere = existsSync(folder);

function read(file: string): readonly Record<string, string>[] {
  return isHere ? parse(readFileSync(new URL(file, folder)), { columns: true, bom: true }) : [];
}

/** What may come out: some companies, or that nobody is taken; `99002004 or ambiguous` allows both. */
function rightOutcome(printed: string): { readonly numbers: readonly string[]; readonly nobody: boolean } {
  return {
    numbers: [...printed.matchAll(/\b99\d{6}\b/g)].map(([number]) => number),
    nobody: /\b(none|ambiguous)\b/.test(printed),
  };
}

describe.skipIf(!isHere)('names as councils print them (../shared/cases/names)', () => {
  const builder = createRegisterIndex();
  for (const row of read('register.csv')) {
    const number = readRegisterNumber(row['company_number'] ?? '');
    if (!number) throw new Error(`not a company number: ${row['company_number']}`);
    builder.add({
      number,
      name: row['company_name'] ?? '',
      formerNames: (row['former_names'] ?? '').split(';').filter(Boolean),
      postcode: row['postcode'] || null,
      status: row['status'] || null,
    });
  }
  const index = builder.finish();

  test.each(read('names.csv'))('“$name” $postcode $number is $right_outcome', (row) => {
    const { numbers, nobody } = rightOutcome(row['right_outcome'] ?? '');
    const result = index.find({
      name: row['name'] ?? '',
      postcode: row['postcode'] || null,
      number: readRegisterNumber(row['number'] ?? ''),
    });
    const taken = result.outcome === 'matched' ? (result.number as string) : 'nobody';
    expect([...numbers, ...(nobody ? ['nobody'] : [])]).toContain(taken);
  });
});
