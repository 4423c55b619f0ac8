import { type AlertFacts, type AlertView, backgroundBlocks } from '@tocsin/alerting';
import {
  dayInBrief,
  eventDayWords,
  type Finding,
  formatDate,
  formatMoment,
  formatPoundsShort,
  formatVat,
  formatWholePounds,
  groupBy,
  levelWords,
  type MoneyByBasis,
} from '@tocsin/domain';
import { load, type CheerioAPI } from 'cheerio';
import { onlyText, tableOf, type Told, type ToldOfAlert, type ToldOfSupplier } from './told.ts';

/** One thing that one place says of something: of alert 7, that its level is Insolvent, in the inbox. */
export interface Claim {
  readonly about: string;
  readonly fact: string;
  readonly where: string;
  readonly says: string;
}

/** What several places say differently of one thing, each in a sentence. */
export function contradictionsIn(claims: readonly Claim[]): readonly string[] {
  const said = groupBy(claims, ({ about, fact }) => `${about}: ${fact}`);
  return [...said]
    .filter(([, of]) => new Set(of.map(({ says }) => says)).size > 1)
    .map(([what, of]) => `${what}: ${of.map(({ where, says }) => `${where} says “${says}”`).join('; ')}`);
}

type Said = Readonly<Record<string, string | null | undefined>>;

function claims(about: string, where: string, said: Said): readonly Claim[] {
  return Object.entries(said).flatMap(([fact, says]) =>
    says === undefined ? [] : [{ about, fact, where, says: says ?? 'nothing' }],
  );
}

/** Everything that a council is told of its alerts and their suppliers, place by place. */
export function claimsOf(told: Told): readonly Claim[] {
  const suppliers = new Map(told.alerts.map(({ supplier }) => [supplier.number, supplier]));
  const $exposure = load(told.exposurePage);
  return [
    ...alertClaims(told),
    ...[...suppliers.values()].flatMap((supplier) => [
      ...supplierClaims(supplier),
      ...exposureClaims(told, $exposure, supplier),
    ]),
    ...nationalClaims(told),
    ...contractClaims(told),
    ...levelClaims(told, $exposure),
    ...spendClaims(told),
    ...openingClaims(told),
  ];
}

/** How far a council's spending files were read is said on Our exposure and on the page of every supplier. */
function spendClaims({ council, ours, exposurePage, alerts }: Told): readonly Claim[] {
  const read = (text: string) => ({
    'spend from': /Published spend from (\d+ \w+ \d{4})/.exec(text)?.[1] ?? null,
    'spend to': /Published spend from [^:]* to (\d+ \w+ \d{4}):/.exec(text)?.[1] ?? null,
    'months read': /(\d+) of the 12 months were read/.exec(text)?.[1] ?? null,
    'is late': /The next file is over a quarter late/.test(text) ? 'late' : null,
  });
  const { spend } = ours;
  const listed = /Spending files read up to (\d+ \w+ \d{4}), (\d+) of the 12 months/.exec(
    onlyText(exposurePage),
  );
  return [
    ...claims(council, 'Our exposure', read(onlyText(exposurePage))),
    ...claims(council, 'the table of Our exposure', {
      'spend to': listed?.[1] ?? null,
      'months read': listed?.[2] ?? null,
    }),
    ...claims(council, 'the API', {
      'spend from': spend && formatDate(spend.from),
      'spend to': spend && formatDate(spend.to),
      'months read': spend ? `${spend.monthsRead}` : null,
      'is late': spend?.isLate ? 'late' : null,
    }),
    ...alerts.flatMap(({ number, supplier }) =>
      claims(council, `the page of ${number}`, read(onlyText(supplier.page))),
    ),
  ];
}

/** How a council's suppliers stand, on the page of its opening report, in the API and on the page of each of them. */
function openingClaims({ council, openingPage, opening: { report } }: Told): readonly Claim[] {
  const $ = load(openingPage);
  const about = `the opening report of ${council}`;
  const rows = $('tbody tr')
    .toArray()
    .map((row) => [$(row).find('.band').text(), $(row).find('td').first().text()] as const);
  const pressing = $('.alert-row')
    .toArray()
    .map((row) => [$(row).find('.band').text(), $(row).find('h3 a').attr('href')] as const);
  if (!report) return claims(about, 'its page', { suppliers: tile($, 'Suppliers') ?? 'none' });
  return [
    ...claims(about, 'its page', {
      suppliers: tile($, 'Suppliers'),
      pressing: tile($, 'With a sign of difficulty'),
      'looked at': tile($, 'Looked at one by one'),
      'by level': JSON.stringify(rows),
      'rows of those that press': `${pressing.length}`,
    }),
    ...claims(about, 'the API', {
      suppliers: `${report.suppliers}`,
      pressing: `${report.pressing.length}`,
      'looked at': `${report.looks.done} of ${report.looks.of}`,
      'by level': JSON.stringify(
        report.byLevel.map(({ level, suppliers }) => [
          level ? levelWords[level] : 'Not assessed',
          `${suppliers}`,
        ]),
      ),
      'rows of those that press': `${report.pressing.length}`,
    }),
    ...pressing.flatMap(([level, href = '']) =>
      claims(`supplier ${href.replace('/suppliers/', '')}`, 'the page of the opening report', { level }),
    ),
    ...report.pressing.flatMap(({ number, level }) =>
      number === null
        ? []
        : claims(`supplier ${number}`, 'the opening report of the API', {
            level: level ? levelWords[level] : 'Not assessed',
          }),
    ),
  ];
}

/* ---- alerts ---- */

function alertClaims(told: Told): readonly Claim[] {
  const rows = inboxRows(told.inbox);
  const table = tableOf(told.inboxCsv);
  return told.alerts.flatMap((alert) => {
    const about = `alert ${alert.id}`;
    const mail = letterOf(alert);
    return [
      ...claims(about, 'the list of the API', saidByView(alert.inList)),
      ...claims(about, 'one alert of the API', {
        ...saidByView(alert.alone.alert),
        ...saidByFacts(alert.alone.facts),
      }),
      ...claims(about, 'the inbox', rows.get(alert.id) ?? { level: 'no row' }),
      ...claims(about, 'the export of the inbox', saidByRow(table.find((row) => row['Alert'] === alert.id))),
      ...claims(about, 'the page of the alert', saidByPage(alert.page)),
      ...(mail
        ? [
            ...claims(about, 'the text mail', saidByLetter(mail.text, alert.page)),
            ...claims(about, 'the HTML mail', saidByLetter(mail.html, alert.page)),
          ]
        : []),
      ...asAssessed(alert),
    ];
  });
}

const bases = ['net', 'gross', 'unknown'] as const;
const short = (sums: MoneyByBasis) =>
  bases
    .filter((basis) => sums[basis] !== 0)
    .map((basis) => `${formatPoundsShort(sums[basis])} ${formatVat(basis)}`)
    .join(' ') || 'nothing';
const whole = (sums: MoneyByBasis) =>
  bases
    .filter((basis) => sums[basis] !== 0)
    .map((basis) => `${formatWholePounds(sums[basis])} ${formatVat(basis)}`)
    .join(' ');
const inPence = (sums: MoneyByBasis) => `${sums.net} ${sums.gross} ${sums.unknown}`;
const months = (read: number | null | undefined) => (read === null || read === undefined ? null : `${read}`);

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
    'spend, short': spend ? short(spend.last12Months) : 'no file read',
    'spend in pence': spend ? inPence(spend.last12Months) : 'no file read',
    'months read': months(spend?.monthsRead),
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

function saidByFacts(facts: AlertFacts): Said {
  const [, match, , others] = backgroundBlocks(facts);
  const text = (block: typeof match) =>
    block?.kind === 'paragraph' && typeof block.text === 'string' ? block.text : null;
  return {
    score: `${facts.assessment.score}`,
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
        return [
          one.find('input[name=alert]').attr('value') ?? '',
          {
            level: one.find('.band').text(),
            'day in brief':
              /, ((?:no date given, )?(?:[a-z]+ )?\d+ \w+ \d{4}|no date given)(?:; seen|$)/.exec(line)?.[1],
            'seen day': /; seen by us (.+)$/.exec(line)?.[1],
            'value left, short': sum === 'Value left not known' ? 'nothing' : sum,
            contracts: /(\d+) contract/.exec(one.find('.alert-row__stake').text())?.[1],
          },
        ];
      }),
  );
}

function saidByRow(row: Readonly<Record<string, string>> | undefined): Said {
  if (!row) return { level: 'no row' };
  const cell = (name: string) => row[name] ?? '';
  const day = (of: string) => (of === 'unknown' ? 'Not given' : formatDate(of));
  const pence = (what: string) =>
    [`${what} without VAT (£)`, `${what} with VAT (£)`, `${what}, VAT not stated (£)`]
      .map((column) => Math.round(Number(cell(column)) * 100))
      .join(' ');
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
    'months read': cell('Months of spend read, of 12') || null,
  };
}

function saidByPage(html: string): Said {
  const $ = load(html);
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
      / Why: (.*)\.$/.exec(spaced($('.alert-head > .govuk-body').first().text()) ?? '')?.[1] ?? null,
    'day in brief': spaced($('.alert-head__date').first().text()),
    'event day': days[0]?.[1],
    'publication day': valueOf(days, 'Published'),
    seen: valueOf(days, 'First seen by us'),
    contracts: /^\d+/.exec(tile($, 'Contracts exposed') ?? '')?.[0],
    'value left, short': tile($, 'Value left')?.replace('Not known', 'nothing'),
    'spend, short': spend?.startsWith('Not known')
      ? 'no file read'
      : spend?.replace('None published', 'nothing'),
    'months read': /(\d+) of 12 months read/.exec(note($, 'Spend in 12 months') ?? '')?.[1] ?? null,
    score: /What the score rests on (\d+) of 100/.exec(text)?.[1],
    'score before': /What the score rests on \d+ of 100, before: (\d+)/.exec(text)?.[1] ?? null,
    'could be judged': /(\d+%) of the questions could be judged/.exec(text)?.[1],
    matched: belowHeading($, 'How we matched the supplier'),
    'councils exposed': belowHeading($, 'Other councils'),
  };
}

/** What a tile says above its notes. */
function tile($: CheerioAPI, term: string): string | null {
  const value = $('.tile')
    .filter((_, one) => $(one).find('dt').text() === term)
    .find('dd')
    .clone();
  value.find('.tile__note').remove();
  return spaced(value.text());
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
function saidByLetter(lines: readonly string[], page: string): Said {
  const after = (start: string) => lines.find((line) => line.startsWith(start))?.slice(start.length);
  const under = (heading: string) => lines[lines.indexOf(heading) + 1] ?? null;
  const level = /^(.*?)(?: \(before: (.*)\))?$/.exec(after('Level: ') ?? '');
  const score = /^(\d+) of 100(?: \(before: (\d+)\))?/.exec(after('Score: ') ?? '');
  const onPage = (heading: string) => belowHeading(load(page), heading);
  const seen = after('First seen by us: ');
  const spend = lines.find((line) => /^(Published spend|Nothing paid|Spend: not known)/.test(line)) ?? '';
  return {
    level: level?.[1],
    'level before': level?.[2] ? upper(level[2]) : undefined,
    'level because': after('Why this level: ') ?? null,
    'day in brief': /, ((?:no date given, \w+ )?\d+ \w+ \d{4})\.$/.exec(under('What happened') ?? '')?.[1],
    'event day': /: (.*)$/.exec(under('When') ?? '')?.[1],
    'publication day': seen ? after('Published: ') : undefined,
    seen,
    contracts: /has (\d+) live contract/.exec(under('Your contracts and spend') ?? '')?.[1] ?? '0',
    'months read': /(\d+) of the 12 months were read/.exec(spend)?.[1] ?? null,
    score: score?.[1],
    'score before': score?.[2] ?? null,
    'could be judged': /(\d+)% of the questions/.exec(after('Could be judged: ') ?? '')?.[1]?.concat('%'),
    matched: stillSaid(
      under('How we matched the supplier') ?? '',
      onPage('How we matched the supplier') ?? '',
    ),
    'councils exposed': under('Other councils'),
  };
}

/** Said where no printed name is known yet: once a notice prints one, the page says that name. */
const NAMELESS = 'Matched through published spending.';

/** All that a page says, where it still says each sentence of a letter; else the sentences of the letter. */
function stillSaid(letter: string, page: string): string {
  const stands = (sentence: string) =>
    page.includes(sentence) || (sentence === NAMELESS && page.includes('in a notice of insolvency'));
  return letter.split(/(?<=\.) (?=Printed|Written|Matched)/).every(stands) ? page : letter;
}

function outcomesOf(findings: readonly Pick<Finding, 'indicator' | 'outcome' | 'because'>[]): string {
  return JSON.stringify(
    findings.map(({ indicator, outcome, because }) => `${indicator} ${outcome} ${because}`).toSorted(),
  );
}

/** An alert of the assessment that its supplier's page shows says of it what that page says. */
function asAssessed({ inList, alone, supplier, page }: ToldOfAlert): readonly Claim[] {
  const { assessment } = supplier.api;
  // A day may have several assessments, the later of which could judge more.
  const isSame =
    outcomesOf(Object.values(assessment?.findings ?? {}).flat()) ===
    outcomesOf(alone.facts.assessment.findings);
  if (assessment?.asOf !== inList.asOf || !isSame) return [];
  const about = `supplier ${supplier.number} as assessed for ${assessment.asOf}`;
  const said = saidByPage(page);
  return [
    ...claims(about, 'the page of its alert', {
      score: said['score'],
      'could be judged': said['could be judged'],
    }),
    ...claims(about, 'the alert of the API', { score: `${alone.facts.assessment.score}` }),
    ...claims(about, 'its own page', {
      score: tile(load(supplier.page), 'Score'),
      'could be judged': tile(load(supplier.page), 'Could be judged'),
    }),
  ];
}

/* ---- suppliers ---- */

function supplierClaims({ number, page, list, api }: ToldOfSupplier): readonly Claim[] {
  const about = `supplier ${number}`;
  const $ = load(page);
  const $list = load(list);
  const row = $list('.results__item').filter((_, one) => onlyText($list(one).html() ?? '').includes(number));
  const because = spaced(row.find('.alert-row__line').eq(1).text());
  const level = api.supplier.level ? levelWords[api.supplier.level] : 'Not assessed';
  return [
    ...claims(about, 'the API', {
      level,
      'level because': api.supplier.levelBecause,
      score: api.assessment ? `${api.assessment.score}` : null,
    }),
    ...(api.assessment
      ? claims(about, 'its assessment in the API', {
          level: levelWords[api.assessment.level],
          'level because': api.assessment.levelBecause,
          score: `${api.supplier.score}`,
        })
      : []),
    ...claims(about, 'its page', {
      level: $('.alert-head__bands .band').text(),
      'level because': / Why: (.*)\.$/.exec(spaced($('.alert-head > .govuk-body').text()) ?? '')?.[1] ?? null,
      score: tile($, 'Score'),
    }),
    ...claims(about, 'the list of suppliers', {
      level: row.find('.band').text(),
      ...(api.supplier.levelBecause && { 'level because': because && lower(because) }),
    }),
  ];
}

/** Every row that names the supplier alone says its level. */
function exposureClaims(told: Told, $: CheerioAPI, { number, page }: ToldOfSupplier): readonly Claim[] {
  const about = `supplier ${number}`;
  const rows = $('tr')
    .toArray()
    .filter((row) => {
      const named = $(row).find('th a[href^="/suppliers/"]');
      return named.length === 1 && named.attr('href') === `/suppliers/${number}`;
    });
  const held = told.ours.held.filter(
    ({ suppliers }) => suppliers.length === 1 && suppliers[0]?.number === number,
  );
  const exported = tableOf(told.exposureCsv).filter((row) => row['Company numbers'] === number);
  const placed = held.filter(({ contract }) => contract.agreement !== 'framework' && !contract.awaiting);
  return [
    ...rows.flatMap((row) => claims(about, 'a row of Our exposure', { level: $(row).find('.band').text() })),
    ...held.flatMap(({ level }) =>
      claims(about, 'a contract of the API', { level: level ? levelWords[level] : 'Not assessed' }),
    ),
    ...exported.flatMap((row) => claims(about, 'the export of Our exposure', { level: row['Level'] ?? '' })),
    ...claims(about, 'its page', { 'our contracts': tile(load(page), 'Your live contracts') }),
    ...claims(about, 'Our exposure', {
      'our contracts': `${placed.length + sharedWith(told, number)}`,
    }),
  ];
}

/** Contracts that the supplier holds together with others. */
function sharedWith({ ours }: Told, number: string): number {
  return ours.held.filter(
    ({ suppliers, contract }) =>
      suppliers.length > 1 &&
      contract.agreement !== 'framework' &&
      suppliers.some((one) => one.number === number),
  ).length;
}

/** How many councils have published contracts with a supplier is said of the whole country and of the supplier. */
function nationalClaims({ national, nationalPage, alerts, council }: Told): readonly Claim[] {
  const $ = load(nationalPage);
  const pages = new Map(alerts.map(({ supplier }) => [supplier.number, supplier]));
  return national.bySupplier.flatMap(({ supplier: { number, key, level }, councils, totals }) => {
    const about = `supplier ${number}`;
    const row = $('tr')
      .filter((_, one) => $(one).find(`th > a[href^="/suppliers/${key}?"]`).length === 1)
      .filter((_, one) => $(one).find('td').length === 4)
      .first();
    const own = pages.get(number ?? '');
    const elsewhere = /(\d+) councils? ha(?:s|ve) live published contracts/.exec(
      onlyText(own?.page ?? ''),
    )?.[1];
    const ours = own?.api.others.some(({ gss }) => gss === council) ? 1 : 0;
    return [
      ...claims(about, 'the national view', {
        level: row.find('.band').text(),
        'councils on record': row.find('td').eq(1).text(),
        'published value left': spaced(row.find('td').eq(3).text()),
      }),
      ...claims(about, 'the national view of the API', {
        level: levelWords[level],
        'councils on record': `${councils}`,
        'published value left': spaced(whole(totals.valueLeft)) ?? 'Not known',
      }),
      ...(own
        ? [
            ...claims(about, 'its page', { 'councils on record': `${Number(elsewhere ?? 0) + ours}` }),
            ...claims(about, 'the API', { 'councils on record': `${own.api.others.length}` }),
          ]
        : []),
    ];
  });
}

/** Every contract of the export stands in the API with the same level, value left and end. */
function contractClaims({ ours, exposureCsv }: Told): readonly Claim[] {
  const pounds = (cell: string | undefined) => (cell ? `${Math.round(Number(cell) * 100)}` : null);
  return [
    ...[...ours.held, ...ours.awaiting].flatMap(({ contract, level }) =>
      claims(`contract ${contract.ref}`, 'the API', {
        level: level ? levelWords[level] : 'Not assessed',
        'value left': contract.valueLeft ? `${contract.valueLeft.pence}` : null,
        'end day': contract.endsOn,
      }),
    ),
    ...tableOf(exposureCsv).flatMap((row) =>
      claims(`contract ${row['Reference']}`, 'the export of Our exposure', {
        level: row['Level'],
        'value left': pounds(row['Value left (£)']),
        'end day': row['Ends'] || null,
      }),
    ),
  ];
}

/** The table of levels on Our exposure. */
function levelClaims(told: Told, $: CheerioAPI): readonly Claim[] {
  const printed = $('table')
    .first()
    .find('tbody tr')
    .toArray()
    .map((row) => ({
      level: $(row).find('th').text().trim(),
      suppliers: $(row).find('td').eq(0).text(),
      contracts: $(row).find('td').eq(1).text(),
    }));
  return told.ours.byLevel.flatMap(({ level, suppliers, totals, spend }) => {
    const hasAny = totals.contracts + totals.frameworks > 0 || inPence(spend) !== '0 0 0';
    if (!hasAny) return [];
    const about = `${told.council}, ${level ? levelWords[level] : 'Not assessed'}`;
    const row = printed.find((one) => one.level === (level ? levelWords[level] : 'Not assessed'));
    return [
      ...claims(about, 'Our exposure', { suppliers: row?.suppliers, contracts: row?.contracts }),
      ...claims(about, 'the API', { suppliers: `${suppliers}`, contracts: `${totals.contracts}` }),
    ];
  });
}

function spaced(text: string | null | undefined): string | null {
  const words = text?.replaceAll(/\s+/g, ' ').trim();
  return words ? words : null;
}

function upper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function lower(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
