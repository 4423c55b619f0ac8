import type { Award, Item } from '@tocsin/domain';
import { openSpendFile, readRegister, type SpendRow } from '@tocsin/sources';
import { beforeAll, describe, expect, test } from 'vitest';
import { countryOf } from './country.ts';
import { generate } from './generate.ts';
import { truthOf, type Made } from './made.ts';
import { documentsFrom, observedIn, parse, refusedIn } from './read.ts';
import { type BrokenLine, brokenLines } from './spend-file.ts';

const country = countryOf({ size: 'small', seed: 1 });
let made: readonly Made[];
beforeAll(() => {
  made = [...generate(country)];
}, 120_000);

/** What the reader says of a line that cannot be read, by what is wrong with it. */
const REFUSALS: Readonly<Record<BrokenLine, RegExp>> = {
  'no such day': /^the date “31\/02\/2026” is not a day/,
  'no sum of money': /^the amount “1\.234,56” is not a sum of money$/,
  'a sum for a name': /^a sum where the payee should be/,
};

function refusalsBy(rows: readonly SpendRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    if (row.outcome !== 'refused') continue;
    const why = brokenLines.find((one) => REFUSALS[one].test(row.reason)) ?? row.reason;
    counts[why] = (counts[why] ?? 0) + 1;
  }
  return counts;
}

describe('what councils publish is read by our own sources, with nothing refused but what nobody can read, and says what is true', () => {
  test('spending files: each line a payment, to the penny, and each broken one refused for what is wrong with it', async () => {
    const maps = country.councils.map(({ map }) => map);
    const files = new Map(truthOf(made, 'files').map((line) => [line.file, line]));
    const paid = new Map<string, number>();
    const spellings = new Map(
      truthOf(made, 'names').map(({ council, printed, supplier }) => [`${council} ${printed}`, supplier]),
    );
    for (const document of documentsFrom(made, 'council-spend')) {
      const file = await openSpendFile(maps, document);
      if (file.contracts) continue;
      const rows = [...file.rows];
      const payments = rows.flatMap((row) => ('payment' in row ? [row.payment] : []));
      const pence = payments.reduce((total, payment) => total + payment.pence, 0);
      const known = files.get(document.file);
      expect(refusalsBy(rows)).toEqual(known?.refused);
      const named = payments.filter(({ mention }) => mention !== null);
      expect({ lines: rows.length, payments: payments.length, named: named.length, pence }).toEqual({
        lines: known?.lines,
        payments: known?.payments,
        named: known?.named,
        pence: known?.pence,
      });
      for (const payment of named) {
        const supplier = spellings.get(`${file.council} ${payment.mention?.name}`);
        const key = `${file.council} ${String(supplier)}`;
        paid.set(key, (paid.get(key) ?? 0) + payment.pence);
      }
    }
    const known = truthOf(made, 'spend').map(({ council, supplier, pence }) => [
      `${council} ${supplier}`,
      pence,
    ]);
    expect(Object.fromEntries(paid)).toEqual(Object.fromEntries(known));
  });

  test('registers of contracts and both notice services: each contract with its sum, supplier and end', async () => {
    const maps = country.councils.map(({ map }) => map);
    const awards: Award[] = [];
    for (const document of documentsFrom(made, 'council-spend')) {
      const file = await openSpendFile(maps, document);
      const items = [...(file.contracts?.(document) ?? [])];
      expect(refusedIn(items)).toEqual([]);
      awards.push(...awardsIn(items));
    }
    for (const document of [
      ...documentsFrom(made, 'contracts-finder'),
      ...documentsFrom(made, 'find-a-tender'),
    ]) {
      const items = parse(document);
      expect(refusedIn(items)).toEqual([]);
      awards.push(...awardsIn(items));
    }
    const known = truthOf(made, 'contracts').filter(({ published }) => published !== 'own-register');
    expect(new Set(known.map(({ published }) => published)).size).toBe(3);
    expect(new Set(awards.map(({ ocid }) => ocid)).size).toBe(known.length);
    for (const { ocid, pence, supplier, numberPrinted, endsOn } of known) {
      const said = awards.filter((award) => award.ocid === ocid);
      expect(said[0]?.value?.pence).toBe(pence);
      expect(said[0]?.suppliers[0]?.ref?.id ?? null).toBe(numberPrinted ? supplier : null);
      // A later notice tells only what it changes.
      expect(said.findLast((award) => award.endsOn !== null)?.endsOn).toBe(endsOn);
    }
  });

  test('own registers of councils: each contract with its sum, supplier and days, and the broken line named', async () => {
    for (const { file, council, contracts, refused } of truthOf(made, 'registers')) {
      const [document] = documentsFrom(made, 'own-registers').filter((one) => one.file === file);
      const { lines, errors } = await readRegister(document?.body ?? new Uint8Array());
      expect([lines.length, errors.length]).toEqual([contracts, refused]);
      const known = truthOf(made, 'contracts').filter(
        (one) => one.council === council && one.published === 'own-register',
      );
      expect(
        lines.map(({ title, valuePence, startsOn, endsOn, ref }) => [
          title,
          valuePence,
          startsOn,
          endsOn,
          ref?.id ?? null,
        ]),
      ).toEqual(
        known.map(({ title, pence, startsOn, endsOn, supplier, numberPrinted }) => [
          title,
          pence,
          startsOn,
          endsOn,
          numberPrinted ? supplier : null,
        ]),
      );
    }
  });
});

function awardsIn(items: readonly Item[]): readonly Award[] {
  return observedIn(items).flatMap(({ content }) => (content.kind === 'award' ? [content] : []));
}
