import { formatMoneyByBasis, formatShare, formatVat, type Dependence, formatDate } from '@tocsin/domain';

/** How spend moved, what part of the supplier's turnover it is, and what no known contract explains. */
export function dependenceSentences(dependence: Dependence | null): readonly string[] {
  if (!dependence) return [];
  const { trend, ofTurnover, unseen } = dependence;
  const change = trend?.change ?? null;
  return [
    change === null || trend === null
      ? null
      : `That is ${formatShare(Math.abs(change))} ${change < 0 ? 'less' : 'more'} than in the twelve months before (${formatVat(trend.basis)}).`,
    ofTurnover &&
      `It equals ${formatShare(ofTurnover.share)} of the turnover that the supplier filed for the year to ${formatDate(ofTurnover.balanceDate)}.`,
    unseen &&
      `${formatMoneyByBasis(unseen.spend) ?? 'Spend'} between ${formatDate(unseen.from)} and ${formatDate(unseen.to)} was paid on days that no known contract covers: a contract may be missing from the notices and the register.`,
  ].filter((sentence) => sentence !== null);
}
