import { ownDays, type AlertRecord } from '@tocsin/alerting';
import { actOnAlerts, asCouncil, openDatabase, raiseAlerts, type Db, type NewAlert } from '@tocsin/db';
import {
  addDays,
  addTo,
  dayOf,
  instantAtLondonTime,
  MINUTE_MS,
  type IsoDate,
  type IsoInstant,
} from '@tocsin/domain';
import { loadCouncils } from '../../../services/cli/src/councils.ts';
import { escalateAll, sendDigests, tellDueReviews } from '../../../services/notifier/src/send-digests.ts';
import type { Country } from '../../national/country.ts';
import type { Council } from '../../national/councils.ts';
import { streamOf } from '../../national/random.ts';
import { freshDatabase } from '../stack.ts';
import { saveTestAssessment, saveTestSupplier } from '../system-private.ts';
import { silent } from '../system.ts';
import { eventsOf, exposureOf, holdingsOfCouncil, type Holding, type ReplayedEvent } from './events.ts';
import { seedCouncil, type ReplayedCouncil } from './people.ts';
import { handInRegister } from './register.ts';

/** An alert that a council is to have of an event, and what hangs on it. */
export interface Expected {
  readonly council: string;
  readonly event: ReplayedEvent;
  readonly owners: readonly string[];
  readonly isCritical: boolean;
  readonly isAtOnce: boolean;
  /** Null where it was not raised. */
  readonly alertId: string | null;
}

/** What was lived, for whoever judges it. */
export interface Replayed {
  readonly db: Db;
  readonly councils: readonly ReplayedCouncil[];
  readonly expected: readonly Expected[];
  /** When somebody acknowledged an alert, or it was superseded, by its id. */
  readonly handledAt: ReadonlyMap<string, IsoInstant>;
  readonly stop: () => Promise<void>;
}

interface ToReplay {
  readonly country: Country;
  readonly councils: readonly Council[];
  readonly from: IsoDate;
  readonly days: number;
  /** So many of the councils hand in a register, of which reviews fall due. */
  readonly registers: number;
}

/**
 * Lives some days of a made-up country by a clock of its own: what becomes known of suppliers is raised, told, acknowledged or
 * not, escalated, and sent in digests by the notifier's own code over Postgres. Mails are not sent: what is to be is kept.
 */
export async function replay({ country, councils, from, days, registers }: ToReplay): Promise<Replayed> {
  const database = await freshDatabase();
  const db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  const web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  const owner = openDatabase(database.adminUrl, { max: 1 });
  await loadCouncils(db);
  const lived: ReplayedCouncil[] = [];
  const holdings = new Map<number, Holding[]>();
  for (const [at, council] of councils.entries()) {
    lived.push(await seedCouncil({ owner, web }, council));
    if (at < registers) await handInRegister(web, country, council, from);
    for (const holding of holdingsOfCouncil(country, council)) addTo(holdings, holding.index, holding);
  }
  const to = addDays(from, days - 1);
  const events = [...holdings.keys()]
    .flatMap((index) => eventsOf(country, index, { from, to }))
    .toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  const clock = openClock({ db, web, seed: country.seed, from });
  const known = new Map<number, { readonly supplierId: string; readonly assessmentId: string }>();
  const raised = new Map<string, string>();
  const expected: Expected[] = [];
  for (const event of events) {
    await clock.runTo(event.at);
    const supplier = known.get(event.index) ?? (await saveSupplierOf(db, country, event));
    known.set(event.index, supplier);
    const wanted = (holdings.get(event.index) ?? []).flatMap((holding) =>
      wantedOf(holding, event, supplier, raised),
    );
    const records = await db.transaction().execute((trx) =>
      raiseAlerts(
        trx,
        wanted.map(({ alert }) => alert),
        event.at,
      ),
    );
    const idOf = new Map(records.map(({ council, id }): [string, string] => [council, id]));
    for (const { alert, expects } of wanted) {
      const alertId = idOf.get(alert.council) ?? null;
      expected.push({ ...expects, alertId });
      if (alertId !== null) raised.set(keyOf(alert.council, event.index, event.cause), alertId);
    }
    await clock.follow(
      records,
      wanted.flatMap(({ alert }) => alert.overtakes ?? []),
      event.at,
    );
  }
  // The last digests and escalations of what became known at the end.
  await clock.runTo(`${addDays(to, 8)}T09:00:00.000Z`);
  return {
    db: owner,
    councils: lived,
    expected,
    handledAt: clock.handledAt,
    async stop() {
      await Promise.all([db.destroy(), web.destroy(), owner.destroy()]);
      await database.drop();
    },
  };
}

const keyOf = (council: string, index: number, cause: string) => `${council} ${index} ${cause}`;

async function saveSupplierOf(db: Db, country: Country, { index, at }: ReplayedEvent) {
  const supplierId = await saveTestSupplier(db, country.supplier(index).number);
  return { supplierId, assessmentId: await saveTestAssessment(db, supplierId, dayOf(at)) };
}

function wantedOf(
  holding: Holding,
  event: ReplayedEvent,
  { supplierId, assessmentId }: { readonly supplierId: string; readonly assessmentId: string },
  raised: ReadonlyMap<string, string>,
) {
  const { gss } = holding.council;
  const asOf = dayOf(event.at);
  const exposure = exposureOf(holding, supplierId, asOf);
  const earlier = event.after === null ? undefined : raised.get(keyOf(gss, event.index, event.after));
  // Whom an event was not told of is not told of its end.
  if (!exposure || (event.kind === 'ended' && earlier === undefined)) return [];
  const to = event.kind === 'band' && event.title.endsWith('elevated') ? 'elevated' : 'severe';
  const band = event.kind === 'information' ? 'low' : to;
  const alert: NewAlert = {
    council: gss,
    supplierId,
    assessmentId,
    cause: event.cause,
    kind: event.kind,
    title: event.title,
    fromBand: null,
    toBand: band,
    fromLevel: null,
    toLevel: band,
    levelBecause: null,
    asOf,
    days: ownDays(asOf),
    exposure,
    replayed: false,
    ...(earlier === undefined
      ? {}
      : event.kind === 'ended'
        ? { follows: [earlier] }
        : { overtakes: [earlier] }),
  };
  const isCritical = exposure.contracts.some(({ criticality }) => criticality === 'critical');
  const expects = {
    council: gss,
    event,
    owners: [...new Set(exposure.contracts.map(({ owner }) => owner ?? ''))],
    isCritical,
    isAtOnce: event.kind === 'formal' && (exposure.contracts.length > 0 || holding.paidPence >= 500_000),
  };
  return [{ alert, expects }];
}

/** How somebody answers: in three of four cases, at some time of the first three days. */
const ANSWERED = 0.75;
const LONGEST_MINUTES = 3 * 24 * 60;

function openClock({ db, web, seed, from }: { db: Db; web: Db; seed: number; from: IsoDate }) {
  const handledAt = new Map<string, IsoInstant>();
  const answers = new Map<string, { readonly at: IsoInstant; readonly council: string }>();
  let day = from;
  /** Of the day: after midnight reviews are kept, after eight digests are sent; at other times nothing is due. */
  const slots = ['00:00:30', '07:59:59', '08:00:30', '13:17:00'];
  let slot = 0;
  const slotAt = () => instantAtLondonTime(`${day}T${slots[slot]}`);
  const nextDue = async () => {
    const { due } = await db
      .selectFrom('alert')
      .select(({ fn }) => fn.min('acknowledge_by').as('due'))
      .where('status', '=', 'raised')
      .executeTakeFirstOrThrow();
    // The notifier looks every minute.
    return due === null ? null : new Date(Math.ceil(Date.parse(due) / MINUTE_MS) * MINUTE_MS).toISOString();
  };
  const answer = async (
    id: string,
    { at, council }: { readonly at: IsoInstant; readonly council: string },
  ) => {
    answers.delete(id);
    const done = await asCouncil(web, council, (trx) =>
      actOnAlerts(trx, council, [id], { action: 'acknowledge' }, 'replay'),
    );
    if (done.length > 0) handledAt.set(id, at);
  };
  return {
    handledAt,
    /** Does all that is due up to a moment. */
    async runTo(moment: IsoInstant): Promise<void> {
      let due = await nextDue();
      for (;;) {
        const [first] = [...answers].toSorted(([, a], [, b]) => (a.at < b.at ? -1 : 1));
        const at = [slotAt(), due, first?.[1].at].filter((one) => one != null).toSorted()[0] ?? moment;
        if (at > moment) return;
        if (first?.[1].at === at) await answer(...first);
        else if (due === at) await escalateAll(db, at);
        else {
          if (slot === 0) await tellDueReviews(db, at, silent);
          await sendDigests(db, at);
          slot = (slot + 1) % slots.length;
          if (slot === 0) day = addDays(day, 1);
          continue;
        }
        const before = due;
        due = await nextDue();
        if (before === at && due === at) throw new Error(`what was due at ${at} is due still`);
      }
    },
    /** Plans who answers what was raised, and supersedes what it has overtaken. */
    async follow(
      records: readonly AlertRecord[],
      overtaken: readonly string[],
      at: IsoInstant,
    ): Promise<void> {
      for (const id of overtaken) {
        answers.delete(id);
        if (!handledAt.has(id)) handledAt.set(id, at);
        await db.updateTable('alert').set({ status: 'superseded' }).where('id', '=', id).execute();
      }
      for (const { id, council, cause, kind } of records) {
        const random = streamOf(seed, 'answer', `${council} ${cause}`);
        if (kind !== 'formal' || !random.chance(ANSWERED)) continue;
        const later = random.between(1, LONGEST_MINUTES) * MINUTE_MS + 17_000;
        answers.set(id, { at: new Date(Date.parse(at) + later).toISOString(), council });
      }
    },
  };
}
