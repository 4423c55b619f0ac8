import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { fieldCase, hasCases, hasRecorded, recorded } from '../testing.ts';
import { accountFor } from './account-for.ts';

interface Listed {
  readonly file: string;
  readonly csv_records: string;
}

test.skipIf(!hasRecorded)(
  'every real spending file: rows in = rows out by outcome, sums reconciled to the penny',
  async () => {
    const listed: Listed[] = parse(Buffer.from(recorded('spend/manifest.csv').body), { columns: true });
    const refused: Record<string, number> = {};
    for (const { file, csv_records } of listed) {
      const { records, outcomes, pence, otherPence, recount } = await accountFor(
        recorded(`spend/${file}`),
        file,
      );
      expect(records, file).toBe(Number(csv_records));
      expect(
        [...outcomes.values()].reduce((sum, count) => sum + count, 0),
        file,
      ).toBe(records);
      expect(recount, file).toEqual({ records, pence: pence + otherPence });
      for (const [outcome, count] of outcomes)
        if (outcome.startsWith('refused')) refused[outcome] = (refused[outcome] ?? 0) + count;
    }
    expect(listed).toHaveLength(147);
    // Two samples are prefixes of files, cut inside a cell.
    expect(refused).toEqual({
      'refused: the file ends inside quotation marks: it may be cut short': 2,
    });
  },
);

const NOTICES: Readonly<Record<string, number>> = {
  'contracts_finder/releases.jsonl': 106,
  'contracts_finder/package_CFSearchStr.json': 100,
  'contracts_finder/package_empty_page.json': 0,
  'contracts_finder_csv/cf_search_export_capped_1000_2020.csv': 599,
  'contracts_finder_csv/cf_search_export_notices_2020.csv': 229,
  'find_a_tender/record_ocds-h6vhtk-0525b3_UK7.json': 1,
  'find_a_tender/release_083253-2026_UK5.json': 1,
  'find_a_tender/release_083256-2026_UK12.json': 1,
  'find_a_tender/release_083650-2026_UK6.json': 1,
  'find_a_tender/release_083655-2026_UK2.json': 1,
  'find_a_tender/release_noid_083674-2026_UK10.json': 1,
};

test.skipIf(!hasRecorded)(
  'every real notice: releases in = outcomes out, sums of awards reconciled to the penny',
  async () => {
    for (const [file, count] of Object.entries(NOTICES)) {
      const account = await accountFor(recorded(`ocds/${file}`), file);
      expect(account.records, file).toBe(count);
      expect(account.recount, file).toEqual({ records: count, pence: account.pence, pairs: account.pairs });
      expect([...account.outcomes.keys()].filter((outcome) => outcome.startsWith('refused'))).toEqual([]);
    }
  },
);

const CASES: Readonly<Record<string, { awarded: bigint; pairs: number }>> = {
  'o01-same-award-id': { awarded: 35_000_000n, pairs: 2 },
  'o05-eur': { awarded: 0n, pairs: 1 },
  'o06-total-per-lot': { awarded: 117_879_120n, pairs: 1 },
  'o07-contract-suppliers': { awarded: 7_000_000n, pairs: 1 },
  'o11-supplier-only-in-parties': { awarded: 8_000_000n, pairs: 1 },
  'o12-consortium': { awarded: 8_000_000n, pairs: 1 },
  'o13-cancelled': { awarded: 8_000_000n, pairs: 2 },
};

test.skipIf(!hasCases)(
  'two readers agree on the pounds and on who is named for which award in the cases',
  async () => {
    for (const [file, { awarded, pairs }] of Object.entries(CASES)) {
      const account = await accountFor(fieldCase(`ocds/fts/${file}.json`), file);
      expect([account.pence, account.pairs], file).toEqual([awarded, pairs]);
      expect(account.recount, file).toMatchObject({ pence: awarded, pairs });
    }
  },
);
