import { readFileSync } from 'node:fs';
import { GssCode, type IsoDate } from '@tocsin/domain';
import { councilMaps, type CouncilMap } from '@tocsin/sources';
import { parse } from 'csv-parse/sync';
import { streamOf } from './random.ts';
import type { Size } from './size.ts';

type Layout = CouncilMap['layouts'][number];
export type PaymentLayout = Extract<Layout, { kind: 'payments' }>;
export type ContractLayout = Extract<Layout, { kind: 'contract-register' }>;

/** A real council, whose files are made up. */
export interface Council {
  readonly index: number;
  readonly gss: GssCode;
  readonly name: string;
  readonly slug: string;
  /** Its own map, or one of ours with the layouts of another council. */
  readonly map: CouncilMap;
  /** True where the map comes with the code; the others are handed over with the files. */
  readonly isMapped: boolean;
  readonly layout: PaymentLayout;
  /** Without a header, known by its shape: how some of its months are published; null where none is. */
  readonly bare: PaymentLayout | null;
  /** So many months stand in a file of its spending. */
  readonly monthsEach: 1 | 3;
  /** Whether it hands in a register of its own, which nobody else reads. */
  readonly hasOwnRegister: boolean;
  /** How its register of contracts is laid out, where it publishes one. */
  readonly register: ContractLayout | null;
  readonly format: 'csv' | 'xlsx';
}

const FILE = new URL('../../infra/local/sample/councils.csv', import.meta.url);

/**
 * The councils that exist on the last day: those whose maps come with the code first (who publishes a register before
 * the others), then by their codes.
 */
export function councilsOf({ seed, size, until }: CouncilsOptions): readonly Council[] {
  const maps = councilMaps();
  const rows = existing(until);
  const mapped = maps
    .toSorted((a, b) => Number(registers(b)) - Number(registers(a)))
    .flatMap((map) => rows.filter(({ gss }) => gss === map.gss));
  const others = rows.filter(({ gss }) => !maps.some((map) => map.gss === gss));
  const all = [...mapped, ...others];
  if (size.councils > all.length)
    throw new Error(`England has ${all.length} councils on ${until}, not ${size.councils}`);
  return all.slice(0, size.councils).map((row, index) => councilOf(seed, row, index, maps));
}

function registers({ layouts }: CouncilMap): boolean {
  return layouts.some(({ kind }) => kind === 'contract-register');
}

interface CouncilsOptions {
  readonly seed: number;
  readonly size: Size;
  readonly until: IsoDate;
}

interface Row {
  readonly gss: string;
  readonly name: string;
  readonly shortName: string;
}

/** Combined authorities and the Greater London Authority overlap councils, and are none. */
function existing(until: IsoDate): readonly Row[] {
  const rows = parse<Record<string, string>>(readFileSync(FILE), { columns: true, bom: true });
  return rows
    .filter(({ type }) => !/combined|strategic/i.test(type ?? ''))
    .filter(({ start_date: from = '', end_date: to = '' }) => from <= until && (to === '' || to > until))
    .map(({ gss_code: gss = '', name = '', alt_names: others = '' }) => ({
      gss,
      name,
      shortName: others.split('|')[0] || name,
    }));
}

function councilOf(
  seed: number,
  { gss, name, shortName }: Row,
  index: number,
  maps: readonly CouncilMap[],
): Council {
  const random = streamOf(seed, 'council', gss);
  const own = maps.find((map) => map.gss === gss);
  const map = own ?? borrowed(maps, GssCode.parse(gss), name, shortName, random.pick(lendable(maps)));
  const bare = bareOf(map);
  // Lines of one council have one VAT basis, with a header or without.
  const layout = random.pick(readable(map).filter(({ vat }) => bare === null || vat === bare.vat));
  return {
    index,
    gss: map.gss,
    name: map.name,
    slug: map.slug,
    map,
    isMapped: own !== undefined,
    layout,
    bare,
    monthsEach: map.cadence === 'quarterly' && layout.dateFrom === 'column' ? 3 : 1,
    hasOwnRegister: index % 2 === 0,
    register: map.layouts.find((layout) => layout.kind === 'contract-register') ?? null,
    // Of the first five councils one is sure to publish workbooks.
    format: index % 5 === 1 || random.chance(0.1) ? 'xlsx' : 'csv',
  };
}

/** Layouts with a header, of payments by invoice. */
function readable({ layouts }: CouncilMap): readonly PaymentLayout[] {
  return layouts.filter(
    (layout): layout is PaymentLayout =>
      layout.kind === 'payments' && layout.series !== 'card' && layout.headers.length > 0,
  );
}

function bareOf({ layouts }: CouncilMap): PaymentLayout | null {
  return (
    layouts.find(
      (layout): layout is PaymentLayout => layout.kind === 'payments' && layout.headers.length === 0,
    ) ?? null
  );
}

/** Layouts that councils made for themselves; a derived one says whose lines they are. */
function lendable(maps: readonly CouncilMap[]): readonly CouncilMap[] {
  return maps.filter((map) => readable(map).some(({ series }) => series === 'spend'));
}

function borrowed(
  maps: readonly CouncilMap[],
  gss: GssCode,
  name: string,
  shortName: string,
  lender: CouncilMap,
): CouncilMap {
  const slug = shortName
    .toLowerCase()
    .replaceAll('&', 'and')
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (maps.some((map) => map.slug === slug)) throw new Error(`two councils are called ${slug}`);
  const url = `https://www.${slug}.example/spending`;
  return { ...lender, gss, name, slug, page: { ...lender.page, url, hosts: [] } };
}
