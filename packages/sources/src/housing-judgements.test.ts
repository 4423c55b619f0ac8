import { expect, test } from 'vitest';
import { housingJudgements } from './housing-judgements.ts';
import { documentOf, everyRowOf, fixture } from './testing.ts';

const EDITION = {
  version: '2026-11-26T06:10:00.000Z',
  url: 'list.csv',
  retrievedAt: '2026-11-26T06:10:00.000Z',
  publishedAt: '2026-11-26T06:10:00.000Z',
};
const records = await everyRowOf(housingJudgements, fixture('housing-judgements.csv'));
const [society, company, charity] = records.flatMap((record) =>
  record.outcome === 'row' ? [record.row] : [],
);

test('a grade is one of the regulator’s or none, and any other is refused', () => {
  expect(records.map((record) => ('reason' in record ? record.reason : record.outcome))).toEqual([
    'row',
    'row',
    'row',
    'grades: “C9, G1, V1” are not all on our lists',
    'no grade is given',
  ]);
  expect(society).toMatchObject({ consumer: 'C3', governance: 'G3', viability: 'V2', underReview: false });
  expect(company).toMatchObject({ on: '2026-03-11', underReview: true });
  expect(charity).toMatchObject({ consumer: null, governance: 'G2', viability: null });
});

test('a judgement counts from its own day; one that reads otherwise under the same day, from the day on which we saw it', () => {
  if (!society) throw new Error('no judgement');
  expect(housingJudgements.toObservations(null, society, EDITION).observations).toMatchObject([
    {
      ref: 'L9901',
      occurredOn: '2026-10-30',
      publishedAt: '2026-10-30T00:00:00.000Z',
      content: { kind: 'housing-judgement', consumer: 'C3', governance: 'G3', viability: 'V2' },
    },
  ]);
  const worse = { ...society, viability: 'V3' as const };
  expect(housingJudgements.toObservations(society, worse, EDITION).observations[0]?.publishedAt).toBe(
    EDITION.publishedAt,
  );
  const later = { ...worse, on: '2026-11-20' };
  expect(housingJudgements.toObservations(society, later, EDITION).observations[0]?.publishedAt).toBe(
    '2026-11-20T00:00:00.000Z',
  );
  expect(housingJudgements.toObservations(society, null, EDITION).withdrawn).toEqual(['L9901']);
});

test('columns are found by any of their names, and a day that no calendar has is refused', async () => {
  const text =
    'Code,Provider,G grade,V grade,Publication date\nL1,A Ltd,G1,V1,31 October 2026\nL2,B Ltd,G1,V1,31/02/2026';
  expect(await everyRowOf(housingJudgements, documentOf(text, 'list.csv'))).toMatchObject([
    { outcome: 'row', row: { on: '2026-10-31', consumer: null } },
    { outcome: 'refused', id: 'L2', reason: 'date: “31/02/2026” is not a day' },
  ]);
});
