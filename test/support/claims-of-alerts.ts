import { type AlertFacts, type AlertView, backgroundBlocks } from '@tocsin/alerting';
import {
  dayInBrief,
  eventDayWords,
  type Finding,
  formatDate,
  formatMoment,
  levelWords,
} from '@tocsin/domain';
import { load, type CheerioAPI } from 'cheerio';
import {
  type Claim,
  type Said,
  claims,
  short,
  inPence,
  penceOfCells,
  months,
  once,
  tile,
  spaced,
  upper,
  scoreUnderWhy,
} from './claim.ts';
import { tableOf, type Told, type ToldOfAlert } from './told.ts';

/** What is told of each alert: lists, its page, exports, mails and what was assessed. */
export function alertClaims(told: Told): readonly Claim[] {
  const rows = inboxRows(told.inbox);
  const table = tableOf(told.inboxCsv);
  return told.alerts.flatMap((alert) => {
    const about = `alert ${alert.id}`;
    return [
      ...claims(about, 'the inbox', rows.get(alert.id) ?? { level: 'no row' }),
      ...claims(about, 'the export of the inbox', saidByRow(table.find((row) => row['Alert'] === alert.id))),
      ...claimsOfOne(alert),
    ];
  });
}

/** What is told of one alert outside lists. */
const claimsOfOne = once((alert: ToldOfAlert): readonly Claim[] => {
  const about = `alert ${alert.id}`;
  const mail = letterOf(alert);
  const $ = load(alert.page);
  const onPage = saidByPage($);
  return [
    ...claims(about, 'the list of the API', saidByView(alert.inList)),
    ...claims(about, 'one alert of the API', {
      ...saidByView(alert.alone.alert),
      ...saidByFacts(alert.alone.facts),
    }),
    ...claims(about, 'the page of the alert', onPage),
    ...(mail
      ? [
          ...claims(about, 'the text mail', saidByLetter(mail.text, $)),
          ...claims(about, 'the HTML mail', saidByLetter(mail.html, $)),
        ]
      : []),
    ...asAssessed(alert, onPage),
  ];
});

function saidByView(alert: AlertView): Said {
  const { totals, spend } = alert.exposure;
  return {
    ...daysSaid(alert),
    level: levelWords[alert.to],
    'level before': alert.from ? levelWords[alert.from] : null,
    'level because': alert.levelBecause,
    'day in brief': dayInBrief(alert),
    contracts: `${totals.contracts}`,
    'value left, short': short(totals.valueLeft),
    'value left in pence': inPence(totals.valueLeft),
    'spend, short': spend?.last12Months ? short(spend.last12Months) : 'no file read',
    'spend in pence': spend?.last12Months ? inPence(spend.last12Months) : 'no file read',
    'months read': months(spend?.last12Months ? spend.monthsRead : null),
    'the months end on': spend?.to ? formatDate(spend.to) : null,
  };
}

function daysSaid({ eventDay, publishedOn, seenAt }: AlertFacts['alert']): Said {
  const hasNews = seenAt !== null;
  return {
    'event day': eventDayWords(eventDay),
    'publication day': hasNews ? eventDayWords(publishedOn) : undefined,
    seen: hasNews ? formatMoment(seenAt) : undefined,
    'seen day': hasNews ? formatDate(seenAt) : undefined,
  };
}

function saidByFacts(facts: ToldOfAlert['alone']['facts']): Said {
  const [, match, , others] = backgroundBlocks(facts);
  const text = (block: typeof match) =>
    block?.kind === 'paragraph' && typeof block.text === 'string' ? block.text : null;
  return {
    score: `${facts.assessment.score ?? 'Not known'}`,
    'score before':
      facts.previous && facts.alert.from !== 'not-enough-known' ? `${facts.previous.score}` : null,
    'could be judged': `${Math.round(facts.assessment.coverage * 100)}%`,
    matched: spaced(text(match)),
    'councils exposed': spaced(text(others)),
  };
}

function inboxRows(html: string): ReadonlyMap<string, Said> {
  const $ = load(html);
  return new Map(
    $('.alert-row')
      .toArray()
      .map((row) => {
        const one = $(row);
        const line = spaced(one.find('.alert-row__what .alert-row__line').first().text()) ?? '';
        const sum = spaced(one.find('.alert-row__sum').text());
        const ofSum = spaced(one.find('.alert-row__stake .alert-row__line').first().text()) ?? '';
        return [
          one.find('input[name=alert]').attr('value') ?? '',
          {
            level: one.find('.band').text(),
            'day in brief':
              /, ((?:(?:no date given|day not known), )?(?:[a-z]+ )?\d+ \w+ \d{4}|no date given)(?:; seen|$)/.exec(
                line,
              )?.[1],
            'seen day': /; seen by us (.+)$/.exec(line)?.[1],
            'value left, short': /^left of \d/.test(ofSum) ? sum : 'nothing',
            'spend, short': ofSum.startsWith('paid in 12 months') ? sum : undefined,
            contracts: /(\d+) contract/.exec(one.find('.alert-row__stake').text())?.[1],
          },
        ];
      }),
  );
}

function saidByRow(row: Readonly<Record<string, string>> | undefined): Said {
  if (!row) return { level: 'no row' };
  const cell = (name: string) => row[name] ?? '';
  const day = (of: string) => (of === 'unknown' ? 'Not known' : formatDate(of));
  const pence = (what: string) =>
    penceOfCells(
      [`${what} without VAT (£)`, `${what} with VAT (£)`, `${what}, VAT not stated (£)`].map(cell),
    );
  const seen = cell('First seen by us');
  const isRead = cell('Spend last 12 months without VAT (£)') !== '';
  return {
    level: cell('Level'),
    'level before': cell('Level before') || null,
    'event day': day(cell('Event day')),
    'publication day': seen ? day(cell('Published on')) : undefined,
    seen: seen ? formatMoment(seen) : undefined,
    contracts: cell('Contracts'),
    'value left in pence': pence('Value left'),
    'spend in pence': isRead ? pence('Spend last 12 months') : 'no file read',
    'months read': isRead ? cell('Months of spend read, of 12') || null : null,
    'the months end on': cell('Those 12 months end on') ? formatDate(cell('Those 12 months end on')) : null,
  };
}

function saidByPage($: CheerioAPI): Said {
  const text = spaced($('main').text()) ?? '';
  const levels = $('.alert-head__bands .band')
    .toArray()
    .map((band) => $(band).text());
  const days = $('.petition')
    .first()
    .find('.govuk-summary-list__row')
    .toArray()
    .map((row) => [$(row).find('dt').text(), $(row).find('dd').text()] as const);
  const spend = tile($, 'Spend in 12 months');
  return {
    level: levels.at(-1),
    'level before': levels.length > 1 ? levels[0] : undefined,
    'level because':
      $('.alert-head > .govuk-body')
        .toArray()
        .flatMap((one) => / Why: (.*)\.$/.exec(spaced($(one).text()) ?? '')?.[1] ?? [])[0] ?? null,
    'day in brief': spaced($('.alert-head__date').first().text()),
    'event day': days[0]?.[1],
    'publication day': valueOf(days, 'Published'),
    seen: valueOf(days, 'First seen by us'),
    contracts: /^\d+/.exec(tile($, 'Contracts exposed') ?? '')?.[0],
    'value left, short': tile($, 'Value left')?.replace(/^(?:Not known|No contract known)$/, 'nothing'),
    'spend, short': spend?.startsWith('Not known')
      ? 'no file read'
      : spend?.replace('None in the files read', 'nothing'),
    'months read': /(\d+) of 12 months read/.exec(note($, 'Spend in 12 months') ?? '')?.[1] ?? null,
    score: /What the score rested on On [^:]*: (\d+) of 100/.exec(text)?.[1],
    'score before':
      /What the score rested on On [^:]*: (?:\d+ of 100|not enough known for one), before: (\d+)/.exec(
        text,
      )?.[1] ?? null,
    'could be judged': /(\d+%) of the questions could be judged/.exec(text)?.[1],
    matched: belowHeading($, 'How we matched the supplier'),
    'councils exposed': belowHeading($, 'Other councils'),
  };
}

function note($: CheerioAPI, term: string): string | null {
  return spaced(
    $('.tile')
      .filter((_, one) => $(one).find('dt').text() === term)
      .find('.tile__note')
      .text(),
  );
}

function belowHeading($: CheerioAPI, heading: string): string | null {
  return spaced(
    $('h2')
      .filter((_, one) => $(one).text() === heading)
      .next()
      .text(),
  );
}

function valueOf(rows: readonly (readonly [string, string])[], term: string): string | undefined {
  return rows.find(([one]) => one === term)?.[1];
}

/** A mail that tells of a supplier in full, as lines of its text and of its HTML; one that only tells an end is none. */
function letterOf({
  mail,
}: ToldOfAlert): { readonly text: readonly string[]; readonly html: readonly string[] } | null {
  if (!mail || !/^Your contracts and spend$/m.test(mail.text)) return null;
  const $ = load(mail.html);
  return {
    text: mail.text
      .split('\n')
      .map((line) => spaced(line.replace(/^ *[*|-] /, '')) ?? '')
      .filter((line) => line !== '' && !/^[-=]+$/.test(line)),
    html: $('h1, h2, h3, p, li')
      .toArray()
      .map((one) => spaced($(one).text()) ?? ''),
  };
}

/**
 * A letter says what was known when it was sent. Names that were met since stand on the page alone; each that the letter
 * gives must still stand there.
 */
function saidByLetter(lines: readonly string[], $page: CheerioAPI): Said {
  const after = (start: string) => lines.find((line) => line.startsWith(start))?.slice(start.length);
  const under = (heading: string) => lines[lines.indexOf(heading) + 1] ?? null;
  const level = /^(.*?)(?: \(before: (.*)\))?$/.exec(after('Level: ') ?? '');
  const score = /^(\d+) of 100(?: \(before: (\d+)\))?/.exec(after('Score: ') ?? '');
  const seen = after('First seen by us: ');
  const spend = lines.find((line) => /^(Paid in the|Nothing paid|Spend: not known)/.test(line)) ?? '';
  return {
    level: level?.[1],
    'level before': level?.[2] ? upper(level[2]) : undefined,
    'level because': after('Why this level: ') ?? null,
    'day in brief': /, ((?:(?:no date given|day not known), \w+ )?\d+ \w+ \d{4})\.$/.exec(
      under('What happened') ?? '',
    )?.[1],
    'event day': /: (.*)$/.exec(under('When') ?? '')?.[1],
    'publication day': seen ? after('Published: ') : undefined,
    seen,
    contracts: /had (\d+) live contract/.exec(under('Your contracts and spend') ?? '')?.[1] ?? '0',
    'months read': /(\d+) of the 12 months were read/.exec(spend)?.[1] ?? null,
    'the months end on': /the 12 months from .*? to (\d+ \w+ \d{4})/.exec(spend)?.[1],
    score: score?.[1],
    'score before': score?.[2] ?? null,
    'could be judged': /(\d+)% of the questions/.exec(after('Could be judged: ') ?? '')?.[1]?.concat('%'),
    matched: stillSaid(
      under('How we matched the supplier') ?? '',
      belowHeading($page, 'How we matched the supplier') ?? '',
    ),
    'councils exposed': under('Other councils'),
  };
}

/** Said where no printed name is known yet: once a notice prints one, the page says that name. */
const NAMELESS = 'Matched through your council’s spending.';

/** All that a page says, where it still says each sentence of a letter; else the sentences of the letter. */
function stillSaid(letter: string, page: string): string {
  const ofPage = matchedSentences(page);
  const stands = (sentence: string) =>
    page.includes(sentence) ||
    (sentence === NAMELESS && page.includes('in a notice of insolvency')) ||
    ofPage.some((now) => isNowCompared(sentence, now));
  return matchedSentences(letter).every(stands) ? page : letter;
}

function matchedSentences(text: string): readonly string[] {
  return text.split(/(?<=\.) (?=Printed|Written|Paid|Matched)/);
}

/** Of a name that was known by its number alone: once the register holds that company, the name is compared with its, too. */
function isNowCompared(then: string, now: string): boolean {
  const [printed = '', byNumber] = then.split('; matched by the printed company number: ');
  return (
    byNumber !== undefined &&
    now.startsWith(`${printed}; matched `) &&
    now.endsWith('; the published number is this company’s (22).')
  );
}

function outcomesOf(findings: readonly Pick<Finding, 'indicator' | 'outcome' | 'because'>[]): string {
  return JSON.stringify(
    findings.map(({ indicator, outcome, because }) => `${indicator} ${outcome} ${because}`).toSorted(),
  );
}

/** An alert of the assessment that its supplier's page shows says of it what that page says. */
function asAssessed({ inList, alone, supplier }: ToldOfAlert, said: Said): readonly Claim[] {
  const { assessment } = supplier.api;
  // A day may have several assessments, the later of which could judge more.
  const isSame =
    outcomesOf(Object.values(assessment?.findings ?? {}).flat()) ===
    outcomesOf(alone.facts.assessment.findings);
  if (assessment?.asOf !== inList.asOf || !isSame) return [];
  const about = `supplier ${supplier.number} as assessed for ${assessment.asOf}`;
  const $own = load(supplier.page);
  return [
    ...claims(about, 'the page of its alert', {
      score: said['score'],
      'could be judged': said['could be judged'],
    }),
    ...claims(about, 'the alert of the API', {
      score: `${alone.facts.assessment.score ?? 'Not known'}`,
    }),
    ...claims(about, 'its own page', {
      score: scoreUnderWhy($own),
      'could be judged': tile($own, 'Could be judged'),
    }),
  ];
}
