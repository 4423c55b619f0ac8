import { formatWholeShare, levelWords, scoreShown, type Finding, type RiskLevel } from '@tocsin/domain';
import type { AlertFacts } from './alert-facts.ts';
import { evidenceLine } from './evidence-line.ts';
import { count } from '../mail/format.ts';
import type { Block, Inline } from '../mail/letter.ts';

/** Level, score, coverage and model version, beside what they were. */
export function whatChanged({ alert, assessment, previous }: AlertFacts): readonly Block[] {
  const level =
    alert.from === null || alert.from === alert.to
      ? levelWords[alert.to]
      : `${levelWords[alert.to]} (before: ${lower(levelWords[alert.from])})`;
  const before = previous ? ` (before: ${scoreBefore({ alert, previous })})` : '';
  const score = `${scoreWords(assessment.score, alert.to)}${before}`;
  const version =
    previous && previous.modelVersion !== assessment.modelVersion
      ? `${assessment.modelVersion} (before: ${previous.modelVersion})`
      : assessment.modelVersion;
  const rows = [
    { term: 'Level', value: level },
    ...(alert.levelBecause ? [{ term: 'Why this level', value: alert.levelBecause }] : []),
    { term: 'Score', value: score },
    { term: 'Could be judged', value: `${formatWholeShare(assessment.coverage)} of the questions` },
    { term: 'Model version', value: version },
  ];
  return [
    { kind: 'heading', text: 'What changed' },
    { kind: 'card', title: 'Assessment', rows },
  ];
}

/** `65 of 100`, or that not enough is known for a score: one of the questions that few could judge is none. */
export function scoreWords(score: number, level: RiskLevel): string {
  const shown = scoreShown(score, level);
  return shown === null ? 'not enough known for one' : `${shown} of 100`;
}

/** The score of the assessment before the alert’s, in the words of `scoreWords`; null where there was none. */
export function scoreBefore({ alert, previous }: Pick<AlertFacts, 'alert' | 'previous'>): string | null {
  if (!previous) return null;
  return alert.from === 'not-enough-known' ? 'not enough known for one' : `${previous.score}`;
}

/** The findings that are present, the heaviest first, each with points, source and date. */
export function why({ assessment }: AlertFacts): readonly Block[] {
  const present = assessment.findings
    .filter((finding) => finding.outcome === 'present')
    .toSorted((a, b) => b.points - a.points);
  if (present.length === 0) return [];
  return [
    { kind: 'heading', text: 'What the score rests on' },
    { kind: 'list', items: present.map(findingLine) },
  ];
}

function findingLine({ points, because, evidence }: Finding): Inline {
  const sign = points < 0 ? '−' : '+';
  return [
    `${sign}${count(Math.abs(points), 'point')}: ${because}`,
    ...evidence.flatMap((one) => [' ', ...evidenceLine(one)]),
  ];
}

/** `not enough known`, within brackets. */
function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
