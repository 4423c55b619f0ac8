import { setTimeout as pause } from 'node:timers/promises';
import type { CompanyNumber } from '@tocsin/domain';
import { decisionReasons } from '@tocsin/matching';
import { load } from 'cheerio';
import type { Random } from '../../national/random.ts';
import { ask, type Asker, type Page } from './ask.ts';
import { markOf, marksIn, type Answer, type Deed, type DeedKind, type Reading } from './history.ts';

/** Where pages are asked for, and what is seen of it. */
export interface Office {
  readonly gss: string;
  /** Its place among the councils: each asks from an address of its own, as people do. */
  readonly place: number;
  readonly port: number;
  readonly random: Random;
  /** Milliseconds since the start. */
  readonly clock: () => number;
  /** A supplier for a line of its register. */
  readonly anySupplier: () => { readonly number: CompanyNumber; readonly name: string };
  readonly onDeed: (deed: Deed) => void;
  readonly onReading: (reading: Reading) => void;
  readonly onUpload: (suppliers: readonly string[]) => void;
  /** Alerts that others have been seen to have. */
  readonly foreign: () => { readonly id: string; readonly of: string } | null;
  readonly onAlerts: (ids: readonly string[]) => void;
  /** Whether it hands in registers of its own while it is watched. */
  readonly hasUploads: boolean;
}

const THINKS_MS = { least: 300, most: 3_000 };

/** One council at its pages until told to stop: it reads, decides, acts on alerts and hands in registers. */
export async function atPages(office: Office, isOver: () => boolean): Promise<void> {
  const { random } = office;
  const desk = openDesk(office);
  const habits = [actOnAlert, actOnAlert, actOnAlert, decideName, readAny, readAny, readForeign];
  if (office.hasUploads) habits.push(handIn);
  while (!isOver()) {
    await random.pick(habits)(desk);
    await pause(random.between(THINKS_MS.least, THINKS_MS.most));
  }
}

/** What a council sits at. */
interface Desk {
  readonly office: Office;
  readonly asker: Asker;
  readonly nextMark: () => string;
}

function openDesk(office: Office): Desk {
  const { gss, port, place } = office;
  let written = 0;
  return {
    office,
    asker: { port, place, cookies: new Map([['tocsin_council', gss]]) },
    nextMark: () => markOf(gss, (written += 1)),
  };
}

async function read(
  { office, asker }: Desk,
  path: string,
  { about = null, of = office.gss }: Partial<Pick<Reading, 'about' | 'of'>> = {},
): Promise<Page> {
  const began = office.clock();
  const page = await ask(asker, { path });
  const { status, body } = page;
  const seen = { council: office.gss, of, page: path, about, began, ended: office.clock() };
  if (status !== 0) office.onReading({ ...seen, status, marks: marksIn(body) });
  return page;
}

/** Sends a form; `isDone` tells by where it leads whether it did anything. */
async function send(
  { office, asker }: Desk,
  deed: Pick<Deed, 'kind' | 'about' | 'mark'>,
  path: string,
  fields: Readonly<Record<string, string>>,
  isDone: (location: string) => boolean,
): Promise<void> {
  const began = office.clock();
  const body = new URLSearchParams(fields).toString();
  const page = await ask(asker, { path, body, type: 'application/x-www-form-urlencoded' });
  const answer = answerOf(page, isDone);
  office.onDeed({ council: office.gss, ...deed, began, ended: office.clock(), answer });
}

const PAGES = ['/alerts', '/exposure', '/register', '/matches', '/audit', '/deliveries', '/national'];

async function readAny(desk: Desk): Promise<void> {
  await read(desk, desk.office.random.pick(PAGES));
}

/** An alert of another council by its number, which is not to be shown. */
async function readForeign(desk: Desk): Promise<void> {
  const other = desk.office.foreign();
  if (other && other.of !== desk.office.gss) await read(desk, `/api/v1/alerts/${other.id}`, { of: other.of });
}

async function actOnAlert(desk: Desk): Promise<void> {
  const { random, onAlerts } = desk.office;
  const listed = await read(desk, '/api/v1/alerts?limit=200');
  if (listed.status !== 200) return;
  const { alerts } = JSON.parse(listed.body) as { alerts: readonly { id: string; status: string }[] };
  onAlerts(alerts.map(({ id }) => id));
  if (alerts.length === 0) return;
  const { id, status } = random.pick(alerts);
  const about = `alert ${id}`;
  const page = await read(desk, `/alerts/${id}`, { about });
  const token = tokenOf(page.body);
  if (page.status !== 200 || !token) return;
  const kind = kindFor(status, random);
  const mark = kind === 'note' || kind === 'dismiss' ? desk.nextMark() : '';
  const fields = { token, action: kind, text: mark, reason: mark };
  await send(desk, { kind, about, mark }, `/alerts/${id}`, fields, (to) => to.endsWith(`done=${kind}`));
  await read(desk, `/api/v1/alerts/${id}`, { about });
}

async function decideName(desk: Desk): Promise<void> {
  const listed = await read(desk, '/api/v1/matches?limit=50');
  if (listed.status !== 200) return;
  const { items } = JSON.parse(listed.body) as { items: readonly { item: string }[] };
  if (items.length === 0) return;
  const path = `/matches/${encodeURIComponent(desk.office.random.pick(items).item)}`;
  const page = await read(desk, path);
  const token = tokenOf(page.body);
  if (page.status !== 200 || !token) return;
  const mark = desk.nextMark();
  const fields = { token, who: 'none', reason: Object.keys(decisionReasons)[0] ?? '', note: mark };
  await send(desk, { kind: 'decide', about: 'names', mark }, path, fields, (to) =>
    to.endsWith('done=decided'),
  );
}

async function handIn(desk: Desk): Promise<void> {
  const { random, anySupplier, onUpload } = desk.office;
  const token = tokenOf((await read(desk, '/register')).body);
  if (!token) return;
  const mark = desk.nextMark();
  const suppliers = Array.from({ length: random.between(2, 6) }, anySupplier);
  const form = formOf(token, `${mark}.csv`, registerOf(mark, suppliers));
  const handed = await ask(desk.asker, { path: '/register', ...form });
  if (handed.status !== 303 || !handed.location.endsWith('/register/draft')) return;
  const draft = await read(desk, '/register/draft');
  const seen = load(draft.body)('input[name="seen"]').attr('value');
  if (draft.status !== 200 || seen === undefined || !draft.body.includes(mark)) return;
  onUpload(suppliers.map(({ number }) => number));
  const fields = { token: tokenOf(draft.body) ?? '', seen };
  await send(desk, { kind: 'upload', about: 'register', mark }, '/register/draft/save', fields, (to) =>
    to.endsWith('done=saved'),
  );
}

function kindFor(status: string, random: Random): DeedKind {
  if (status === 'dismissed') return 'reopen';
  return status === 'raised'
    ? random.pick(['acknowledge', 'note', 'dismiss'])
    : random.pick(['note', 'dismiss']);
}

function tokenOf(body: string): string | undefined {
  return load(body)('input[name="token"]').first().attr('value');
}

/** After a fault of the server or the line nobody knows whether a deed was done. */
function answerOf({ status, location, arrived }: Page, isDone: (location: string) => boolean): Answer {
  if (status === 303) return isDone(location) ? 'acknowledged' : 'refused';
  if (status >= 400 && status < 500) return 'refused';
  return arrived ? 'unknown' : 'refused';
}

const HEADER = ['Supplier', 'Company number', 'Title', 'Contract value', 'VAT', 'Start date', 'End date'];

/** A register whose contracts and whose one name without a number stand nowhere else. */
function registerOf(
  mark: string,
  suppliers: readonly { readonly number: string; readonly name: string }[],
): string {
  const rest = ['125000.00', 'net', '2025-04-01', '2028-03-31'];
  const rows = [
    ...suppliers.map(({ number, name }, at) => [name, number, `${mark} contract ${at + 1}`, ...rest]),
    [`${mark} Holdings`, '', `${mark} contract of nobody`, ...rest],
  ];
  return [HEADER, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n');
}

function formOf(token: string, fileName: string, file: string) {
  const boundary = 'form-of-a-council';
  const parts = [
    `Content-Disposition: form-data; name="token"\r\n\r\n${token}`,
    `Content-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: text/csv\r\n\r\n${file}`,
  ];
  const body = `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}
