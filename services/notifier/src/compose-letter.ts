import {
  composeCatchUp,
  composeDigest,
  composeNotice,
  composeOpening,
  heaviestFirst,
  pageOfNotice,
  reasonWords,
  stakesInWords,
  type Mail,
} from '@tocsin/alerting';
import {
  findActors,
  findAssignment,
  findGapsEndedSince,
  findLateAlerts,
  findLetter,
  findReviewsTold,
  findSealToTell,
  type AssignmentTold,
  type Trx,
} from '@tocsin/db';
import { dayInBrief, dayOf, actorOf } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import { Refuse } from '@tocsin/runtime';
import { nameOfSource } from './source-names.ts';

/** A letter as a mail; of late facts that turn out to be one, its alert, which is then told as any other. */
export async function composeLetter(
  trx: Trx,
  letterId: string,
  publicUrl: string,
  composeAlert: (alertId: string, assignment?: AssignmentTold) => Promise<Mail>,
): Promise<{ readonly mail: Mail; readonly link: string; readonly alertId?: string }> {
  const letter = await findLetter(trx, { id: letterId });
  if (!letter) throw new Refuse(`there is no letter ${letterId}`, { reason: 'nothing-there' });
  const linkTo = (id: string) => `${publicUrl}/alerts/${id}`;
  if (letter.kind === 'opening') {
    if (!letter.said) throw new Refuse(`the opening report ${letterId} was not written`);
    const link = `${publicUrl}/opening`;
    const mail = composeOpening(letter.said, {
      report: link,
      exposure: `${publicUrl}/exposure`,
      alert: linkTo,
    });
    return { mail, link };
  }
  if (letter.kind === 'assigned') {
    const given = await findAssignment(trx, letterId);
    if (!given) throw new Refuse(`the letter ${letterId} tells of no assignment`);
    const { alertId } = given;
    return { mail: await composeAlert(alertId, given), link: linkTo(alertId), alertId };
  }
  if (letter.notice) {
    const { notice, council } = letter;
    const link = `${publicUrl}${pageOfNotice(notice)}`;
    const who =
      notice.about === 'less' ? ((await findActors(trx)).get(actorOf(notice.personId)) ?? null) : null;
    return { mail: composeNotice(notice, { council: council.name, who, link }), link };
  }
  const late = (await findLateAlerts(trx, letterId)).toSorted((a, b) => heaviestFirst(a.alert, b.alert));
  const reviews = letter.kind === 'digest' ? await findReviewsTold(trx, letterId) : [];
  const [only, another] = late;
  if (!only && reviews.length === 0) throw new Refuse(`the letter ${letterId} tells of nothing`);
  if (only && !another && letter.kind !== 'digest')
    return { mail: await composeAlert(only.alert.id), link: linkTo(only.alert.id) };
  const facts = late.map(({ alert, supplier, evidence, reason }) => {
    const { totals, spend } = viewOfExposure(alert.exposure);
    return {
      supplier,
      title: alert.title,
      day: dayInBrief(alert),
      stakes: stakesInWords({ totals, spend: spend?.last12Months ?? null }).join(', '),
      source: evidence && { name: nameOfSource(evidence.source), url: evidence.url },
      link: linkTo(alert.id),
      because: reason && reasonWords(reason),
    };
  });
  if (letter.kind === 'digest') {
    const reviewsPage = `${publicUrl}/reviews`;
    const told = reviews.map(({ reason, ...review }) => ({ ...review, because: reasonWords(reason) }));
    const digest = { alerts: facts, reviews: told, sealed: await findSealToTell(trx, letterId) };
    const mail = composeDigest(digest, {
      council: letter.council.name,
      reviewsPage,
      ledgerPage: `${publicUrl}/ledger`,
    });
    return { mail, link: only ? `${publicUrl}/alerts` : reviewsPage };
  }
  const gaps = await findGapsEndedSince(trx, letter.begunAt);
  const named = gaps.map(({ sourceId, from, to }) => ({
    source: nameOfSource(sourceId),
    from: dayOf(from),
    to: dayOf(to),
  }));
  return { mail: composeCatchUp(facts, named, letter.council), link: `${publicUrl}/alerts` };
}
