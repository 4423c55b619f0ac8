import {
  enqueue,
  findCouncil,
  findOwnSpendFile,
  findSpendLayouts,
  recordOpened,
  saveOwnPayments,
  saveSpendLayout,
  settleOwnSpend,
  settleOwnSpendFile,
  underCurrentCodes,
  type Db,
  type Trx,
} from '@tocsin/db';
import { dayOf, GssCode, MoneyByBasis } from '@tocsin/domain';
import type { Logger } from '@tocsin/runtime';
import {
  councilMaps,
  councilSpend,
  draftMap,
  isWithheld,
  nothingRead,
  openDocument,
  paidAhead,
  readingFor,
  readSpendFile,
  SaidOfFile,
  withLayouts,
  type CouncilMap,
  type DraftMap,
  type SpendFile,
  type SpendRow,
} from '@tocsin/sources';

interface Ports {
  readonly db: Db;
  readonly logger: Logger;
  readonly now: () => string;
}

type FileFound = NonNullable<Awaited<ReturnType<typeof findOwnSpendFile>>>;
type FileWithBytes = FileFound & { readonly body: Buffer };

/**
 * Takes in a spending file that a council handed in, or out what it undid. What is published goes the way of every
 * council’s files; the rest stays the council’s own. What cannot be read is refused with its reason, and kept for the
 * council to look at again.
 */
export async function takeIn(
  { db, logger, now }: Ports,
  id: string,
  finish: (trx: Trx) => Promise<void>,
): Promise<void> {
  const file = await db.transaction().execute((trx) => findOwnSpendFile(trx, id));
  if (file?.state === 'undone') await takeOut(db, file, finish);
  else if (file?.state === 'waits' && file.body !== null)
    await takeFile(db, { ...file, body: file.body }, now(), finish);
  else await db.transaction().execute(finish);
  logger.info({ file: id, state: file?.state ?? 'gone' }, 'spending file of a council settled');
}

async function takeOut(
  db: Db,
  { id, council }: FileFound,
  finish: (trx: Trx) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await settleOwnSpend(trx, council);
    // Whom it paid may be watched for nobody any more.
    await enqueue(trx, 'match', { v: 1, of: 'own-spend', fileId: id });
    await finish(trx);
  });
}

async function takeFile(
  db: Db,
  file: FileWithBytes,
  now: string,
  finish: (trx: Trx) => Promise<void>,
): Promise<void> {
  const read = await readingFor(file.council, () => openFile(db, file, dayOf(now)));
  if (typeof read === 'string') return refuse(db, file.id, read, finish);
  if (file.pageUrl !== null) return takePublished(db, file, read, now, finish);
  const { opened, series } = read;
  if (opened.contracts) return refuse(db, file.id, REGISTER, finish);
  const records = [...opened.rows];
  const nothing = saysNothing(records);
  if (nothing) return refuse(db, file.id, nothing, finish);
  await db.transaction().execute(async (trx) => {
    await keepLayout(trx, file, read);
    const { id, council } = file;
    await saveOwnPayments(trx, {
      id,
      council,
      series,
      month: opened.month,
      isPart: opened.isPart,
      today: dayOf(now),
      records: records.filter((record) => record.outcome !== 'held'),
      counts: {
        ...countsOf(records, dayOf(now)),
        ...(opened.isRevision && { revised: true as const }),
        ...(opened.revision > 0 && { revision: opened.revision }),
      },
    });
    await settleOwnSpend(trx, council);
    await enqueue(trx, 'match', { v: 1, of: 'own-spend', fileId: id });
    await finish(trx);
  });
}

/** Why nothing of a file is to be stored; null for most. */
function saysNothing(records: readonly SpendRow[]): string | null {
  const held = records.find((record) => record.outcome === 'held');
  if (held) return held.reason;
  return records.some((record) => 'payment' in record) ? null : nothingRead(countsOf(records, '').reasons[0]);
}

const REGISTER =
  'it is a register of contracts. What is published of it is read from the page that you name; your own belongs on “Our register”';

interface ReadFile {
  readonly map: CouncilMap;
  readonly opened: SpendFile;
  readonly series: string;
  /** Null where a map that was there reads it. */
  readonly draft: DraftMap | null;
}

/** As the council’s own map reads it, else as it is drafted and a person confirmed it; as text, why it cannot be read. */
async function openFile(
  db: Db,
  { council, fileName: url, body, said: told }: FileWithBytes,
  today: string,
): Promise<ReadFile | string> {
  const gss = GssCode.parse(council);
  const row = await findCouncil(db, gss);
  const name = row?.name ?? council;
  const maps = withLayouts(await underCurrentCodes(db, councilMaps()), await findSpendLayouts(db, council));
  const said = SaidOfFile.parse(told);
  const own = maps.find((map) => map.gss === gss);
  const known =
    own && Object.keys(said).length === 0 ? await readSpendFile([own], { url, body, council: gss }) : null;
  if (own && known && !(known instanceof Error))
    return { map: own, opened: known, series: known.series, draft: null };
  const drafted = await draftMap(maps, { url, body, council: { gss, name }, today }, said).catch(
    (error: Error) => error,
  );
  if (drafted instanceof Error) return drafted.message;
  if (drafted.layout === null || drafted.doubts.length > 0)
    return `not taken: ${drafted.doubts.map(({ says }) => says).join('; ')}`;
  const [map] = withLayouts([], [{ gss, name, layouts: [drafted.layout] }]);
  const opened = map && (await readSpendFile([map], { url, body, council: gss }));
  if (opened instanceof Error) return opened.message;
  if (!map || !opened) throw new Error('a layout without a map');
  return { map, opened, series: opened.series, draft: drafted };
}

async function takePublished(
  db: Db,
  file: FileWithBytes,
  read: ReadFile,
  now: string,
  finish: (trx: Trx) => Promise<void>,
): Promise<void> {
  const records = read.opened.contracts ? null : [...read.opened.rows];
  const nothing = records && saysNothing(records);
  if (nothing) return refuse(db, file.id, nothing, finish);
  const document = {
    url: addressOf(file),
    body: file.body,
    retrievedAt: now,
    contentType: null,
    status: 200,
  };
  const opened = await openDocument(councilSpend, document, () => Promise.resolve([read.map]), {
    file: file.fileName,
    council: read.map.gss,
  });
  const report = await recordOpened(db, { ...document, sourceId: councilSpend.id, asOf: null }, opened);
  const whole = report.refused.find(({ item }) => item === 'document');
  if (whole) return refuse(db, file.id, whole.reason, finish);
  await db.transaction().execute(async (trx) => {
    await keepLayout(trx, file, read);
    await settleOwnSpendFile(trx, file.id, {
      state: 'taken',
      reason: null,
      series: read.series,
      ...(records ? { counts: countsOf(records, dayOf(now)), days: daysOf(records) } : {}),
    });
    await finish(trx);
  });
}

/** Of a published file: its page, whatever stands behind a # of it, and what it is called there. */
function addressOf({ pageUrl, fileName }: Pick<FileWithBytes, 'pageUrl' | 'fileName'>): string {
  return `${pageUrl?.replace(/#.*$/s, '')}#${encodeURIComponent(fileName)}`;
}

async function keepLayout(
  trx: Trx,
  { council, uploadedBy }: FileWithBytes,
  { draft }: ReadFile,
): Promise<void> {
  const layout = draft?.layout;
  if (!layout) return;
  const signature = JSON.stringify(layout.headers[0] ?? ('shapes' in layout ? layout.shapes : []));
  await saveSpendLayout(trx, { council, signature, layout, by: uploadedBy });
}

async function refuse(
  db: Db,
  id: string,
  reason: string,
  finish: (trx: Trx) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await settleOwnSpendFile(trx, id, { state: 'refused', reason });
    await finish(trx);
  });
}

/** Reasons that are kept for a person to look at. */
const SHOWN = 100;

/** The first and the last day on which something was paid. */
function daysOf(records: readonly SpendRow[]) {
  const days = records.flatMap((one) => ('payment' in one ? [one.payment.paidOn] : [])).toSorted();
  return { first: days[0] ?? null, last: days.at(-1) ?? null };
}

/** Added up one by one: of a large file no list of sums is made. */
function sumOfEach(paid: readonly Extract<SpendRow, { payment: unknown }>[]): MoneyByBasis {
  const sums = { net: 0, gross: 0, unknown: 0 };
  for (const { payment } of paid) sums[payment.vat] += payment.pence;
  return MoneyByBasis.parse(sums);
}

function countsOf(records: readonly SpendRow[], today: string) {
  const refused = records.flatMap((one) =>
    one.outcome === 'refused' ? [{ row: one.row, reason: one.reason }] : [],
  );
  const paid = records.flatMap((one) => ('payment' in one ? [one] : []));
  const ahead = paidAhead(paid, today);
  return {
    payments: paid.length,
    pence: paid.reduce((sum, { payment }) => sum + payment.pence, 0),
    sums: sumOfEach(paid),
    withheld: paid.filter(({ payment }) => isWithheld(payment.payee)).length,
    people: paid.filter(({ payment }) => payment.payee === 'individual').length,
    ignored: records.filter(({ outcome }) => outcome === 'not-a-payment').length,
    refused: refused.length,
    reasons: refused.slice(0, SHOWN),
    ...(ahead && today !== '' ? { ahead } : {}),
  };
}
