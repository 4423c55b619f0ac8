import { formatWholeShare, levelWords, type Finding } from '@tocsin/domain';
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
  const score = previous
    ? `${assessment.score} of 100 (before: ${alert.from === 'not-enough-known' ? 'not enough known for one' : previous.score})`
    : `${assessment.score} of 100`;
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
