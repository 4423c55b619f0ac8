import { Cause, eventDay } from '@tocsin/domain';
import { expect, test } from 'vitest';
import type { AlertFacts } from '../alert/alert-facts.ts';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { endingTitle, type Ended } from '../words/ending-words.ts';
import { unfairWords } from '../words/wording.ts';
import { composeAlertMail } from './alert-mail.ts';
import { composeCorrection, composeEnding } from './follow-up-mail.ts';
import type { Mail } from './letter.ts';
import { composeDigest } from './digest-mail.ts';

// Ten mails as they are sent, beside this folder in `fixtures/mails`: when one changes, read it against what an alert must
// hold, then run with -u: subject with stakes, the dated fact with its link, hearing, what it is and is not,
// contracts and spend, what changed, evidence, matching, other councils, base rate, unknowns, timed steps, the fixed line.

const evidence = petitionFacts.assessment.formalEvents[0]!.evidence[0]!;
const because = 'Told as owner of contracts (“Adult social care”); £2,710,000 at stake.';

/** The alert of the fixture as one of another proceeding. */
function formal(family: string, title: string): AlertFacts {
  const { alert, assessment } = petitionFacts;
  const ref = `${family}:gazette-insolvency/4000001`;
  return {
    ...petitionFacts,
    petition: null,
    alert: { ...alert, title, cause: Cause.parse(`formal:${ref}`), to: 'insolvent' },
    assessment: {
      ...assessment,
      formalEvents: assessment.formalEvents.map((event) => ({ ...event, ref, family, title })),
    },
  };
}

/** The alert of the fixture as one that is no proceeding. */
function other(kind: AlertFacts['alert']['kind'], cause: string, title: string): AlertFacts {
  const { alert, assessment } = petitionFacts;
  return {
    ...petitionFacts,
    petition: null,
    alert: { ...alert, kind, title, cause: Cause.parse(cause), publishedOn: eventDay(null) },
    assessment: { ...assessment, formalEvents: [] },
  };
}

const ended: Ended = {
  family: 'winding-up-petition',
  how: 'dismissed',
  days: { eventDay: eventDay('2026-05-20'), publishedOn: eventDay('2026-05-22'), seenAt: null },
  evidence: [evidence],
};
const fact = {
  supplier: 'Example Care Homes Ltd',
  title: 'Risk band raised to elevated',
  day: '2 May 2026',
  stakes: '2 contracts, £2.71m left',
  source: { name: 'The Gazette', url: evidence.url },
  link: petitionFacts.links.alert,
  because,
};

const mails: Readonly<Record<string, Mail>> = {
  petition: composeAlertMail(petitionFacts, because),
  administration: composeAlertMail(formal('administration', 'Administrators appointed'), because),
  liquidation: composeAlertMail(formal('creditors-voluntary-liquidation', 'Liquidators appointed'), because),
  estimate: composeAlertMail(other('band', 'band:severe:1', 'Risk band raised to severe'), because),
  award: composeAlertMail(
    other('award-gate', 'award-gate:ocds-h6vhtk-1/1', 'A contract is being placed with a supplier at risk'),
    because,
  ),
  payment: composeAlertMail(
    other(
      'paid-while-inactive',
      'paid-while-inactive:dormant:2026-01-31',
      'Payments to a company that files as dormant',
    ),
    because,
  ),
  information: composeAlertMail(
    other('information', 'information:solvent-winding-up', 'Solvent winding-up'),
    because,
  ),
  ending: composeEnding({
    supplier: petitionFacts.supplier,
    council: petitionFacts.council,
    earlier: { title: 'Winding-up petition advertised', sentOn: '2026-05-03' },
    title: endingTitle(ended),
    ended,
    publisher: 'The Gazette',
    link: petitionFacts.links.alert,
  }),
  correction: composeCorrection(petitionFacts, {
    wrong: 'The petition concerned Example Care Homes Ltd.',
    right: 'It concerned another company of the same name.',
    originallySentOn: '2026-05-03',
    stands: true,
  }),
  digest: composeDigest(
    { alerts: [fact, { ...fact, title: 'Solvent winding-up', because: null }], reviews: [] },
    {
      council: 'Example Borough Council',
      reviewsPage: 'https://tocsin.example/reviews',
      ledgerPage: 'https://tocsin.example/ledger',
    },
  ),
};

test.each(Object.entries(mails))('a mail of %s reads as it is kept', async (name, mail) => {
  const { subject, text, html } = mail;
  const file = (ending: string) => `../fixtures/mails/${name}.${ending}`;
  await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(file('txt'));
  await expect(html).toMatchFileSnapshot(file('html'));
});

test.each(Object.entries(mails))(
  'a mail of %s is fair, and is no reason to exclude a supplier',
  (_, mail) => {
    expect(unfairWords(`${mail.subject}\n${mail.text}`)).toEqual([]);
    expect(mail.text).toContain('is not a reason to exclude a supplier.');
  },
);
