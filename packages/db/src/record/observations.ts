import type { Look, Observation, SupplierMention } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { mentionText, saveMentions } from '../who/mentions.ts';
import { findOwnByNumber, isFollowedOwn, looksAtOwn, numberOf, saidOfOwn } from '../who/said-of-own.ts';
import { askedOfWatched } from '../who/suppliers.ts';
import type { Mention } from '../schema/tables.ts';
import type { ArchivedDocument } from './documents.ts';
import { saveLooks } from './looks.ts';
import { insertObservations, type Freshness } from './new-observations.ts';

/** What recording made of the observations of one item. */
export interface Recorded {
  /** How many were new; the others were known already. */
  readonly fresh: number;
  /** How many of the new ones say something else under an id and a moment that were there: both are kept. */
  readonly otherwise: number;
  /** Mentions that matching must see: new ones, and known ones about which something new was said. */
  readonly touched: readonly string[];
  /** `(source, ref)` of awards of which a release was new. */
  readonly awards: readonly { readonly source: string; readonly ref: string }[];
}

/** The suppliers that an observation names. */
function mentionsOf(observation: Observation): readonly SupplierMention[] {
  if (observation.content.kind === 'award')
    return [
      ...observation.content.suppliers,
      ...(observation.content.suppliersAdded ?? []),
      ...(observation.content.subcontractors ?? []),
    ];
  return observation.about ? [observation.about] : [];
}

/** What one item of a document says, and that somebody looked. */
export interface SaidByItem {
  readonly document: ArchivedDocument;
  readonly source: string;
  readonly observedAt: string;
  readonly observations: readonly Observation[];
  readonly looks: readonly Look[];
}

/**
 * Writes what some items say, as far as it is new, and that somebody looked, also for councils that follow a number as a
 * supplier of their own. Says of each what came of it.
 */
export async function recordObservations(
  trx: Trx,
  items: readonly SaidByItem[],
): Promise<readonly Recorded[]> {
  const recorded = await recordItems(trx, items);
  const own = await recordItems(trx, await findSaidOfOwn(trx, items));
  const touched = own.flatMap((one) => one.touched);
  return recorded.map((one, at) => (at > 0 ? one : { ...one, touched: [...one.touched, ...touched] }));
}

async function findSaidOfOwn(trx: Trx, items: readonly SaidByItem[]): Promise<readonly SaidByItem[]> {
  const asked = items.filter(({ source }) => askedOfWatched.includes(source));
  const ownOf = await findOwnByNumber(
    trx,
    asked.flatMap(({ observations, looks }) => [
      ...observations.map(numberOf),
      ...looks.flatMap(({ about }) => about.ref?.id ?? []),
    ]),
  );
  if (ownOf.size === 0) return [];
  return asked.map((item) => ({
    ...item,
    observations: item.observations.flatMap((one) => saidOfOwn(one, ownOf)),
    looks: item.looks.flatMap((look) => looksAtOwn(look, ownOf)),
  }));
}

async function recordItems(trx: Trx, items: readonly SaidByItem[]): Promise<readonly Recorded[]> {
  if (items.length === 0) return [];
  const mentions = await saveMentions(
    trx,
    items.flatMap(({ observations, looks }) => [
      ...observations.flatMap((observation) => mentionsOf(observation)),
      ...looks.map((look) => look.about),
    ]),
  );
  const given = items.flatMap(({ document, observedAt, observations }) =>
    observations.map((observation) => ({
      observation,
      mentionId: observation.about ? idOf(mentions, observation.about) : null,
      documentId: document.id,
      observedAt,
    })),
  );
  const fresh = await insertObservations(trx, given);
  await saveLooks(
    trx,
    items.flatMap(({ source, looks }) =>
      looks.map((look) => ({ look, source, mentionId: idOf(mentions, look.about) })),
    ),
  );
  let at = 0;
  return items.map(({ observations, looks }) => {
    const own = fresh.slice(at, at + observations.length);
    at += observations.length;
    return recordedOf(mentions, observations, own, looks);
  });
}

function recordedOf(
  mentions: Saved,
  observations: readonly Observation[],
  fresh: readonly Freshness[],
  looks: readonly Look[],
): Recorded {
  const touched = new Set<string>();
  const awards = new Map<string, { source: string; ref: string }>();
  for (const [at, observation] of observations.entries()) {
    if (!fresh[at]) continue;
    for (const mention of mentionsOf(observation)) touched.add(idOf(mentions, mention));
    if (observation.content.kind === 'award') {
      const [source, ref] = [observation.source, observation.ref.replace(/#\d+$/, '')];
      awards.set(`${source} ${ref}`, { source, ref });
    }
  }
  for (const look of looks) {
    const mention = mentions.get(mentionText(look.about));
    // A look that found nothing is the only thing said under that name: without a match it would be nobody's look.
    if (mention?.outcome === 'waiting') touched.add(mention.id);
  }
  return {
    fresh: fresh.filter(Boolean).length,
    otherwise: fresh.filter((one) => one === 'otherwise').length,
    touched: [...touched],
    awards: [...awards.values()],
  };
}

type Saved = ReadonlyMap<string, Pick<Mention, 'id' | 'outcome'>>;

function idOf(mentions: Saved, mention: SupplierMention): string {
  const saved = mentions.get(mentionText(mention));
  if (!saved) throw new Error('a mention was not saved before what is said about it');
  return saved.id;
}

/** Whether something is recorded under one of these ids of the publisher, for everybody who follows whom it is about. */
export async function isRecorded(db: Db | Trx, source: string, refs: readonly string[]): Promise<boolean> {
  const given = sql`unnest(${[...refs]}::text[]) as given`;
  const { rows } = await sql<{ recorded: boolean }>`
    select exists (select from observation where source_id = ${source} and ref = any(${[...refs]}::text[]))
      and not exists (
        select from supplier_ref join supplier on supplier.id = supplier_id
        where ${isFollowedOwn} and supplier_ref.ref in (select split_part(given, '/', 1) from ${given})
          and not exists (select from observation where source_id = ${source} and observation.ref in (
            select kept_as || substr(given, length(supplier_ref.ref) + 1) from ${given}
            where split_part(given, '/', 1) = supplier_ref.ref))) as recorded`.execute(db);
  return rows[0]?.recorded ?? false;
}
