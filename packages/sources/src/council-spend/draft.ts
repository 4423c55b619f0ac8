import type { VatBasis } from '@tocsin/domain';
import { z } from 'zod';
import { UnreadableDocument } from '../define-source.ts';
import { columnsAt, proposeContractPlaces, proposePaymentPlaces } from './draft-columns.ts';
import { contractRoles, columnRoles, CouncilMap, headerCell, Layout, type Places } from './map.ts';
import {
  doubtOfOrder,
  doubtsOfAmount,
  doubtsOfCouncil,
  doubtsOfDate,
  doubtsOfOrigin,
  doubtsOfSupplier,
  valuesOf,
  preferNet,
  type Doubt,
  type Drafted,
} from './draft-doubts.ts';
import { tableIn, type DraftTable } from './draft-table.ts';
import { tryRows, type DraftTrial } from './draft-trial.ts';
import { nearestHeader } from './nearest.ts';
import type { Records } from './opening.ts';
import { monthOf, openRecords, sheetsIn } from './read.ts';

/** Records of a sheet that are looked at for what its columns are; all of them are read when the draft is tried. */
const HEAD = 3_000;

const kinds = ['spend', 'card', 'contracts'] as const;
const roles = [...new Set([...columnRoles, ...contractRoles])];

/** What a person said of a file: what it is, where each role stands, and which of day and month comes first. */
export const SaidOfFile = z.object({
  kind: z.enum(kinds).optional(),
  /** By the place of a column counted from 0; null where no column has the role. */
  columns: z.partialRecord(z.enum(roles), z.int().min(0).nullable()).optional(),
  dates: z.enum(['day-first', 'month-first']).optional(),
  /** That she has looked at the rest, and takes it as it is drafted. */
  asDrafted: z.boolean().optional(),
});
export type SaidOfFile = z.infer<typeof SaidOfFile>;

/** A column of a file as a person is shown it. */
export interface DraftColumn {
  readonly at: number;
  readonly name: string;
  /** Three of its cells that say something. */
  readonly samples: readonly string[];
  readonly role: string | null;
}

/** A layout that was proposed for a file, what is doubtful about it, and what a person may want to know. */
export interface DraftMap {
  readonly kind: (typeof kinds)[number];
  readonly columns: readonly DraftColumn[];
  /** Null where it lacks what every layout needs: what, the doubts say. */
  readonly layout: Layout | null;
  readonly doubts: readonly Doubt[];
  readonly remarks: readonly string[];
  /** Of payments alone: what the file says when it is read so. */
  readonly trial: DraftTrial | null;
}

/** A file to draft a layout for; its name and the council are what a person says of it. */
export interface ToDraft {
  readonly url: string;
  readonly body: Uint8Array;
  readonly council?: { readonly gss: string; readonly name: string };
  /** A payment after this day is a doubt; missing where nobody says what day it is. */
  readonly today?: string;
}

/**
 * Proposes roles for the columns of a file of payments, of a statement of purchasing cards or of a contract register:
 * those that known maps give to a column of that name, then those that its name and its cells suggest; and reads all of
 * it so. What may change an amount, a day, a payee, the kind or the council is a doubt, until a person has said it.
 * Throws `UnreadableDocument` for what is no table.
 */
export async function draftMap(
  maps: readonly CouncilMap[],
  file: ToDraft,
  said: SaidOfFile = {},
): Promise<DraftMap> {
  return draftSheets(maps, file, said, await sheetsIn(file.body));
}

/** As `draftMap`, of sheets that were read. Takes its time: run it in the reading thread. */
export function draftSheets(
  maps: readonly CouncilMap[],
  file: ToDraft,
  said: SaidOfFile,
  sheets: readonly Records[],
): DraftMap {
  const { url, council } = file;
  const table = longestTable(sheets);
  const isContracts = said.kind === undefined ? isRegister(table.names) : said.kind === 'contracts';
  const draft = isContracts ? draftRegister(table, said) : draftPayments(maps, table, said, { url, council });
  const bodies = draft.places.council === undefined ? [] : valuesOf(table.body, draft.places.council);
  const read = Layout.safeParse(bodies.length > 0 ? { ...draft.layout, bodies } : draft.layout);
  const found = draft.doubts;
  const columns = columnsOf(table, draft.places);
  const remarks = [...draft.remarks, ...nearest(maps, table)];
  if (!read.success) return { kind: draft.kind, columns, layout: null, doubts: found, remarks, trial: null };
  const tried = tryDraft(read.data, file, sheets, draft.places);
  const doubts = [...found, ...tried.doubts].filter((doubt) => !isAnswered(doubt, said, tried.trial));
  return { kind: draft.kind, columns, layout: read.data, doubts, remarks, trial: tried.trial };
}

interface RoledTable {
  readonly kind: DraftMap['kind'];
  readonly places: Readonly<Record<string, number | undefined>>;
  readonly layout: object;
  readonly doubts: readonly Doubt[];
  readonly remarks: readonly string[];
}

function draftPayments(
  maps: readonly CouncilMap[],
  table: DraftTable,
  said: SaidOfFile,
  { url, council }: { readonly url: string; readonly council: ToDraft['council'] | undefined },
): RoledTable {
  const { header, body } = table;
  const width = Math.max(table.names.length, middleWidth(body));
  const names = Array.from({ length: width }, (_, at) => table.names[at] ?? '');
  const proposed = proposePaymentPlaces(maps, names, body);
  const shown = { names: table.names, body, month: monthOf(url) };
  const places = withSaid(preferNet({ ...shown, places: proposed }), said, columnRoles);
  const drafted: Drafted = { ...shown, places };
  const kind = said.kind === 'spend' || said.kind === 'card' ? said.kind : seriesOf(table);
  const vat = vatOf(names[places.amount ?? -1] ?? '');
  const date = places.date === undefined ? 'file-name' : 'column';
  const layout = {
    kind: 'payments',
    series: kind,
    ...(table.headerAt === -1
      ? { shapes: [{ width, dates: listOf(places.date), amounts: listOf(places.amount) }] }
      : { headers: [header.filter((cell) => headerCell(cell) !== '')] }),
    vat,
    dateFrom: date,
    ...(said.dates ? { dates: said.dates } : {}),
    columns: columnsAt(header, places),
  };
  const doubts = [
    ...doubtsOfKind(table, url, kind),
    ...doubtsOfCouncil(drafted, council?.name ?? null),
    ...doubtsOfDate(drafted),
    ...doubtOfOrder(drafted),
    ...doubtsOfAmount(drafted),
    ...doubtsOfSupplier(drafted),
    ...doubtsOfOrigin(drafted),
    ...(table.headerAt === -1
      ? (['date', 'amount', 'supplier'] as const).map((about) => ({ about, says: NO_HEADER }))
      : []),
  ];
  const remarks = [
    ...(vat === 'unknown' ? ['the heading does not say whether amounts are net or gross: left unknown'] : []),
    ...leftOver(table.names, places),
  ];
  return { kind, places, layout, doubts, remarks };
}

const NO_HEADER = 'no line looks like a header: columns are told by their cells alone';

function draftRegister(table: DraftTable, said: SaidOfFile): RoledTable {
  const { names, header, body } = table;
  const places = withSaid(proposeContractPlaces(names, body), said, contractRoles);
  const vat = vatOf(names[places.value ?? -1] ?? '');
  const layout = {
    kind: 'contract-register',
    headers: [header.filter((cell) => headerCell(cell) !== '')],
    vat,
    columns: columnsAt(header, places),
  };
  const lacks = (about: Doubt['about'], says: string, at: number | undefined): Doubt[] =>
    at === undefined ? [{ about, says }] : [];
  const doubts = [
    ...lacks('kind', 'it looks like a register of contracts, and no column looks like a title', places.title),
    ...lacks('supplier', 'no column looks like a supplier’s name', places.supplier),
    ...lacks('amount', 'no column looks like the sum over the whole term', places.value),
    ...lacks(
      'date',
      'no column looks like the day on which a contract ends',
      places.endsOn ?? places.expiresOn,
    ),
  ];
  return { kind: 'contracts', places, layout, doubts, remarks: leftOver(names, places) };
}

/** Roles as a person gave them: her column is no other role’s. */
function withSaid<R extends string>(places: Places<R>, said: SaidOfFile, of: readonly R[]): Places<R> {
  const given = Object.entries(said.columns ?? {}).filter(([role]) => of.includes(role as R));
  const theirs = new Set(given.map(([, at]) => at));
  const kept = Object.entries<number | undefined>(places).filter(
    ([, at]) => at !== undefined && !theirs.has(at),
  );
  const all = { ...Object.fromEntries(kept), ...Object.fromEntries(given) } as Record<string, number | null>;
  return Object.fromEntries(Object.entries(all).filter(([, at]) => at !== null)) as Places<R>;
}

/** A doubt is gone once a person has said what it is about, or that she has looked at all of it. */
function isAnswered(
  { about }: Doubt,
  { kind, columns, dates, asDrafted }: SaidOfFile,
  trial: DraftTrial | null,
): boolean {
  if (trial !== null && trial.payments === 0) return false;
  if (asDrafted === true) return true;
  if (about === 'kind') return kind !== undefined;
  if (about === 'date') return dates !== undefined || columns?.date !== undefined;
  if (about === 'amount') return (columns?.amount ?? columns?.value) !== undefined;
  return about === 'supplier' && columns?.supplier !== undefined;
}

function tryDraft(
  layout: Layout,
  { url, body, council, today }: ToDraft,
  sheets: readonly Records[],
  places: RoledTable['places'],
) {
  const map = CouncilMap.parse({
    gss: council?.gss ?? 'E00000000',
    name: council?.name ?? 'the council',
    slug: 'draft',
    page: { url: 'https://council.invalid/', links: 'a' },
    cadence: 'monthly',
    layouts: [layout],
  });
  try {
    const file = openRecords([map], { url, body, council: map.gss }, sheets);
    if (layout.kind !== 'payments') return { trial: null, doubts: [] };
    return tryRows(file.rows, monthOf(url), layout.dateFrom, {
      places,
      ...(today === undefined ? {} : { today }),
    });
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    return { trial: null, doubts: [{ about: 'lines' as const, says: error.message }] };
  }
}

/** Purchasing cards pay merchants. */
const CARD = /merchant|cardholder|(?:purchas|procurement|credit|corporate)\w*card|mcc/;
/** As titles and names of files call their statements. */
const CARD_STATEMENT =
  /\bp-?cards?\b|\bgpc\b|(?:purchas\w*|procurement|credit|corporate|payment)[ _-]*cards?|barclaycard/i;

function seriesOf({ names, body }: DraftTable): 'spend' | 'card' {
  const isCard = (name: string, at: number) => CARD.test(headerCell(name)) && !isFlag(body, at);
  return names.some(isCard) ? 'card' : 'spend';
}

/** Whether some lines were paid by card: not all, or it were a statement of cards. */
function isFlag(body: DraftTable['body'], at: number): boolean {
  const said = valuesOf(body, at);
  return (
    said.length > 0 &&
    said.every((cell) => /^(?:y|n|yes|no|true|false)$/i.test(cell)) &&
    said.some((cell) => /^[nf]/i.test(cell))
  );
}

function doubtsOfKind({ above, names }: DraftTable, url: string, kind: DraftMap['kind']): Doubt[] {
  const title = [url.replace(/^.*[/\\]/, ''), ...above.flat()].find((text) => CARD_STATEMENT.test(text));
  const says =
    kind === 'spend' && title !== undefined
      ? `“${title}” speaks of cards, and no column does: is it a statement of purchasing cards?`
      : null;
  const heads = names.map(headerCell);
  const isTerm =
    heads.some((cell) => /start|commence/.test(cell)) &&
    heads.some((cell) => /enddate|expir|finish/.test(cell));
  const contracts = isTerm ? 'its lines begin and end: is it a register of contracts?' : null;
  return [says, contracts].flatMap((one) => (one === null ? [] : [{ about: 'kind', says: one }]));
}

/** A register says when contracts begin and end; payments have one day. */
function isRegister(names: readonly string[]): boolean {
  const cells = names.map(headerCell);
  const has = (word: RegExp) => cells.some((cell) => word.test(cell));
  return has(/contract|title|agreement/) && has(/start|commence/) && has(/end|expir|finish/);
}

function longestTable(sheets: readonly Records[]): DraftTable {
  const shown = sheets.filter(({ hidden }) => !hidden).map(({ records }) => headOf(records()));
  const tables = shown.map(tableIn).toSorted((a, b) => b.body.length - a.body.length);
  const [table] = tables;
  if (!table || table.body.length === 0 || (table.headerAt === -1 && middleWidth(table.body) < 3))
    throw new UnreadableDocument(
      'no table with a header and lines below it. Nothing was read. Hand in the sheet that holds it',
    );
  return table;
}

function headOf(records: ReturnType<Records['records']>): readonly (readonly string[])[] {
  const head: (readonly string[])[] = [];
  for (const { cells } of records) {
    head.push(cells);
    if (head.length === HEAD) break;
  }
  return head;
}

function columnsOf({ names, body }: DraftTable, places: RoledTable['places']): DraftColumn[] {
  const roleAt = new Map(Object.entries(places).map(([role, at]) => [at, role]));
  const width = Math.max(names.length, middleWidth(body));
  return Array.from({ length: width }, (_, at) => ({
    at,
    name: names[at] ?? '',
    samples: [...new Set(body.map((cells) => (cells[at] ?? '').trim()).filter((cell) => cell !== ''))].slice(
      0,
      3,
    ),
    role: roleAt.get(at) ?? null,
  })).filter(({ name, samples, role }) => name !== '' || samples.length > 0 || role !== null);
}

function middleWidth(body: DraftTable['body']): number {
  const widths = body.map((cells) => cells.length).toSorted((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)] ?? 0;
}

function leftOver(names: readonly string[], places: RoledTable['places']): string[] {
  const taken = new Set(Object.values(places));
  const left = names.filter((cell, at) => headerCell(cell) !== '' && !taken.has(at));
  return left.length > 0 ? [`columns without a role: ${left.map((cell) => `“${cell}”`).join(', ')}`] : [];
}

function nearest(maps: readonly CouncilMap[], { header }: DraftTable): string[] {
  const found = nearestHeader(maps, header, null);
  return found && found.likeness > 0
    ? [
        `nearest known layout: ${found.map.name}, ${Math.round(found.likeness * 100)} % of the columns are the same`,
      ]
    : [];
}

function listOf(at: number | undefined): number[] {
  return at === undefined ? [] : [at];
}

function vatOf(name: string): VatBasis {
  if (/\bnet|excl(?:ud\w+|\.)?\b.*vat|ex\.? vat/i.test(name)) return 'net';
  return /\bgross|incl(?:ud\w+|\.)?\b.*vat|inc\.? vat/i.test(name) ? 'gross' : 'unknown';
}
