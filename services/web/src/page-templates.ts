import {
  count,
  coverageSentences,
  paidInBrief,
  firstEndWords,
  isYearKnown,
  lastDayWords,
  paidSentences,
  plain,
  spendReadWords,
  webAddress,
  dueWords,
  withoutEndWords,
  yearHeading,
  yearWords,
  isYearBeforeEvent,
} from '@tocsin/alerting';
import {
  formatPounds,
  formatPoundsShort,
  formatShare,
  formatWholeShare,
  formatWholePounds,
  dayInBrief,
  publicationWords,
  formatDate,
  formatMoment,
  formatShortDate,
  formatSpan,
  shownRef,
  type MoneyByBasis,
  type RiskLevel,
} from '@tocsin/domain';
import { valuesNotKnown, type CouncilCoverage, type MonthCoverage } from '@tocsin/exposure';
import { formatLevel, neverScored, shownName } from '@tocsin/matching';
import type { Source } from '@tocsin/sources';
import nunjucks from 'nunjucks';
import { coverageTable, drawShares, tableInOrder } from './coverage-table.ts';
import * as words from './words.ts';

/**
 * The templates of a folder, with what each may use: filters, words, and `names` of the caller. What a template uses that
 * nobody gives it is a mistake, and throws.
 */
export function openTemplates(
  folder: string,
  sources: readonly Pick<Source, 'id' | 'title'>[],
  names: Readonly<Record<string, unknown>>,
): nunjucks.Environment {
  const templates = new nunjucks.Environment(new nunjucks.FileSystemLoader(folder), {
    autoescape: true,
    throwOnUndefined: true,
  });
  const sourceTitles = new Map(sources.map((source) => [source.id, source.title]));
  for (const [name, filter] of Object.entries(filters)) templates.addFilter(name, filter);
  templates.addFilter('sourceTitle', (id: string) => sourceTitles.get(id) ?? id);
  refuseUnknownNames(templates, { ...words.templateWords, ...names });
  return templates;
}

/** A name that neither the page's model nor `names` holds is a mistake in the template, also where it is only asked after. */
function refuseUnknownNames(templates: nunjucks.Environment, names: Readonly<Record<string, unknown>>): void {
  const known = new Proxy(names, {
    has: () => true,
    get(target, name) {
      if (!(name in target)) throw new Error(`no page gives its template a ${String(name)}`);
      return Reflect.get(target, name);
    },
  });
  Object.assign(templates, { globals: known });
}

/** A supplier as pages name it; whom nobody was tied to has no key. */
interface Keyed {
  readonly key: string | null;
  readonly number: string | null;
  readonly name: string;
}

const filters = {
  dayInBrief,
  publication: publicationWords,
  lastDay: lastDayWords,
  firstEnd: firstEndWords,
  day: (day: string | null) => (day ? formatDate(day) : 'not stated'),
  monthOf: (month: string) => formatShortDate(month, 'month'),
  stretches: words.stretchWords,
  /** The days of these months of which no file was read. */
  notRead: (months: readonly MonthCoverage[]) =>
    words.stretchWords(months.flatMap(({ stretches }) => stretches.notRead)),
  /** The days of these months of which no file is, though one holds single payments of them. */
  single: (months: readonly MonthCoverage[]) =>
    words.stretchWords(
      months
        .filter(({ buckets }) =>
          Object.values(buckets).some((sums) => Object.values(sums).some((sum) => sum !== 0)),
        )
        .flatMap(({ stretches }) => stretches.notRead),
    ),
  moment: (instant: string | null) => (instant ? formatMoment(instant) : 'never'),
  span: (seconds: number) => formatSpan(seconds),
  pounds: (pence: number) => formatPounds(pence),
  poundsShort: (pence: number) => formatPoundsShort(pence),
  moneyLines: (sums: MoneyByBasis | null) => words.moneyLines(sums),
  wholePounds: (pence: number) => formatWholePounds(pence),
  shownName,
  shownRef,
  /** Of a supplier, or of all suppliers of a contract; who has no page is not known well enough to say why. */
  level: (level: RiskLevel | null, of: Keyed | readonly Keyed[] | null) =>
    formatLevel(
      level,
      [of ?? []].flat().filter(({ key }) => key !== null),
    ),
  /** Why nobody scores a supplier; null where it is scored, or has no page. */
  neverScored: (of: Keyed) => (of.key === null ? null : neverScored(of)),
  prose: (text: string) => text.replaceAll('`', ''),
  shortMoneyLines: words.shortMoneyLines,
  exactMoneyLines: words.exactMoneyLines,
  valuesNotKnown,
  vat: words.formatVat,
  webAddress: (url: string | null) => (url ? webAddress(url) : null),
  plain: (text: string) => plain(text),
  count: count,
  coverage: (buckets: CouncilCoverage['spend']) => (buckets ? coverageSentences(buckets) : []),
  coverageTable,
  coverageBar: drawShares,
  tableInOrder,
  spaced: (word: string) => word.replaceAll('-', ' '),
  capitalizeFirst: (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
  spendRead: spendReadWords,
  yearHeading,
  dueFrom: dueWords,
  withoutEnd: withoutEndWords,
  yearWords,
  isYearBeforeEvent,
  isYearKnown,
  paidSentences,
  paidInBrief,
  recordName: (ref: string) => ref.replace('award:', 'notice ').replace('register:', 'register line '),
  change: (share: number) => `${formatShare(Math.abs(share))} ${share < 0 ? 'less' : 'more'}`,
  share: formatShare,
  percent: formatWholeShare,
  points: (points: number) => `${points > 0 ? '+' : ''}${points}`.replace('-', '−'),
};
