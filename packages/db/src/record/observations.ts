import type { Look, Observation, SupplierMention } from '@tocsin/domain';
import type { Db, Trx } from '../schema/database.ts';
import { mentionText, saveMentions } from '../who/mentions.ts';
import type { Mention } from '../schema/tables.ts';
import type { ArchivedDocument } from './documents.ts';
import { saveLook } from './looks.ts';
import { insertObservations } from './new-observations.ts';

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

/** Writes what one item says, as far as it is new, and that somebody looked. */
export async function recordObservations(
  trx: Trx,
  document: ArchivedDocument,
  observedAt: string,
  observations: readonly Observation[],
  looks: readonly Look[] = [],
): Promise<Recorded> {
  const mentions = await saveMentions(trx, [
    ...observations.flatMap((observation) => mentionsOf(observation)),
    ...looks.map((look) => look.about),
  ]);
  const given = observations.map((observation) => ({
    observation,
    mentionId: observation.about ? idOf(mentions, observation.about) : null,
  }));
  const fresh = await insertObservations(trx, document, observedAt, given);
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
    await saveLook(trx, document, look, idOf(mentions, look.about));
    // A look that found nothing is the only thing said under that name: without a match it would be nobody's look.
    if (mention?.outcome === 'waiting') touched.add(mention.id);
  }
  const otherwise = fresh.filter((one) => one === 'otherwise').length;
  return {
    fresh: fresh.filter(Boolean).length,
    otherwise,
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

/** Whether something is recorded under that id of the publisher. */
export async function isRecorded(db: Db | Trx, source: string, ref: string): Promise<boolean> {
  const row = await db
    .selectFrom('observation')
    .select('id')
    .where('source_id', '=', source)
    .where('ref', '=', ref)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
