import {
  addDays,
  dayOf,
  firstInstantOf,
  HOUR_MS,
  later,
  MINUTE_MS,
  type IsoInstant,
  actorOf,
} from '@tocsin/domain';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { isHeldWhole } from '../keeping/holds.ts';
import { retention } from '../keeping/retention.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { SignInWay } from '../schema/tables.ts';
import { findPlacesOfPerson, type Place } from './persons.ts';
import { hashOfSecret, newSecret } from './secrets.ts';

/** A session ends when nothing was seen of it for an hour, and twelve hours after it began. */
export const sessionLimits = { idleMs: HOUR_MS, absoluteMs: 12 * HOUR_MS } as const;

/** So often at most is it written down that a session was seen. */
const SEEN_EVERY_MS = MINUTE_MS;

/** Who is signed in, and where she may act. */
export interface Session {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly way: SignInWay;
  /** Where she acts; undefined until she has chosen, and once she may no longer act there. */
  readonly place: Place | undefined;
  readonly places: readonly Place[];
}

/** Begins a session. Returns its secret, which only the browser keeps. */
export async function openSession(
  trx: Trx,
  { personId, browser, at }: { personId: string; browser: string; at: IsoInstant },
): Promise<string> {
  const { secret, hash } = newSecret();
  await trx
    .insertInto('session')
    .values({
      id_hash: hash,
      person_id: personId,
      council: null,
      browser: browser.slice(0, 200),
      started_at: at,
      seen_at: at,
      ends_at: later(at, sessionLimits.absoluteMs),
      ended_at: null,
    })
    .execute();
  const places = await findPlacesOfPerson(trx, personId);
  const [only] = places;
  if (only && places.length === 1) await choosePlace(trx, { secret, place: only, personId });
  return secret;
}

/** The session of a secret while it lasts; looking at it keeps it alive. */
export async function findSession(db: Db, secret: string, at: IsoInstant): Promise<Session | undefined> {
  const found = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select([
      'session.id',
      'session.person_id as personId',
      'session.council',
      'session.chosen',
      'session.seen_at',
      'person.name',
      'person.way',
    ])
    .where('session.id_hash', '=', hashOfSecret(secret))
    .where('session.ended_at', 'is', null)
    .where('session.ends_at', '>', at)
    .where('session.seen_at', '>', later(at, -sessionLimits.idleMs))
    .executeTakeFirst();
  if (!found) return undefined;
  const { id, personId, name, way, council, chosen, seen_at } = found;
  if (Date.parse(at) - Date.parse(seen_at) > SEEN_EVERY_MS)
    await db.updateTable('session').set({ seen_at: at }).where('id', '=', id).execute();
  const places = await findPlacesOfPerson(db, personId);
  const place = chosen ? places.find((one) => (one.council?.gss ?? null) === council) : undefined;
  return { id, personId, name, way, place, places };
}

/** Where the person of a session acts from now on. */
export async function choosePlace(
  trx: Trx,
  { secret, place, personId }: { secret: string; place: Place; personId: string },
): Promise<void> {
  const council = place.council?.gss ?? null;
  await trx
    .updateTable('session')
    .set({ council, chosen: true })
    .where('id_hash', '=', hashOfSecret(secret))
    .execute();
  await audit(trx, {
    council,
    actor: actorOf(personId),
    action: 'signed in',
    subject: actorOf(personId),
    detail: { roles: place.roles.join(', ') },
  });
}

/** Ends one session, or all of its person, everywhere. Returns how many were ended. */
export async function signOut(
  trx: Trx,
  { id, personId, place }: Session,
  { everywhere, at }: { readonly everywhere: boolean; readonly at: IsoInstant },
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('session')
    .set({ ended_at: at })
    .where(everywhere ? 'person_id' : 'id', '=', everywhere ? personId : id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  await audit(trx, {
    council: place?.council?.gss ?? null,
    actor: actorOf(personId),
    action: everywhere ? 'signed out everywhere' : 'signed out',
    subject: actorOf(personId),
    ...(everywhere ? { detail: { sessions: Number(numUpdatedRows) } } : {}),
  });
  return Number(numUpdatedRows);
}

/** A session as an administrator sees it. */
export interface OpenSession {
  readonly personId: string;
  readonly browser: string;
  readonly startedAt: string;
  readonly seenAt: string;
}

/** The sessions at the council that `trx` acts for that last, newest first. */
export async function findOpenSessions(trx: Trx, at: IsoInstant): Promise<OpenSession[]> {
  return trx
    .selectFrom('session')
    .select(['person_id as personId', 'browser', 'started_at as startedAt', 'seen_at as seenAt'])
    .where('ended_at', 'is', null)
    .where('ends_at', '>', at)
    .where('seen_at', '>', later(at, -sessionLimits.idleMs))
    .orderBy('nth', 'desc')
    .execute();
}

/** Ends the sessions of a person at the council that `trx` acts for. Returns how many. */
export async function endSessionsHere(
  trx: Trx,
  { council, personId, by, at }: { council: string; personId: string; by: string; at: IsoInstant },
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('session')
    .set({ ended_at: at })
    .where('council', '=', council)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  const sessions = Number(numUpdatedRows);
  if (sessions > 0)
    await audit(trx, {
      council,
      actor: by,
      action: 'ended sessions',
      subject: actorOf(personId),
      detail: { sessions },
    });
  return sessions;
}

/** What was dropped of signing in. */
interface DroppedSignIn {
  readonly sessions: number;
  readonly links: number;
}

/** Drops sessions that have been over for as long as they are kept, and links that work no longer. `db` is the worker's. */
export async function dropEndedSignIn(db: Db, at: IsoInstant): Promise<DroppedSignIn> {
  const until = firstInstantOf(addDays(dayOf(at), -retention.sessions.days));
  const sessions = await db
    .deleteFrom('session')
    .where((one) =>
      one.or([
        one('ended_at', '<', until),
        one('ends_at', '<', until),
        one('seen_at', '<', later(until, -sessionLimits.idleMs)),
      ]),
    )
    .where(sql<boolean>`not ${isHeldWhole('session.council')}`)
    .executeTakeFirst();
  const links = await db.deleteFrom('sign_in_link').where('expires_at', '<', at).executeTakeFirst();
  return { sessions: Number(sessions.numDeletedRows), links: Number(links.numDeletedRows) };
}
