import type { SectorBasis } from '@tocsin/exposure';

/** On how much of the country a list rests, in a sentence. */
export function restsOnWords({ councils, withContracts, spendRead, monthsRead }: SectorBasis): string {
  if (councils === 0) return 'No council is in this part of the country.';
  return (
    `Rests on live published contracts of ${withContracts} of ${councils} councils, and on spend of which ` +
    `${monthsRead} of ${councils * 12} months were read (at least nine of twelve of ${spendRead} of ${councils} councils).`
  );
}
