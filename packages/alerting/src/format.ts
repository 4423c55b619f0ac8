import type { Criticality } from '@tocsin/domain';
import { groupDigits } from '@tocsin/domain';

/** A share as a percentage to one decimal: `3.4%`, `less than 0.1%`. */
export function formatShare(share: number): string {
  return share > 0 && share < 0.001 ? 'less than 0.1%' : `${Math.round(share * 1_000) / 10}%`;
}

export const criticalityWords: Readonly<Record<Criticality, string>> = {
  critical: 'Critical',
  important: 'Important',
  standard: 'Standard',
  unknown: 'Not recorded',
};

/** `1 contract`, `2 contracts`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${groupDigits(n)} ${n === 1 ? noun : plural}`;
}
