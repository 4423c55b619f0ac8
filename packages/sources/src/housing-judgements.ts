import { firstInstantOf, LANDLORD_SCHEME } from '@tocsin/domain';
import { z } from 'zod';
import { byHand } from './by-hand.ts';
import { defineTable } from './define-source.ts';
import { readDay } from './tables/day.ts';
import { listedRows, type ListedRow } from './tables/listed-rows.ts';

const PAGE = 'https://www.gov.uk/government/publications/regulatory-judgements-and-regulatory-notices';

const COLUMNS = {
  name: { names: ['provider', 'provider name', 'landlord', 'landlord name', 'organisation name'] },
  number: { names: ['registration number', 'provider code', 'code', 'registered number'] },
  consumer: { names: ['consumer', 'consumer grade', 'c grade'], optional: true },
  governance: { names: ['governance', 'governance grade', 'g grade'] },
  viability: { names: ['viability', 'viability grade', 'v grade'] },
  on: { names: ['date of judgement', 'judgement date', 'publication date', 'date of publication', 'date'] },
  review: { names: ['gradings under review', 'under review', 'status'], optional: true },
} as const;

const Judgement = z.object({
  number: z.string(),
  name: z.string(),
  on: z.iso.date(),
  consumer: z.enum(['C1', 'C2', 'C3', 'C4']).nullable(),
  governance: z.enum(['G1', 'G2', 'G3', 'G4']).nullable(),
  viability: z.enum(['V1', 'V2', 'V3', 'V4']).nullable(),
  underReview: z.boolean(),
});
type Judgement = z.infer<typeof Judgement>;
const Grades = Judgement.pick({ consumer: true, governance: true, viability: true });

export const housingJudgements = defineTable({
  id: 'housing-judgements',
  title: 'Judgements of the housing regulator',
  publisher: 'Regulator of Social Housing',
  homepage: PAGE,
  licence: 'Open Government Licence v3.0',
  description:
    'How the Regulator of Social Housing grades landlords: consumer standards (C1 to C4, since April 2024), governance (G1 ' +
    'to G4) and viability (V1 to V4). Grades 3 and 4 do not meet a standard; V2 does, with risks to manage, and is common. ' +
    'A landlord is known by its name alone, as on the list of registered providers. Published as judgements are made, one page a landlord; the list of ' +
    'all grades is read where the regulator attaches one as a spreadsheet, under any of the names that its columns may ' +
    'have. Neither its address nor its columns are documented: until they were seen it is handed in by hand ' +
    '(`ingest housing-judgements --from <file>`). Not yet met live.',
  ...byHand,
  promise: { edition: 'monthly', lateDays: 14 },
  pace: { requests: 2, perSeconds: 60 },
  expect: { min: 200, max: 4_000, leastOfBefore: 0.8 },
  needs: [],
  covers: [],
  row: Judgement,

  edition: ({ retrievedAt }) => retrievedAt,

  async *rows(document) {
    for (const row of await listedRows(document, COLUMNS)) {
      const judgement = readJudgement(row);
      const id = row.cell('number');
      const item = id === '' ? `row ${row.row}` : id;
      if (typeof judgement !== 'string') yield { item, outcome: 'row', id, row: judgement };
      else yield { item, outcome: 'refused', id: id || null, reason: judgement };
    }
  },

  toObservations(before, after, edition) {
    if (!after) return { observations: [], withdrawn: before ? [before.number] : [] };
    const { number, name, on, ...grades } = after;
    return {
      withdrawn: before && before.name !== name ? [number] : [],
      observations: [
        {
          ref: number,
          occurredOn: on,
          // What reads otherwise under the same day is a correction.
          publishedAt: before?.on === on ? edition.publishedAt : firstInstantOf(on),
          url: PAGE,
          quote: null,
          about: { name, ref: null, printedRef: `${LANDLORD_SCHEME}${number}`, postcode: null },
          content: { kind: 'housing-judgement', ...grades },
        },
      ],
    };
  },
});

/** Nothing, or words for nothing, in place of a grade. */
const NO_GRADE = /^(?:|-|–|n\/?a|none|not (?:yet )?(?:graded|assessed|applicable))$/i;

/** The judgement of a row, or why there is none. */
function readJudgement({ cell }: ListedRow<keyof typeof COLUMNS>): Judgement | string {
  const [number, name] = [cell('number'), cell('name')];
  if (number === '') return 'registration number is empty';
  if (name === '') return 'the landlord’s name is empty';
  const on = readDay(cell('on'), ['iso', 'worded', 'day-first']);
  if (on === null) return `date: “${cell('on')}” is not a day`;
  const printed = {
    consumer: cell('consumer'),
    governance: cell('governance'),
    viability: cell('viability'),
  };
  const grades = Grades.safeParse({
    consumer: gradeOf(printed.consumer),
    governance: gradeOf(printed.governance),
    viability: gradeOf(printed.viability),
  });
  if (!grades.success) return `grades: “${Object.values(printed).join(', ')}” are not all on our lists`;
  if (Object.values(grades.data).every((grade) => grade === null)) return 'no grade is given';
  return { number, name, on, ...grades.data, underReview: /review/i.test(cell('review')) };
}

function gradeOf(printed: string): string | null {
  return NO_GRADE.test(printed) ? null : printed.toUpperCase();
}
