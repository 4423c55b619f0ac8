import {
  addDays,
  type IsoDate,
  type ObservedSignal,
  bandOrder,
  Signal,
  SupplierId,
  type Topic,
} from '@tocsin/domain';
import { z } from 'zod';
import type { AssessedFacts } from '../compare-models.ts';
import { foldSignals, kindsOfTopic, type Relative } from '../facts.ts';
import { caseClosingDates, meaningOfCaseType, meaningOfStatus } from '../proceedings.ts';

type Random = () => number;
type Schema = z.core.JSONSchema.JSONSchema;

/** What publishers write in fields where the schema of a signal takes any text; every other text is made up. */
const words: Readonly<Record<string, readonly string[]>> = {
  caseType: Object.keys(meaningOfCaseType),
  status: ['active', 'active', ...Object.keys(meaningOfStatus)],
  statusDetail: ['active-proposal-to-strike-off'],
  sicCodes: ['41201', '56101', '87300'],
  caseRef: ['CR-2024-000001', 'CR-2024-000002'],
  type: ['wound-up-on', 'petitioned-on', ...caseClosingDates],
  currency: ['GBP', 'GBP', 'EUR'],
};
const figureNames = [
  'fixed_assets',
  'current_assets',
  'cash',
  'debtors',
  'stocks',
  'creditors_1y',
  'net_assets',
  'equity',
  'retained_earnings',
  'turnover',
  'operating_profit',
  'pbt',
  'interest',
  'depreciation',
  'employees',
];
/** Days before the day of assessment (and a few after it) from which everything is drawn: lately, of late, long ago. */
const [LATELY, OF_LATE, LONG_AGO, LATEST] = [-200, -1_000, -5_000, 60];

const kinds = (z.toJSONSchema(Signal, { unrepresentable: 'any' }).oneOf ?? []) as readonly Schema[];

/** A supplier of which anything is said that a signal can say: drawn from the schema, so that a new kind is among it. */
export function madeUpSupplier(random: Random): AssessedFacts {
  const asOf = addDays('2020-01-01', whole(random, 0, 2_000));
  const day = () =>
    addDays(asOf, whole(random, pick(random, [LATELY, LATELY, OF_LATE, OF_LATE, LONG_AGO]), LATEST));
  // One or two kinds for each supplier, so that statements of one kind meet.
  const ofKinds = [pick(random, kinds), pick(random, kinds)];
  const statements = Array.from({ length: whole(random, 1, 8) }, () =>
    statement(pick(random, ofKinds), random, day),
  );
  const looks = (Object.keys(kindsOfTopic) as Topic[]).flatMap((topic) =>
    random() < 0.5 ? [[topic, noon(addDays(asOf, -whole(random, 0, 120)))] as const] : [],
  );
  const relatives = Array.from({ length: whole(random, 0, 2) }, () => relative(random, asOf));
  return {
    supplierId: SupplierId.parse('1'),
    facts: foldSignals(Object.fromEntries(looks), statements, random() < 0.5 ? relatives : undefined),
    asOf,
    previousBand: random() < 0.5 ? null : pick(random, bandOrder),
  };
}

function statement(kind: Schema, random: Random, day: () => IsoDate): ObservedSignal {
  const signal = madeUp(kind, random, day, 'signal') as Signal;
  const published = day();
  const source = 'made-up';
  return {
    source,
    ref: `${signal.kind}/${whole(random, 1, 4)}`,
    version: published,
    occurredOn: random() < 0.7 ? published : day(),
    publishedAt: noon(published),
    observedAt: noon(addDays(published, whole(random, 0, 30))),
    evidence: madeUpEvidence,
    signal,
  };
}

/** Findings cite it and count nothing by it, so that a frozen sample leaves it out. */
export const madeUpEvidence: ObservedSignal['evidence'] = {
  source: 'made-up',
  url: 'https://example.org/',
  publishedAt: '2020-01-01T12:00:00.000Z',
  retrievedAt: '2020-01-01T12:00:00.000Z',
  sha256: '0'.repeat(64),
};

function relative(random: Random, asOf: IsoDate): Relative {
  const on = addDays(asOf, whole(random, OF_LATE, 0));
  return {
    supplierId: SupplierId.parse(String(whole(random, 2, 9))),
    name: 'EXAMPLE HOLDINGS PLC',
    relation: pick(random, ['parent', 'sister']),
    chain: ['EXAMPLE HOLDINGS PLC'],
    asOf: on,
    ownBand: pick(random, bandOrder),
    proceeding: random() < 0.5 ? null : { title: 'Administrators appointed', on },
    evidence: [],
  };
}

/** A value that the schema allows. `name` is the property it stands in: publishers' words go by it. */
function madeUp(schema: Schema, random: Random, day: () => IsoDate, name: string): unknown {
  const again = (of: Schema, as = name) => madeUp(of, random, day, as);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(random, schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return again(mostlyFirst(random, either as readonly Schema[]));
  const type = String(Array.isArray(schema.type) ? mostlyFirst(random, schema.type) : schema.type);
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return random() < 0.5;
    case 'integer':
    case 'number':
      return amount(random);
    case 'array':
      return madeUpList(schema, again, random);
    case 'object':
      return madeUpRecord(schema, again, random);
    default:
      return schema.format === 'date' ? day() : pick(random, words[name] ?? [`EXAMPLE ${name}`]);
  }
}

function madeUpList(schema: Schema, again: (of: Schema) => unknown, random: Random): unknown[] {
  return Array.from({ length: whole(random, 0, 4) }, () => again(schema.items as Schema));
}

function madeUpRecord(schema: Schema, again: (of: Schema, as: string) => unknown, random: Random): unknown {
  const { properties, additionalProperties, required = [] } = schema;
  if (!properties)
    return Object.fromEntries(
      figureNames.flatMap((figure) =>
        random() < 0.8 ? [[figure, again(additionalProperties as Schema, figure)]] : [],
      ),
    );
  const told = Object.entries(properties).filter(([key]) => required.includes(key) || random() < 0.5);
  return Object.fromEntries(told.map(([key, of]) => [key, again(of as Schema, key)]));
}

/** Of any size up to ten million, and now and then below nothing. */
function amount(random: Random): number {
  return Math.round((random() < 0.25 ? -1 : 1) * 10 ** (random() * 7));
}

function mostlyFirst<T>(random: Random, either: readonly T[]): T {
  return random() < 0.8 ? either[0]! : pick(random, either);
}

function whole(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

function pick<T>(random: Random, of: readonly T[]): T {
  return of[Math.floor(random() * of.length)]!;
}

/** Noon of a day, at which whatever is made up is published or read. */
export function noon(day: IsoDate): string {
  return `${day}T12:00:00.000Z`;
}
