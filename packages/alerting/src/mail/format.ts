import type { Criticality } from '@tocsin/domain';
import { groupDigits } from '@tocsin/domain';

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
