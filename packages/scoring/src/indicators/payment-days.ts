import { formatDate } from '@tocsin/domain';
import { absent, fading, type Indicator, nothingFound, threshold } from '../indicator.ts';

export const paymentDays: Indicator = {
  id: 'payment-days',
  group: 'conduct',
  question: 'Does the company take longer to pay its own suppliers?',
  topics: ['payment-practices'],
  judge(subject, weight) {
    const reports = subject
      .latest('payment-practices')
      .filter(({ signal }) => signal.averageDaysToPay !== null)
      .sort((a, b) => (a.signal.periodEnd < b.signal.periodEnd ? -1 : 1));
    const [now, before] = [reports.at(-1), reports.at(-3) ?? reports.at(-2)];
    if (!now) return nothingFound(subject, this.topics, 'No report on payment practices is on the record.');
    const days = now.signal.averageDaysToPay!;
    const longer = before ? days - before.signal.averageDaysToPay! : 0;
    const level =
      days >= threshold(weight, 'long') ? 'long' : longer >= threshold(weight, 'longer-by') ? 'longer' : null;
    const because = `Suppliers were paid after ${days} days on average in the half-year to ${formatDate(now.signal.periodEnd)}${
      before
        ? `, ${before.signal.averageDaysToPay} days in that to ${formatDate(before.signal.periodEnd)}`
        : ''
    }.`;
    if (!level) return absent(because, [now.evidence]);
    return fading(
      subject,
      { ...weight, points: weight.levels?.[level] ?? 0 },
      now.signal.periodEnd,
      because,
      [now.evidence],
    );
  },
};
