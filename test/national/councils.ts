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
  return {
    index,
    gss: map.gss,
    name: map.name,
    slug: map.slug,
    map,
    isMapped: own !== undefined,
    layout: random.pick(readable(map)),
    register: map.layouts.find((layout) => layout.kind === 'contract-register') ?? null,
    // Of the first five councils one is sure to publish workbooks.
    format: index % 5 === 1 || random.chance(0.1) ? 'xlsx' : 'csv',
  };
}

/** Layouts with a header, of payments by invoice; files without a header are told by their shape, and rare. */
function readable({ layouts }: CouncilMap): readonly PaymentLayout[] {
  return layouts.filter(
    (layout): layout is PaymentLayout =>
      layout.kind === 'payments' && layout.series !== 'card' && layout.headers.length > 0,
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
