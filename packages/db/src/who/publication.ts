import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { isKeptForOwn, keptAsIn } from './kept-as.ts';
import { forgetTroubles, tieOwn } from './own-suppliers.ts';
import { askedOfWatched } from './suppliers.ts';

// A published contract or payment has everybody know the supplier that it names. Had somebody followed it, everybody would
// learn so from what was read of it: everybody gets a fresh supplier, as of one that was never read, and the old one is from
// then on a council's own for those who knew it.

const asked = sql`any(${[...askedOfWatched]}::text[])`;

/** Of `mention`: it is read only of those followed. */
const isAsked = sql<boolean>`(exists (select from observation where mention_id = mention.id and source_id = ${asked})
  or exists (select from look_answer where mention_id = mention.id and source_id = ${asked})
  or exists (select from look where mention_id = mention.id and source_id = ${asked}))`;

/** Of `mention`: a notice that everybody can read says something of it. */
const isNoticed = sql<boolean>`(
  exists (select from observation where mention_id = mention.id and source_id <> all(${[...askedOfWatched]}))
  or exists (select from look_answer where mention_id = mention.id and source_id <> all(${[...askedOfWatched]})))`;

/** Of `mention`: a contract or a payment prints it. */
const isSupplied = sql<boolean>`(exists (select from award_supplier where mention_id = mention.id)
  or exists (select from award_subcontractor where mention_id = mention.id)
  or exists (select from payment where mention_id = mention.id))`;

/** Of `mention`: everybody can read it. */
const isRead = sql<boolean>`(${isSupplied} or ${isNoticed})`;

/**
 * Of these suppliers, lets everybody see those that a published contract or payment names by now, for good. A notice does
 * not. Returns those that are there for everybody in place of ones that only they who followed them knew: whoever is looked
 * at, or is judged though nothing that everybody can read says anything of it, is followed for somebody's own reasons.
 */
export async function publishNamed(trx: Trx, supplierIds: readonly string[]): Promise<readonly string[]> {
  const { rows: named } = await sql<{ id: string; known: boolean }>`
    select id, exists (select from supplier_ref where supplier_id = supplier.id)
      and (followed or status is not null or exists (select from mention where supplier_id = supplier.id and ${isAsked})
        or exists (select from current_assessment where supplier_id = supplier.id)
          and not exists (select from mention where supplier_id = supplier.id and ${isNoticed})) as known
    from supplier where not supplies_publicly and id = any(${[...supplierIds]}::bigint[])
      and exists (select from mention where mention.supplier_id = supplier.id and ${isSupplied})
    order by id for no key update`.execute(trx);
  const [known, nobodys] = [true, false].map((is) =>
    named.flatMap((one) => (one.known === is ? [one.id] : [])),
  );
  await sql`
    update supplier set supplies_publicly = true, public_since = now() where id = any(${nobodys}::bigint[])`.execute(
    trx,
  );
  return known && known.length > 0 ? publishAnew(trx, known) : [];
}

interface Known {
  readonly id: string;
  readonly scheme: string;
  readonly ref: string;
}

async function publishAnew(trx: Trx, supplierIds: readonly string[]): Promise<readonly string[]> {
  // Read once they are locked: another has published some of them meanwhile, and found what is tied to them now.
  const { rows: known } = await sql<Known>`
    update supplier_ref set since = now() where supplier_id = any(${supplierIds}::bigint[]) and since is null
    returning supplier_id as id, scheme, ref`.execute(trx);
  await keepForOwn(trx, known);
  await writeFresh(trx, known);
  const fresh = await leaveToEverybody(trx, supplierIds);
  await forgetTroubles(trx, fresh);
  await tieOwn(trx, { bases: fresh });
  return fresh;
}

function listOf(known: readonly Known[]) {
  return sql`json_to_recordset(${JSON.stringify(known)}::json) as known (id bigint, scheme text, ref text)`;
}

/** Each bears the first name that everybody can read, or its number, as any other. */
async function writeFresh(trx: Trx, known: readonly Known[]): Promise<void> {
  await sql`
    with written as (
      merge into supplier using ${listOf(known)} on false
      when not matched then insert (name, supplies_publicly, public_since) values (coalesce(
        (select name from register_company where known.scheme = 'GB-COH' and number = known.ref),
        (select name from mention where supplier_id = known.id and name <> known.ref and ${isRead}
          order by ref is null, nth limit 1), known.ref), true, now())
      returning supplier.id, known.scheme, known.ref)
    insert into supplier_ref (scheme, ref, supplier_id) select scheme, ref, id from written`.execute(trx);
}

/** What was read of those who were followed alone is kept for those who know them, under names of its own. */
async function keepForOwn(trx: Trx, known: readonly Known[]): Promise<void> {
  const those = sql`${listOf(known)} join mention on mention.scheme = known.scheme and mention.ref = known.ref
    and not ${isKeptForOwn} and known.scheme = 'GB-COH'`;
  const { rows } = await sql<{ said: string; own: string }>`
    with kept as (
      select known.id as owner, mention.* from ${those} where ${isAsked})
    merge into mention using kept on false
    when not matched then insert (name, printed_ref, scheme, ref, postcode, outcome, supplier_id, reason, score, candidates,
        decided_by, decided_at)
      values (kept.name, ${keptAsIn('kept.printed_ref', 'owner')}, kept.scheme, kept.ref, kept.postcode, kept.outcome,
        owner, kept.reason, kept.score, kept.candidates, kept.decided_by, kept.decided_at)
    returning kept.id as said, mention.id as own`.execute(trx);
  const moved = sql`json_to_recordset(${JSON.stringify(rows)}::json) as moved (said bigint, own bigint)`;
  for (const table of ['look', 'look_answer'])
    await sql`update ${sql.table(table)} set mention_id = own from ${moved}
      where mention_id = said and source_id = ${asked}`.execute(trx);
  await sql`
    update observation set mention_id = own, ref = kept_as || substr(observation.ref, length(supplier_ref.ref) + 1)
    from ${moved} join mention on mention.id = own join supplier_ref using (supplier_id)
    where mention_id = said and source_id = ${asked} and split_part(observation.ref, '/', 1) = supplier_ref.ref`.execute(
    trx,
  );
  // Whom a list of subsidiaries names has only its name there: what the list says is under that.
  await sql`
    update observation set ref = kept_as || substr(observation.ref, length(known.ref) + 1)
    from ${listOf(known)} join supplier_ref on supplier_id = known.id
    where known.scheme = 'GB-COH' and kind = 'parent-company' and parent_number = known.ref
      and source_id = ${asked} and split_part(observation.ref, '/', 1) = known.ref`.execute(trx);
  await sql`
    update withdrawal set ref = kept_as || substr(withdrawal.ref, length(known.ref) + 1)
    from ${listOf(known)} join supplier_ref on supplier_id = known.id
    where known.scheme = 'GB-COH' and source_id = ${asked}
      and (withdrawal.ref = known.ref or starts_with(withdrawal.ref, known.ref || '/'))`.execute(trx);
  await sql`
    delete from mention using ${moved} where mention.id = said and not ${isRead}
      and not exists (select from match_decision where mention_id = mention.id)`.execute(trx);
}

/** What everybody can read of suppliers of councils' own is said of those that bear the numbers for everybody: these. */
async function leaveToEverybody(trx: Trx, ownIds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ supplier_id: string }>`
    update mention set supplier_id = base.supplier_id
    from supplier_ref own join supplier_ref base on base.scheme = own.scheme and base.ref = own.ref and base.since is null
    where own.supplier_id = any(${ownIds}::bigint[]) and own.since is not null
      and mention.supplier_id = own.supplier_id and not ${isKeptForOwn}
    returning mention.supplier_id`.execute(trx);
  return [...new Set(rows.map(({ supplier_id }) => supplier_id))];
}
