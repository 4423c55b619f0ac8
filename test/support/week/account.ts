import { countByState, countTroubles, findDeadLetters, type Db } from '@tocsin/db';
import { addDays, type IsoDate } from '@tocsin/domain';
import { councilMaps } from '@tocsin/sources';
import { sql } from 'kysely';
import type { Country } from '../../national/country.ts';
import { heldBy } from '../../national/generate.ts';
import type { TruthOf } from '../../national/made.ts';
import type { OddityKind, Served } from '../publishers/oddities.ts';
import type { ReceivedMail } from '../system-mail.ts';
import type { Publishers, ServedBeside, Span } from './publishers.ts';
import { findNotLookedAt } from './round.ts';
import type { Services } from './services.ts';

/** What became of the oddities of one kind. */
export interface OddityAccount {
  /** Items that were served so. */
  readonly served: number;
  /** Answered well when they were asked again at once. */
  readonly atOnce: number;
  /** In trouble, and on the sources page as such. */
  readonly recorded: number;
  /** Of those, read by a later try. */
  readonly recovered: number;
  /** Neither: nobody knows what became of them. */
  readonly lost: readonly string[];
}

/** How some days went. */
export interface Account {
  readonly suppliers: number;
  readonly days: number;
  readonly seed: number;
  readonly watched: number;
  readonly notLookedAt: readonly string[];
  readonly contractsMissing: readonly string[];
  readonly paymentsMissing: number;
  readonly oddities: Readonly<Record<string, OddityAccount>>;
  readonly beside: ServedBeside;
  /** Troubles of items that were served nothing odd. */
  readonly troublesOfNobody: readonly string[];
  readonly troubles: Readonly<Record<string, { readonly open: number; readonly settled: number }>>;
  readonly due: number;
  readonly stuck: readonly string[];
  readonly told: number;
  readonly untold: readonly string[];
  readonly toldFalsely: readonly string[];
  /** Alerts of an insolvency that are in no mail or letter that has gone out, but for letters that are being gathered. */
  readonly unsent: readonly string[];
  readonly openings: number;
  readonly letters: number;
  readonly mails: number;
  readonly mailsTwice: readonly string[];
  readonly requests: Readonly<Record<string, number>>;
  readonly runs: Readonly<Record<string, number>>;
  readonly failedRuns: readonly string[];
  readonly wallSeconds: number;
  readonly memoryMb: number;
}

interface Given {
  readonly db: Db;
  readonly country: Country;
  readonly span: Span;
  readonly publishers: Publishers;
  readonly services: Services;
  readonly mails: readonly ReceivedMail[];
  readonly wallSeconds: number;
}

export async function accountFor(given: Given): Promise<Account> {
  const { db, country, span, publishers, services, mails, wallSeconds } = given;
  const { oddities, troublesOfNobody } = await accountForOddities(db, country, publishers.oddities.served());
  const troubles = await countTroubles(db);
  const watched = await sql<{
    count: number;
  }>`select count(*)::int as count from supplier where watched`.execute(db);
  const notLookedAt = await findNotLookedAt(db);
  return {
    suppliers: country.size.suppliers,
    days: daysIn(span).length,
    seed: country.seed,
    watched: watched.rows[0]?.count ?? 0,
    notLookedAt: notLookedAt.map(({ ref, topic }) => `${ref} ${topic}`),
    ...(await findMissing(db, country, span)),
    oddities,
    beside: publishers.beside(),
    troublesOfNobody,
    troubles: Object.fromEntries(troubles.map(({ source, open, settled }) => [source, { open, settled }])),
    due: await countDue(db),
    stuck: await findStuck(db),
    ...(await compareTold(db, country, span)),
    mails: mails.length,
    ...(await countTold(db)),
    mailsTwice: repeated(
      mails.flatMap(({ alertId, messageId, to }) => [messageId, ...(alertId ? [`${alertId} ${to}`] : [])]),
    ),
    requests: publishers.requests(),
    runs: Object.fromEntries(services.runs()),
    failedRuns: await findFailedRuns(db),
    wallSeconds,
    memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function daysIn({ from, until }: Span): readonly IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = from; day <= until; day = addDays(day, 1)) days.push(day);
  return days;
}

interface KeptTrouble {
  readonly source: string;
  readonly item: string;
  readonly settled: boolean;
}

/** Of the register a set of accounts is one thing, whichever of its two addresses went wrong. */
function keyOf({ source, item }: Pick<Served, 'source' | 'item'>): string {
  return `${source.startsWith('companies-house') ? 'companies-house' : source} ${item.split(/#(?=company=)/)[0]}`;
}

async function accountForOddities(db: Db, country: Country, served: readonly Served[]) {
  const { rows } = await sql<KeptTrouble>`
    select source_id as source, item, settled_at is not null as settled from source_trouble`.execute(db);
  const kept = new Map(rows.map((row) => [keyOf(row), row]));
  const oddities: Record<string, OddityAccount> = {};
  for (const kind of new Set<OddityKind>(served.map((one) => one.kind))) {
    const some = served.filter((one) => one.kind === kind);
    const recorded = some.filter((one) => kept.has(keyOf(one)));
    const others = some.filter((one) => !kept.has(keyOf(one)));
    oddities[kind] = {
      served: some.length,
      atOnce: others.filter(({ isOver }) => isOver).length,
      recorded: recorded.length,
      recovered: recorded.filter((one) => kept.get(keyOf(one))?.settled).length,
      lost: others.filter(({ isOver }) => !isOver).map(keyOf),
    };
  }
  const odd = new Set([...served.map(keyOf), ...absent(country)]);
  const troublesOfNobody = [...kept.keys()].filter((key) => !odd.has(key));
  return { oddities, troublesOfNobody };
}

/** Pages of councils that the country has not: nobody answers there. */
function absent({ councils }: Country): readonly string[] {
  const there = new Set<string>(councils.map(({ gss }) => gss));
  return councilMaps()
    .filter(({ gss }) => !there.has(gss))
    .map(({ page }) => keyOf({ source: 'council-spend', item: page.url }));
}

async function countDue(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from source_trouble
    where settled_at is null and source_id <> 'council-spend' and (next_at is null or next_at <= now())`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

async function findStuck(db: Db): Promise<readonly string[]> {
  const open = (await countByState(db)).filter((state) => state.open > 0);
  const dead = await findDeadLetters(db, 100);
  return [
    ...open.map((state) => `${state.open} open on ${state.queue}`),
    ...dead.map(({ queue, dead_reason }) => `put aside on ${queue}: ${dead_reason}`),
  ];
}

async function findFailedRuns(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ said: string }>`
    select source_id || ' ' || started_at || ': ' || coalesce(error, outcome) as said from source_run
    where outcome <> 'ok' order by id`.execute(db);
  return rows.map(({ said }) => said);
}

/** Contracts that were published and are not stored, or not once; payments of files that had appeared. */
async function findMissing(db: Db, country: Country, { until }: Span) {
  const { rows } = await sql<{ ocid: string; count: number }>`
    select ocid, count(*)::int as count from award group by ocid`.execute(db);
  const stored = new Map(rows.map(({ ocid, count }) => [ocid, count]));
  const contractsMissing: string[] = [];
  let payments = 0;
  for (const council of country.councils)
    for (const made of heldBy(country, council, until)) {
      if (!('truth' in made)) continue;
      if (made.truth.of === 'files') payments += (made.truth.line as TruthOf['files']).payments;
      if (made.truth.of !== 'contracts') continue;
      const { ocid, published } = made.truth.line as TruthOf['contracts'];
      const isNotice = published === 'contracts-finder' || published === 'find-a-tender';
      if (isNotice && stored.get(ocid) !== 1) contractsMissing.push(`${ocid}: ${stored.get(ocid) ?? 0}`);
    }
  const found = await sql<{ count: number }>`select count(*)::int as count from payment`.execute(db);
  return { contractsMissing, paymentsMissing: payments - (found.rows[0]?.count ?? 0) };
}

/** How councils were told: in a mail of its own, in their one opening report, or in a letter of what became known late. */
async function countTold(db: Db) {
  const { rows: alerts } = await sql<{ about: string }>`
    select alert.council || ' ' || alert.cause as about from alert left join letter on letter.id = letter_id
    where alert.kind = 'formal' and to_band = 'insolvent' and told_with is null
      and (letter_id is null or letter.sent_at is not null or letter.begun_at < now() - interval '2 days')
      and not exists (select from delivery where status = 'delivered'
        and (delivery.alert_id = alert.id or delivery.letter_id = alert.letter_id))`.execute(db);
  const { rows: letters } = await sql<{ kind: string; count: number }>`
    select letter.kind, count(*)::int as count from delivery join letter on letter.id = delivery.letter_id
    where status = 'delivered' group by letter.kind`.execute(db);
  const of = (wanted: string) => letters.find(({ kind }) => kind === wanted)?.count ?? 0;
  return { unsent: alerts.map(({ about }) => about), openings: of('opening'), letters: of('catch-up') };
}

/**
 * Who was told of which insolvency, against who must be on the last day and who might have been on any. An opening report
 * tells how suppliers stand when it goes out: what became known before it and is over by then is not in it.
 */
async function compareTold(db: Db, country: Country, span: Span) {
  const { rows } = await sql<{ about: string }>`
    select distinct alert.council || ' ' || supplier_ref.ref as about
    from alert join supplier_ref using (supplier_id) left join letter on letter.id = letter_id
    where alert.kind = 'formal' and to_band = 'insolvent'
      and (letter.kind is distinct from 'opening' or letter.said is null or letter.said -> 'pressing' @>
        jsonb_build_array(jsonb_build_object('facts',
          jsonb_build_array(jsonb_build_object('alertId', alert.id::text)))))`.execute(db);
  const told = new Set(rows.map(({ about }) => about));
  const must = new Set(toldOn(country, span.until));
  let falsely = [...told].filter((about) => !must.has(about));
  // Who has been dissolved since, or whose contract has ended, was rightly told of before.
  for (const day of daysIn(span)) {
    if (falsely.length === 0) break;
    const might = new Set(toldOn(country, day));
    falsely = falsely.filter((about) => !might.has(about));
  }
  return { told: told.size, untold: [...must].filter((about) => !told.has(about)), toldFalsely: falsely };
}

function* toldOn(country: Country, day: IsoDate): Generator<string> {
  for (const council of country.councils)
    for (const made of heldBy(country, council, day))
      if ('truth' in made && made.truth.of === 'told') {
        const { supplier } = made.truth.line as TruthOf['told'];
        yield `${council.gss} ${supplier}`;
      }
}

function repeated(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.has(key) || !seen.add(key));
}
