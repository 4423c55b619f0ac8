import {
  composeAlertMail,
  composeAssignment,
  composeCorrection,
  composeEnding,
  composeEndings,
  endedOf,
  endingSentence,
  eventOfAlert,
  eventTypeOf,
  factsOfAlert,
  nameSources,
  standsToday,
  stillTrue,
  type AlertDossier,
  type AlertFacts,
  type EndingInBrief,
  reasonWords,
  type Mail,
  type Reason,
  toldEvent,
} from '@tocsin/alerting';
import type { Message, MessageEvent } from '@tocsin/channels';
import {
  findEndpointAddresses,
  findThreads,
  findReasonsOf,
  findTellings,
  type AssignmentTold,
  type Delivery,
  type EndpointAddress,
  type Threaded,
  type Told,
  type Trx,
} from '@tocsin/db';
import { dayOf, isPostedWay } from '@tocsin/domain';
import { Refuse } from '@tocsin/runtime';
import { latestBaseRate } from '@tocsin/scoring';
import { composeLetter } from './compose-letter.ts';
import { nameOfSource } from './source-names.ts';

export type MailOf = (delivery: Delivery) => Omit<Message, 'to'> & Pick<Outside, 'endpoint'>;

/** What a message has beside its words. */
type Outside = Pick<Message, 'earlier' | 'list' | 'returnToken'> & {
  /** Where a name stands for an address: that, or that there is none any more. */
  readonly endpoint?: EndpointAddress | 'removed';
};

/** What stands on the outside of a message: of which thread and list it is, and by what it is found when it comes back. */
function outsideOf(
  { id, return_code: code }: Delivery,
  threaded: Threaded | undefined,
  publicUrl: string,
): Outside {
  if (!threaded) return {};
  const { council, earlier } = threaded;
  return {
    earlier: earlier.map(referenceOf),
    list: {
      id: council.gss.toLowerCase(),
      name: `Tocsin alerts of ${council.name}`,
      stop: `${publicUrl}/settings/less`,
    },
    ...(code === null ? {} : { returnToken: { deliveryId: id, code } }),
  };
}

function endpointOf(
  { channel, recipient }: Delivery,
  found: EndpointAddress | 'removed' | undefined,
): Pick<Outside, 'endpoint'> {
  if (found) return { endpoint: found };
  // The command line names web addresses themselves.
  return isPostedWay(channel) && !URL.canParse(recipient) ? { endpoint: 'removed' } : {};
}

function eventOfLetter({ created_at: time }: Delivery, link: string, publicUrl: string): MessageEvent {
  const subject = link.startsWith(publicUrl) ? link.slice(publicUrl.length) : link;
  return { type: 'tocsin.letter', source: publicUrl, subject, time, data: {} };
}

function eventOfTelling(telling: Told | undefined, publicUrl: string): Pick<Message, 'event'> {
  const [dossier] = telling?.dossiers ?? [];
  if (!dossier) return {};
  const { id, kind, raisedAt: time } = dossier.alert;
  const data = eventOfAlert(dossier, publicUrl);
  return {
    event: { type: eventTypeOf(kind), source: publicUrl, subject: `/alerts/${id}`, time, data },
  };
}

/** What a provider knows a delivery by, the same on every attempt. */
export function referenceOf(deliveryId: string): string {
  return `delivery-${deliveryId}`;
}

/** What deliveries say, gathered together; a letter of one alert is that alert. */
export async function findMails(
  { publicUrl }: { readonly publicUrl: string },
  trx: Trx,
  deliveries: readonly Delivery[],
): Promise<MailOf> {
  const tellings = await findTellings(
    trx,
    deliveries.flatMap((delivery) => delivery.alert_id ?? []),
  );
  const reasonOf = await findReasonsOf(
    trx,
    deliveries.flatMap((delivery) => delivery.alert_id ?? []),
  );
  const letters = new Map<string, Omit<Message, 'to'>>();
  for (const letterId of new Set(deliveries.flatMap((delivery) => delivery.letter_id ?? []))) {
    const composeAlert = async (id: string, assignment?: AssignmentTold) => {
      const telling = (await findTellings(trx, [id])).get(id);
      const [dossier] = telling?.dossiers ?? [];
      if (!assignment || !dossier) return composeAlone(id, telling);
      return composeAssignment(factsOf(dossier, publicUrl), assignment);
    };
    const { mail, ...rest } = await composeLetter(trx, letterId, publicUrl, composeAlert);
    letters.set(letterId, { ...mail, ...rest });
  }
  const posted = deliveries.filter(({ channel }) => isPostedWay(channel)).map(({ id }) => id);
  const threads = await findThreads(
    trx,
    deliveries.map(({ id }) => id),
  );
  const endpoints = await findEndpointAddresses(trx, posted, new Date().toISOString());
  return (delivery) => {
    const { id, alert_id: alertId, letter_id: letterId, recipient } = delivery;
    const outside = {
      ...outsideOf(delivery, threads.get(id), publicUrl),
      ...endpointOf(delivery, endpoints.get(id)),
    };
    const letter = letters.get(letterId ?? '');
    if (letter) return { ...letter, ...outside, event: eventOfLetter(delivery, letter.link, publicUrl) };
    if (alertId === null) throw new Refuse(`there is no letter ${letterId}`, { reason: 'nothing-there' });
    const mail = composeAlone(alertId, tellings.get(alertId), reasonOf(alertId, recipient));
    const event = eventOfTelling(tellings.get(alertId), publicUrl);
    return { ...mail, link: `${publicUrl}/alerts/${alertId}`, alertId, ...outside, ...event };
  };

  function composeAlone(alertId: string, telling: Told | undefined, reason?: Reason): Mail {
    const mail = telling && compose(telling, publicUrl, reason && reasonWords(reason));
    if (!mail) throw new Refuse(`alert ${alertId} has no assessment`, { reason: 'nothing-there' });
    return mail;
  }
}

function compose(
  { dossiers, earlier, correction }: Told,
  publicUrl: string,
  because?: string,
): Mail | undefined {
  const [dossier] = dossiers;
  if (!dossier) return undefined;
  if (dossiers.length > 1) return composeTogether(dossiers, dossier, publicUrl);
  const facts = factsOf(dossier, publicUrl);
  if (earlier && correction)
    return composeCorrection(
      { ...facts, alert: { ...facts.alert, title: earlier.title } },
      {
        ...correction,
        originallySentOn: dayOf(earlier.raisedAt),
        stands: stillTrue(earlier, dossier.assessment),
      },
    );
  const ended = endedOf(dossier);
  if (!earlier || !ended) return composeAlertMail(facts, because);
  const named = ended.evidence.map((one) => ({ ...one, source: nameOfSource(one.source) }));
  return composeEnding({
    supplier: facts.supplier,
    council: facts.council,
    earlier: { title: earlier.title, sentOn: dayOf(earlier.raisedAt) },
    title: dossier.alert.title,
    ended: { ...ended, evidence: named },
    publisher: named[0]?.source ?? null,
    link: facts.links.alert,
    ...(facts.sampleBanner === undefined ? {} : { sampleBanner: facts.sampleBanner }),
  });
}

function factsOf(dossier: AlertDossier, publicUrl: string): AlertFacts {
  const facts = factsOfAlert(dossier, { publicUrl, baseRate: latestBaseRate() });
  return { ...facts, assessment: nameSources(facts.assessment, nameOfSource) };
}

/** One letter of what has ended or lapsed by a change of the rules. */
function composeTogether(dossiers: readonly AlertDossier[], of: AlertDossier, publicUrl: string): Mail {
  const endings = dossiers.map((dossier): EndingInBrief => ({
    sentence: sentenceOf(dossier),
    link: `${publicUrl}/alerts/${dossier.alert.id}`,
  }));
  return composeEndings(endings, of.council, of.sampleBanner);
}

function sentenceOf(dossier: AlertDossier): string {
  const { alert, supplier, assessment } = dossier;
  const ended = endedOf(dossier);
  if (ended) {
    const source = ended.evidence[0]?.source;
    return endingSentence(supplier.name, ended, source ? nameOfSource(source) : null);
  }
  const event = toldEvent(alert, assessment.formalEvents);
  const stands = event?.life ? standsToday(event.family, event.life, dossier, assessment.asOf) : null;
  return `${supplier.name}: ${alert.title}. ${stands ?? ''}`;
}
