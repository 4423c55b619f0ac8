import {
  addMonths,
  type ContractNotices,
  type ExposedContract,
  formatDate,
  type IsoDate,
  type Money,
} from '@tocsin/domain';

/** What is asked of a contract to say what was published on it. */
interface Noticed {
  readonly notices?: ContractNotices;
  readonly value: Money | null;
  readonly agreement: 'contract' | 'framework' | 'call-off';
  readonly startsOn: IsoDate | null;
}

/** Above this a contract has indicators and a yearly notice on them (Procurement Act 2023, sections 52 and 71). */
const WITH_INDICATORS_PENCE = 500_000_000;
/** Contract performance notices are due from this day on. */
const IN_FORCE = '2026-01-01';
const MONTHS_BETWEEN = 12;

/**
 * What notices publish on how a contract goes by the end of a day, a sentence each. A yearly notice that was expected
 * and not read is said only where the contract’s own details notice published indicators: it is a sentence about the
 * council’s notice.
 */
export function publishedLines(contract: Noticed, asOf: IsoDate): NonNullable<ExposedContract['published']> {
  const { ratings = [], ended } = contract.notices ?? {};
  const rated = ratings
    .filter(({ publishedOn }) => publishedOn <= asOf)
    .map(({ indicator, rating, upTo, publishedOn, url }) => ({
      text: `${indicator ? `“${indicator}”` : 'An indicator that is not named'} rated “${rating}”${upTo ? ` for the period to ${formatDate(upTo)}` : ''} by the contract performance notice of ${formatDate(publishedOn)}.`,
      url,
    }));
  const end =
    ended && ended.publishedOn <= asOf
      ? [
          {
            text: `Ended${ended.on ? ` on ${formatDate(ended.on)}` : ''}, by the contract termination notice of ${formatDate(ended.publishedOn)}: ${ended.reason}`,
            url: ended.url,
          },
        ]
      : [];
  return [...rated, ...end, ...expected(contract, asOf)];
}

function expected(
  { notices, value, agreement, startsOn }: Noticed,
  asOf: IsoDate,
): NonNullable<ExposedContract['published']> {
  const { indicators, performanceOn, ended } = notices ?? {};
  if (!indicators || ended || agreement === 'framework') return [];
  if (!value || value.pence <= WITH_INDICATORS_PENCE || indicators.publishedOn > asOf) return [];
  const last = performanceOn && performanceOn <= asOf ? performanceOn : (startsOn ?? indicators.publishedOn);
  const due = addMonths(last, MONTHS_BETWEEN);
  if (due < IN_FORCE || due >= asOf) return [];
  const count = indicators.titles.length;
  const seen = performanceOn
    ? `none has been read since that of ${formatDate(performanceOn)}`
    : 'none has been read';
  const text = `The council’s contract details notice of ${formatDate(indicators.publishedOn)} published ${count} key performance indicator${count === 1 ? '' : 's'}; a contract performance notice was expected by ${formatDate(due)} and ${seen}. This is about the council’s notice, not about the supplier.`;
  return [{ text, url: null }];
}
