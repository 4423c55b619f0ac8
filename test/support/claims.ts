import { inDifficulty } from '@tocsin/alerting';
import { formatDate, levelWords, noLevelWords } from '@tocsin/domain';
import { load, type CheerioAPI } from 'cheerio';
import { type Claim, claims, whole, once, tile, spaced, lower, scoreUnderWhy } from './claim.ts';
import { alertClaims } from './claims-of-alerts.ts';
import { onlyText, tableOf, type Told, type ToldOfSupplier } from './told.ts';

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

/**
 * How far a council's spending files were read is said on Our exposure and on the page of every supplier; of one against
 * which something stands, of the twelve months before that.
 */
function spendClaims({ council, ours, exposurePage, alerts }: Told): readonly Claim[] {
  const read = (text: string) => ({
    'spend from': /Paid from (\d+ \w+ \d{4})/.exec(text)?.[1] ?? null,
    'spend to': /Paid from [^:]* to (\d+ \w+ \d{4}):/.exec(text)?.[1] ?? null,
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
    ...alerts.flatMap(({ number, supplier }) => {
      const [paid] = supplier.api.paidBy;
      const about = paid?.paid.event === null ? council : `${council} before what stands against ${number}`;
      return claims(about, `the page of ${number}`, read(onlyText(supplier.page)));
    }),
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
      pressing: `${inDifficulty(report).length}`,
      'looked at': `${report.looks.done} of ${report.looks.of}`,
      'by level': JSON.stringify(
        report.byLevel.map(({ level, suppliers }) => [
          level ? levelWords[level] : noLevelWords.notYet,
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
            level: level ? levelWords[level] : noLevelWords.notYet,
          }),
    ),
  ];
}

const supplierClaims = once(({ number, page, list, api }: ToldOfSupplier): readonly Claim[] => {
  const about = `supplier ${number}`;
  const $ = load(page);
  const $list = load(list);
  const row = $list('.results__item').filter((_, one) => onlyText($list(one).html() ?? '').includes(number));
  const because = spaced(row.find('.alert-row__line').eq(1).text());
  const level = api.supplier.level ? levelWords[api.supplier.level] : noLevelWords.notYet;
  return [
    ...claims(about, 'the API', {
      level,
      'level because': api.supplier.levelBecause,
      score: api.assessment ? `${api.assessment.score ?? 'Not known'}` : null,
    }),
    ...(api.assessment
      ? claims(about, 'its assessment in the API', {
          level: levelWords[api.assessment.level],
          'level because': api.assessment.levelBecause,
          score: `${api.supplier.score ?? 'Not known'}`,
        })
      : []),
    ...claims(about, 'its page', {
      level: $('.alert-head__bands .band').text(),
      'level because': / Why: (.*)\.$/.exec(spaced($('.alert-head > .govuk-body').text()) ?? '')?.[1] ?? null,
      score: scoreUnderWhy($),
    }),
    ...claims(about, 'the list of suppliers', {
      level: row.find('.band').text(),
      ...(api.supplier.levelBecause && { 'level because': because && lower(because) }),
    }),
  ];
});

const contractsOnPage = once(({ page }: ToldOfSupplier) => tile(load(page), 'Your live contracts'));

/** Every row that names the supplier alone says its level. */
function exposureClaims(told: Told, $: CheerioAPI, supplier: ToldOfSupplier): readonly Claim[] {
  const { number } = supplier;
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
      claims(about, 'a contract of the API', { level: level ? levelWords[level] : noLevelWords.notYet }),
    ),
    ...exported.flatMap((row) => claims(about, 'the export of Our exposure', { level: row['Level'] ?? '' })),
    ...claims(about, 'its page', { 'our contracts': contractsOnPage(supplier) }),
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
  return national.bySupplier.flatMap(({ supplier: { number, key, level }, councilsByContract, totals }) => {
    const about = `supplier ${number}`;
    const row = $('tr')
      .filter((_, one) => $(one).find(`th > a[href^="/suppliers/${key}?"]`).length === 1)
      .filter((_, one) => $(one).find('td').length === 5)
      .first();
    const own = pages.get(number ?? '');
    const elsewhere = /(\d+) councils? ha(?:s|ve) live published contracts/.exec(
      onlyText(own?.page ?? ''),
    )?.[1];
    const ours = own?.api.others.some(({ gss }) => gss === council) ? 1 : 0;
    return [
      ...claims(about, 'the national view', {
        level: row.find('.band').text(),
        'councils on record': /^(\d+) by contract/.exec(row.find('td').eq(1).find('.sub').text())?.[1] ?? '',
        'published value left': spaced(row.find('td').eq(3).clone().find('.sub').remove().end().text()),
      }),
      ...claims(about, 'the national view of the API', {
        level: levelWords[level],
        'councils on record': `${councilsByContract}`,
        'published value left':
          spaced(whole(totals.valueLeft)) ?? (totals.contracts === 0 ? 'No contract known' : 'Not known'),
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
        level: level ? levelWords[level] : noLevelWords.notYet,
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
      suppliers: /^\d+/.exec($(row).find('td').eq(0).text().trim())?.[0],
      contracts: $(row).find('td').eq(1).text(),
    }));
  return told.ours.byLevel.flatMap(({ level, suppliers, totals, spend }) => {
    const hasAny = totals.contracts + totals.frameworks > 0 || whole(spend) !== '';
    if (!hasAny) return [];
    const about = `${told.council}, ${level ? levelWords[level] : noLevelWords.notYet}`;
    const row = printed.find((one) => one.level === (level ? levelWords[level] : noLevelWords.notYet));
    return [
      ...claims(about, 'Our exposure', { suppliers: row?.suppliers, contracts: row?.contracts }),
      ...claims(about, 'the API', { suppliers: `${suppliers}`, contracts: `${totals.contracts}` }),
    ];
  });
}
