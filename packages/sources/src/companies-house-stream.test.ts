import { expect, test } from 'vitest';
import { companiesHouseStream } from './companies-house-stream.ts';
import { documentOf, fixture, itemsOf, observationsOf, tally } from './testing.ts';

const items = itemsOf(companiesHouseStream, fixture('companies-house-stream.ndjson'));

test('each line has one outcome, a heartbeat none, and a line cut in the middle is refused alone', () => {
  expect(tally(items)).toEqual({
    observed: 2,
    'ignored: resource kind company-psc-individual is not read': 1,
    'ignored: deleted: the next round reads what is left': 1,
    'ignored: an officer: the company’s list is read instead': 1,
    'refused: broken JSON on this line': 1,
  });
});

test('an event says what the register’s own answer would say, under the same id', () => {
  expect(observationsOf(items)).toMatchObject([
    {
      source: 'companies-house-company',
      ref: '99000001/insolvency/1',
      version: '2026-11-20T10:00:02.000Z',
      content: {
        caseType: 'in-administration',
        dates: [{ type: 'administration-started-on', on: '2026-11-19' }],
      },
    },
    {
      ref: '99000001/filing/TX1',
      version: '2026-11-20T10:00:03.123Z',
      publishedAt: '2026-11-20T00:00:00.000Z',
      content: { kind: 'accounts-filed', madeUpTo: '2025-12-31', dueOn: null },
    },
  ]);
  for (const person of ['Sam', 'Pat', 'Kim']) expect(JSON.stringify(items)).not.toContain(person);
});

test('a batch without a line we keep has no items, a recorded gap has one', () => {
  expect(
    itemsOf(companiesHouseStream, { ...documentOf('', 'filings'), contentType: 'application/x-ndjson' }),
  ).toEqual([]);
  const gap = {
    gap: {
      stream: 'charges',
      since: '2026-11-01T00:00:00.000Z',
      until: '2026-11-20T00:00:00.000Z',
      after: null,
    },
  };
  expect(itemsOf(companiesHouseStream, documentOf(JSON.stringify(gap), 'charges'))).toMatchObject([
    {
      outcome: 'ignored',
      reason:
        'gap in charges from 2026-11-01T00:00:00.000Z to 2026-11-20T00:00:00.000Z: every supplier is read anew',
    },
  ]);
});

test('an answer of the register read after a gap is read as the register’s', () => {
  const profile = { company_number: '99000001', company_name: 'EXAMPLE LTD' };
  expect(
    itemsOf(companiesHouseStream, documentOf(JSON.stringify(profile), 'company/99000001')),
  ).toMatchObject([{ outcome: 'observed' }]);
});
