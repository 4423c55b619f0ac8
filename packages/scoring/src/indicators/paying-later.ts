import { addDays, formatDate, type IsoDate } from '@tocsin/domain';
import type { Statement } from '../facts.ts';
import { absent, fading, type Indicator, nothingFound, threshold, unknown } from '../indicator.ts';

type Report = Statement<'payment-practices'>;

/** The same half-year a year before ends within so many days of the same day. */
const NEAR_DAYS = 46;

export const payingLater: Indicator = {
  id: 'paying-later',
  group: 'conduct',
  question: 'Does it pay its own suppliers later than in the same half of the year before?',
  topics: ['payment-practices'],
  judge(subject, weight) {
    const reports = subject
      .latest('payment-practices')
      .toSorted((a, b) => (a.signal.periodEnd < b.signal.periodEnd ? -1 : 1));
    const now = reports.at(-1);
    if (!now) return nothingFound(subject, this.topics, 'No report on payment practices is on the record.');
    const before = reports.findLast((report) => isYearBefore(report, now));
    const half = `half-year to ${formatDate(now.signal.periodEnd)} (filed ${formatDate(now.publishedAt)})`;
    if (!before)
      return unknown(`Not known: no report of the year before to compare that of the ${half} with.`);
    const [days, late] = [
      changeOf(before, now, 'averageDaysToPay'),
      changeOf(before, now, 'percentNotPaidInTerms'),
    ];
    if (!days && !late)
      return unknown(
        `Not known: the report of the ${half} and that of a year before give no figure in common.`,
      );
    const because = `In the ${half} ${[
      days && `suppliers were paid after ${days.to} days on average, ${days.from} a year before`,
      late && `${late.to}% of invoices were not paid within terms, ${late.from}% a year before`,
    ]
      .filter((part) => typeof part === 'string')
      .join('; ')}.`;
    const isLater =
      (days !== null && days.to - days.from >= threshold(weight, 'days')) ||
      (late !== null &&
        late.to * 100 >= late.from * (100 + threshold(weight, 'percent')) &&
        late.to > late.from);
    if (!isLater) return absent(because, [now.evidence, before.evidence]);
    return fading(subject, weight, now.signal.periodEnd, because, [now.evidence, before.evidence]);
  },
};

function isYearBefore(report: Report, now: Report): boolean {
  const year: IsoDate = addDays(now.signal.periodEnd, -365);
  const end = report.signal.periodEnd;
  return end >= addDays(year, -NEAR_DAYS) && end <= addDays(year, NEAR_DAYS);
}

function changeOf(
  before: Report,
  now: Report,
  figure: 'averageDaysToPay' | 'percentNotPaidInTerms',
): { readonly from: number; readonly to: number } | null {
  const [from, to] = [before.signal[figure], now.signal[figure]];
  return from === null || to === null ? null : { from, to };
}
