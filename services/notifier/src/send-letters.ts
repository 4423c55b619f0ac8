import {
  isCatchUpDue,
  isOpeningDue,
  openingRestsUntil,
  viewOfOpening,
  type OpeningView,
} from '@tocsin/alerting';
import {
  findMissing,
  findOpeningLooks,
  findWaitingNotices,
  findOpeningPart,
  findPendingLetters,
  holdOpening,
  lockPendingLetter,
  lockSuppliers,
  sendLetter,
  sendMissed,
  sendNotice,
  takeBackUnsaid,
  type Db,
  type PendingLetter,
  type Watch,
} from '@tocsin/db';
import { MINUTE_MS, dayOf, type IsoInstant } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';
import { nameOfSource } from './source-names.ts';

const EVERY_MS = MINUTE_MS;

/** Every minute, sends the letters that are due. */
export function startLetters(db: Db, logger: Logger, watchNow: () => Watch): () => Promise<void> {
  const resting = new Map<string, IsoInstant>();
  const round = async (stopping: AbortSignal) => {
    await sendNotices(db, watchNow().now, stopping);
    await sendAllMissed(db, watchNow().now, stopping);
    await sendLetters(db, watchNow(), { stopping, resting });
  };
  return startLoop({ name: 'letters to councils', everyMs: EVERY_MS, logger, round });
}

interface Round {
  readonly stopping?: AbortSignal;
  /** Until when nobody need ask of an opening report whether it is due: kept from round to round. */
  readonly resting?: Map<string, IsoInstant>;
}

/** Sends the opening reports and the letters of late facts that are due now; returns how many of each went out. */
export async function sendLetters(
  db: Db,
  watch: Watch,
  { stopping, resting = new Map() }: Round = {},
): Promise<Readonly<Record<PendingLetter['kind'], number>>> {
  const sent = { opening: 0, 'catch-up': 0 };
  for (const letter of await findPendingLetters(db)) {
    if (stopping?.aborted) break;
    const went =
      letter.kind === 'opening'
        ? await sendOpening(db, letter, watch, resting)
        : await sendCatchUp(db, letter, watch);
    if (went) sent[letter.kind] += 1;
  }
  return sent;
}

/** Sends the notices that somebody asked for; returns how many. */
export async function sendNotices(db: Db, now: IsoInstant, stopping?: AbortSignal): Promise<number> {
  let sent = 0;
  for (const notice of await findWaitingNotices(db)) {
    if (stopping?.aborted) break;
    if (await db.transaction().execute((trx) => sendNotice(trx, notice, now))) sent += 1;
  }
  return sent;
}

/** Sends endpoints what they have missed, where somebody asked for it; returns how many messages. */
export async function sendAllMissed(db: Db, now: IsoInstant, stopping?: AbortSignal): Promise<number> {
  let sent = 0;
  for (const id of await findMissing(db)) {
    if (stopping?.aborted) break;
    sent += (await db.transaction().execute((trx) => sendMissed(trx, id, now))) ?? 0;
  }
  return sent;
}

async function sendOpening(
  db: Db,
  letter: PendingLetter,
  watch: Watch,
  resting: Map<string, IsoInstant>,
): Promise<boolean> {
  const { council, begunAt } = letter;
  if ((resting.get(letter.id) ?? '') > watch.now) return false;
  const today = dayOf(watch.now);
  const looks = await findOpeningLooks(db, council, today, watch, begunAt);
  if (!isOpeningDue(begunAt, looks, watch.now)) {
    resting.set(letter.id, openingRestsUntil(begunAt, looks, watch.now));
    return false;
  }
  resting.delete(letter.id);
  return db.transaction().execute(async (trx) => {
    // As whoever tells of them: their locks first, then the letter.
    await lockSuppliers(trx, looks.left);
    if (!(await holdOpening(trx, letter.id))) return false;
    const { left, ...part } = await findOpeningPart(db, council, today, watch, begunAt);
    // Who was left just now is not locked: the next round says nothing of that supplier either, and takes it back.
    if (left.some((id) => !looks.left.includes(id))) return false;
    await takeBackUnsaid(trx, letter.id, left);
    await sendLetter(trx, letter.id, { said: nameSourcesOf(viewOfOpening(part)), sentAt: watch.now });
    return true;
  });
}

async function sendCatchUp(db: Db, letter: PendingLetter, watch: Watch): Promise<boolean> {
  const { joinedAt, begunAt } = letter;
  if (joinedAt === null || !isCatchUpDue(begunAt, joinedAt, watch.now)) return false;
  // Of two replicas one sends a letter, and a process that dies has not sent it: the next round does.
  return db.transaction().execute(async (trx) => {
    if (!(await lockPendingLetter(trx, letter.id))) return false;
    await sendLetter(trx, letter.id, { said: null, sentAt: watch.now });
    return true;
  });
}

function nameSourcesOf(view: OpeningView): OpeningView {
  return {
    ...view,
    pressing: view.pressing.map((one) => ({
      ...one,
      facts: one.facts.map((fact) => ({
        ...fact,
        source: fact.source && { ...fact.source, name: nameOfSource(fact.source.name) },
      })),
    })),
  };
}
