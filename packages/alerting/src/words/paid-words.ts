import { formatDate, formatMoneyByBasis, type MoneyByBasis, type PaidSum } from '@tocsin/domain';
import type { ExposureView, CouncilPaid } from '@tocsin/exposure';
import { count } from '../mail/format.ts';

/**
 * When a supplier was paid by the files held, as far as a sum of twelve months does not say it: what was paid since the
 * first day of what stands against it, and where nothing falls into the twelve months, what is history.
 */
export function paidSentences({ paid, spend }: Pick<ExposureView, 'paid' | 'spend'>): readonly string[] {
  if (!paid) return [];
  return [...beforeSentences(paid, spend?.last12Months ?? null), ...sinceSentences(paid)];
}

/** The same of a council that paid it, on a page for everybody. */
export function paidInBrief({ paid, year }: Pick<CouncilPaid, 'paid' | 'year'>): readonly string[] {
  return [...beforeSentences(paid, year.last12Months), ...sinceSentences(paid)];
}

type PaidToSay = NonNullable<ExposureView['paid']>;

function beforeSentences({ event, before }: PaidToSay, year: MoneyByBasis | null): readonly string[] {
  if (!before) return [];
  const last = `The last payment${event ? ' before that day' : ''} in the files held was on ${formatDate(before.lastOn)}.`;
  if (year && formatMoneyByBasis(year) !== null) return [event ? last : last.replace(' before that day', '')];
  const period = event ? `before ${formatDate(event)}` : 'before this day';
  return [
    `History, no current exposure: ${paidWords(before)}; the files held show none in the twelve months ${period}.`,
  ];
}

function sinceSentences({ event, before, since }: PaidToSay): readonly string[] {
  if (!event || !since) return [];
  const none = before ? '' : ' The files held show none before that day.';
  return [
    `Paid on or after ${formatDate(event)}, the first day of what stands on the public record: ${paidWords(since)}. That is in no sum above.${none}`,
  ];
}

/** `3 payments, £1,567.23, the last on 12 December 2019`. */
export function paidWords({ payments, sum, lastOn }: PaidSum): string {
  const money = formatMoneyByBasis(sum) ?? 'as much credited as paid';
  return `${count(payments, 'payment')}, ${money}, the last on ${formatDate(lastOn)}`;
}
