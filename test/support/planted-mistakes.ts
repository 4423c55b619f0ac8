import { eventDay } from '@tocsin/domain';
import type { Told, ToldOfAlert } from './told.ts';

/** One thing said wrong in one place, and where that must be noticed. */
interface PlantedMistake {
  readonly what: string;
  readonly fact: string;
  readonly where: string;
  /** What a council is told, with the mistake in it; null where there is nothing to say wrong. */
  readonly plant: (told: Told) => Told | null;
}

type Change = (told: Told) => Told | null;

/** Another digit in the place of the last one. */
const another = (text: string) => text.replace(/\d(?=\D*$)/, (digit) => `${(Number(digit) + 1) % 10}`);

/** What a pattern finds first, changed in its first group. */
function spoil(text: string, pattern: RegExp, change: (said: string) => string = another): string | null {
  const [from, to] = new RegExp(pattern, 'd').exec(text)?.indices?.[1] ?? [0, 0];
  const said = text.slice(from, to);
  const changed = change(said);
  return to === 0 || changed === said ? null : `${text.slice(0, from)}${changed}${text.slice(to)}`;
}

function inWhole(
  part: 'inbox' | 'inboxCsv' | 'exposurePage' | 'exposureCsv' | 'nationalPage' | 'openingPage',
  pattern: RegExp,
  change?: (said: string) => string,
): Change {
  return (told) => {
    const spoiled = spoil(told[part], pattern, change);
    return spoiled === null ? null : { ...told, [part]: spoiled };
  };
}

/** The sum of a row of the inbox over the words that say of what it is. */
function sumOf(what: string, sum: string): RegExp {
  return new RegExp(
    `alert-row__sum"><span class="money">${sum}(?:(?!</p>)[\\s\\S])*</p>\\s*<p class="alert-row__line">${what}`,
  );
}

/** Changes the first alert that has what is changed. */
function inAlert(change: (alert: ToldOfAlert) => ToldOfAlert | null): Change {
  return (told) => {
    for (const [at, alert] of told.alerts.entries()) {
      const changed = change(alert);
      if (changed) return { ...told, alerts: told.alerts.with(at, changed) };
    }
    return null;
  };
}

const onPage = (pattern: RegExp, change?: (said: string) => string) =>
  inAlert((alert) => {
    const page = spoil(alert.page, pattern, change);
    return page === null ? null : { ...alert, page };
  });

function inMail(part: 'text' | 'html', pattern: RegExp, change?: (said: string) => string): Change {
  return inAlert((alert) => {
    const spoiled =
      alert.mail &&
      /^Your contracts and spend$/m.test(alert.mail.text) &&
      spoil(alert.mail[part], pattern, change);
    return alert.mail && spoiled ? { ...alert, mail: { ...alert.mail, [part]: spoiled } } : null;
  });
}

/** Of one supplier, in all of its alerts. */
const ofSupplier =
  (part: 'page' | 'list', pattern: RegExp, change?: (said: string) => string): Change =>
  (told) => {
    const spoiled = told.alerts
      .map(({ supplier }) => ({ supplier, said: spoil(supplier[part], pattern, change) }))
      .find(({ said }) => said !== null);
    if (!spoiled) return null;
    const supplier = { ...spoiled.supplier, [part]: spoiled.said };
    const alerts = told.alerts.map((alert) =>
      alert.number === supplier.number ? { ...alert, supplier } : alert,
    );
    return { ...told, alerts };
  };

const anotherLevel = (said: string) => (said === 'Watch' ? 'Severe' : 'Watch');
const anotherWord = () => 'elsewhere';

/** One for every fact, and for every kind of place in which one is told. */
export const plantedMistakes: readonly PlantedMistake[] = [
  {
    what: 'a level of the inbox',
    fact: 'level',
    where: 'the inbox',
    plant: inWhole('inbox', /class="band band--[^"]*">([^<]*)</, anotherLevel),
  },
  {
    what: 'a sum of the inbox',
    fact: 'value left, short',
    where: 'the inbox',
    plant: inWhole('inbox', sumOf('left of', '([^<]*)<')),
  },
  {
    what: 'the VAT of a sum of the inbox',
    fact: 'value left, short',
    where: 'the inbox',
    plant: inWhole('inbox', sumOf('left of', '[^<]*<span class="vat">([^<]*)<'), anotherWord),
  },
  {
    what: 'a sum of the inbox of a council that only pays',
    fact: 'spend, short',
    where: 'the inbox',
    plant: inWhole('inbox', sumOf('paid in 12 months', '([^<]*)<')),
  },
  {
    what: 'the day on which we saw it, in the inbox',
    fact: 'seen day',
    where: 'the inbox',
    plant: inWhole('inbox', /seen by us ([^<]*)</, another),
  },
  {
    what: 'a day of the export of the inbox',
    fact: 'event day',
    where: 'the export of the inbox',
    plant: inWhole('inboxCsv', /\n[^\n]*?,(\d{4}-\d\d-\d)\d,/),
  },
  {
    what: 'the months of the export of the inbox',
    fact: 'months read',
    where: 'the export of the inbox',
    // Of none the spend is empty, and so is what is said of it elsewhere.
    plant: inWhole('inboxCsv', /,([1-9]\d*),[\d-]*,[^,"\n]*,"Contains/),
  },
  {
    what: 'the end of the months of the export of the inbox',
    fact: 'the months end on',
    where: 'the export of the inbox',
    plant: inWhole('inboxCsv', /,(\d{4}-\d\d-\d)\d,[^,"\n]*,"Contains/),
  },
  {
    what: 'a level of an alert’s page',
    fact: 'level',
    where: 'the page of the alert',
    plant: onPage(/alert-head__bands">[\s\S]*?band--[^"]*">([^<]*)<\/strong>\s*<\/p>/, anotherLevel),
  },
  {
    what: 'a score of an alert’s page',
    fact: 'score',
    where: 'the page of the alert',
    plant: onPage(/What the score rested on<\/h2>\s*<p class="govuk-body">On [^:]*: (\d+) of 100/),
  },
  {
    what: 'the event’s day of an alert’s page',
    fact: 'event day',
    where: 'the page of the alert',
    plant: onPage(/petition">\s*<div[^>]*><dt[^>]*>[^<]*<\/dt><dd[^>]*>([^<]*)</),
  },
  {
    what: 'the day of publication of an alert’s page',
    fact: 'publication day',
    where: 'the page of the alert',
    plant: onPage(/>Published<\/dt><dd[^>]*>([^<]*)</),
  },
  {
    what: 'when we saw it, on an alert’s page',
    fact: 'seen',
    where: 'the page of the alert',
    plant: onPage(/>First seen by us<\/dt><dd[^>]*>([^<]*)</),
  },
  {
    what: 'the spend of an alert’s page',
    fact: 'spend, short',
    where: 'the page of the alert',
    plant: onPage(/Spend in 12 months<\/dt><dd[^>]*><span[^>]*>(?:<span class="money">)?(£[^ <]*)/),
  },
  {
    what: 'the months read of an alert’s page',
    fact: 'months read',
    where: 'the page of the alert',
    plant: onPage(/(\d+) of 12 months read/),
  },
  {
    what: 'how a supplier was matched, on an alert’s page',
    fact: 'matched',
    where: 'the page of the alert',
    plant: onPage(/company number \d+\. [A-Z]\w+ as “([^”]*)”/, anotherWord),
  },
  {
    what: 'how many councils are exposed, on an alert’s page',
    fact: 'councils exposed',
    where: 'the page of the alert',
    plant: onPage(/Other councils<\/h2>\s*<p[^>]*>On \d+ \w+ \d+ (\d+) other/),
  },
  {
    what: 'a level of a text mail',
    fact: 'level',
    where: 'the text mail',
    plant: inMail('text', / {2}Level: (\w+)/, anotherLevel),
  },
  {
    what: 'a score of a text mail',
    fact: 'score',
    where: 'the text mail',
    plant: inMail('text', / {2}Score: (\d+)/),
  },
  {
    what: 'the day of publication of a text mail',
    fact: 'publication day',
    where: 'the text mail',
    plant: inMail('text', / {2}Published: (.*)/),
  },
  {
    what: 'the months read of a text mail',
    fact: 'months read',
    where: 'the text mail',
    plant: inMail('text', /(\d+) of the 12 months/),
  },
  {
    what: 'how a supplier was matched, in a text mail',
    fact: 'matched',
    where: 'the text mail',
    plant: inMail('text', /(?:Printed|Written) as “([^”]*)”/, anotherWord),
  },
  {
    what: 'a level of an HTML mail',
    fact: 'level',
    where: 'the HTML mail',
    plant: inMail('html', /Level:<\/strong> (\w+)/, anotherLevel),
  },
  {
    what: 'the contracts of an HTML mail',
    fact: 'contracts',
    where: 'the HTML mail',
    plant: inMail('html', /had (\d+) live contract/),
  },
  {
    what: 'the councils exposed of an HTML mail',
    fact: 'councils exposed',
    where: 'the HTML mail',
    plant: inMail('html', /Other councils<\/h2>\s*<p[^>]*>(\w+)/, anotherWord),
  },
  {
    what: 'the event’s day of the API',
    fact: 'event day',
    where: 'the list of the API',
    plant: inAlert((alert) => ({
      ...alert,
      inList: {
        ...alert.inList,
        eventDay: eventDay('2001-01-01'),
      },
    })),
  },
  {
    what: 'a score of the API',
    fact: 'score',
    where: 'one alert of the API',
    plant: inAlert((alert) => ({
      ...alert,
      alone: {
        ...alert.alone,
        facts: { ...alert.alone.facts, assessment: { ...alert.alone.facts.assessment, score: 1 } },
      },
    })),
  },
  {
    what: 'a level of a supplier’s page',
    fact: 'level',
    where: 'its page',
    plant: ofSupplier('page', /alert-head__bands"><strong class="band band--[^"]*">([^<]*)</, anotherLevel),
  },
  {
    what: 'a score of a supplier’s page',
    fact: 'score',
    where: 'its page',
    plant: ofSupplier('page', /Score (\d+)(?: of 100|:)/),
  },
  {
    what: 'a level of the list of suppliers',
    fact: 'level',
    where: 'the list of suppliers',
    plant: ofSupplier('list', /band band--[^"]*">([^<]*)</, anotherLevel),
  },
  {
    what: 'a level of the export of Our exposure',
    fact: 'level',
    where: 'the export of Our exposure',
    plant: inWhole('exposureCsv', /,(Insolvent|Severe|Elevated|Watch),/, anotherLevel),
  },
  {
    what: 'the months read of Our exposure',
    fact: 'months read',
    where: 'Our exposure',
    plant: inWhole('exposurePage', /(\d+) of the 12 months were read/),
  },
  {
    what: 'the councils of the national view',
    fact: 'councils on record',
    where: 'the national view',
    plant: inWhole('nationalPage', /Suppliers at watch or above[\s\S]*?<span class="sub">(\d+) by contract/),
  },
  {
    what: 'the suppliers of the opening report',
    fact: 'suppliers',
    where: 'its page',
    plant: inWhole('openingPage', />Suppliers<\/dt><dd class="tile__value">(\d+)/),
  },
  {
    what: 'the level of a supplier in the opening report',
    fact: 'level',
    where: 'the page of the opening report',
    plant: inWhole('openingPage', /class="alert-row [\s\S]*?class="band[^>]*>([^<]+)</, (said) =>
      said === 'Severe' ? 'Elevated' : 'Severe',
    ),
  },
];
