import { groupBy } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import type { NewsKind } from '../alert/causes.ts';
import { isMaterial, stakesOf, weigh, type Materiality } from './materiality.ts';
import type { CouncilToTell } from './council-to-tell.ts';
import { yearRead, type RoutedAlert } from './routing.ts';

/** What lines would have meant for the alerts of one kind. */
export interface LinesPreview {
  readonly what: string;
  readonly alerts: number;
  readonly atOnce: number;
  readonly toHead: number;
  /** Formal events whose steps name the section 151 officer. */
  readonly toSeniors: number;
}

const kinds: Readonly<Record<NewsKind, string>> = {
  formal: 'Formal events',
  band: 'Estimates',
  'award-gate': 'Contracts being placed',
  'paid-while-inactive': 'Payments while inactive',
  'paid-while-at-risk': 'Payments while at risk',
  information: 'Information',
};

/** What lines would have meant for alerts that were raised, by their kinds; those of which there were none are left out. */
export function previewLines(
  alerts: readonly RoutedAlert[],
  lines: Materiality,
  council: Pick<CouncilToTell, 'yearlySpend'>,
): readonly LinesPreview[] {
  const weighed = alerts.map((alert) => {
    const exposure = viewOfExposure(alert.exposure);
    const isFormal = alert.kind === 'formal';
    return {
      what: kinds[alert.kind],
      isSenior: isFormal && isMaterial(exposure.council, exposure, lines),
      ...weigh(alert, stakesOf(exposure), lines, yearRead(council, exposure)),
    };
  });
  const byKind = groupBy(weighed, ({ what }) => what);
  return Object.values(kinds).flatMap((what) => {
    const of = byKind.get(what) ?? [];
    if (of.length === 0) return [];
    return {
      what,
      alerts: of.length,
      atOnce: of.filter(({ isAtOnce }) => isAtOnce).length,
      toHead: of.filter(({ isForHead }) => isForHead).length,
      toSeniors: of.filter(({ isSenior }) => isSenior).length,
    };
  });
}
