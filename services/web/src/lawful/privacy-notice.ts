import { catalogueRows, dataControllers, people, periods, purposes, retention } from '@tocsin/db';
import { groupBy } from '@tocsin/domain';
import { capital } from './capital.ts';
import type { DocumentPart, LawfulDocument } from './blocks.ts';
import { jointEssence } from './roles.ts';

/** What a person is to be told of how data about her is processed (Articles 13 and 14 of the UK GDPR). */
export function privacyNotice(): LawfulDocument {
  return {
    title: 'Privacy notice',
    blocks: [
      {
        text: 'Tocsin warns councils when a supplier that they depend on is in financial difficulty. It is about companies and other legal persons. It scores no individual, sole trader, unincorporated charity or partnership of people, and it takes no decision about a person by itself.',
      },
      { heading: 'Who is responsible' },
      {
        list: [
          `For what a council uploads and writes, its people and whom it tells: ${dataControllers.council}. Ask that council’s data protection officer.`,
          `For the record of suppliers: ${dataControllers.joint}.`,
          `For the people of the national body: ${dataControllers.national}.`,
        ],
      },
      { heading: 'What the councils and the national body have agreed on' },
      { text: jointEssence.join(' ') },
      { heading: 'Whose data, why, for how long' },
      ...Object.entries(people).map(ofPeople),
      { heading: 'On which ground' },
      { list: grounds() },
      { heading: 'Where it comes from, and who gets it' },
      {
        list: [
          'From the person, her council’s directory, or an administrator of her council.',
          'From public records: Companies House, The Gazette, notices of contracts, councils’ published spending. Insolvency of individuals, home addresses and dates of birth are dropped before anything is stored.',
          'Messages go by the mail server of the operator, by GOV.UK Notify, by Microsoft Teams or to an address that the council has set, as it has chosen.',
          'Nothing is sold, no council sees another’s rows, and data leaves the United Kingdom only where a council has chosen a channel whose provider does that.',
        ],
      },
      { heading: 'Logs and cookies' },
      {
        text: `Logs of the service name no person and are kept for ${retention.logs.days} days. The only cookies are those that keep you signed in and protect forms, which need them, and those that hold when you last opened your alerts, or the page of a supplier, so that the page can say what is new to you; no other is set.`,
      },
      { heading: 'Your rights' },
      {
        list: [
          'You may ask for what is held about you, have it put right, object, or ask for it to be erased or restricted. Ask your council; of public records, write to the address for corrections at the foot of every page.',
          'You may complain to the Information Commissioner: https://ico.org.uk/make-a-complaint/',
        ],
      },
    ],
  };
}

/** What is held of some people, together where why and for how long are the same. */
function ofPeople([id, whose]: [string, string]): DocumentPart {
  const theirs = catalogueRows.filter((row) => row.people === id);
  const alike = groupBy(theirs, ({ why, keep }) => `${why} ${keep}`);
  const rows = [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const what = group.map((row) => row.what).join(' ');
    return [[what, capital(purposes[first.why].why), capital(periods[first.keep])]];
  });
  return { columns: [capital(whose), 'Why', 'For how long'], rows };
}

/** The grounds of all purposes for which personal data is held. */
function grounds(): readonly string[] {
  const used = new Set(catalogueRows.flatMap(({ people: whose, why }) => (whose ? [why] : [])));
  return [...used].map((why) => `${capital(purposes[why].why)}: ${purposes[why].basis}.`);
}
