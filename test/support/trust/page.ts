import { attacks } from './attacks.ts';
import { fairAndLawful } from './fair-and-lawful.ts';
import { stayingUp } from './staying-up.ts';
import type { TrustTest } from './trust-test.ts';
import { wrongLostLeaked } from './wrong-lost-leaked.ts';

/** The fifty, the worst that can happen first. */
export const tiers: Readonly<Record<string, readonly TrustTest[]>> = {
  'Alerts that are wrong, lost or leaked': wrongLostLeaked,
  'Attacks on what comes in and goes out': attacks,
  'Staying up': stayingUp,
  'Fair, lawful, usable': fairAndLawful,
};

export const trustTests: readonly TrustTest[] = Object.values(tiers).flat();

/** What the full-size runs measured, by number: `npm run test:faults -- <file> --keep`. */
export type KeptFigures = Readonly<Record<string, string>>;

const FAULTS = /^test\/faults\/(.+)\.test\.ts$/;

/** The page `test/TRUST.md`. */
export function trustPage(kept: KeptFigures): string {
  const lines = [
    '# Fifty faults and attacks, and the tests that hold them',
    '',
    'Written from `test/support/trust`; do not edit it by hand. `npx vitest run --project architecture',
    'test/architecture/trust.test.ts -u` writes it anew. That test fails while this page says something else than the',
    'table, or names a test or a figure that no test has.',
    '',
    '“Measured” is what the last kept run at full size measured (`npm run test:faults -- <name> --keep`), “asserted”',
    'what the tests insist on: `npm test` runs all but those of `test/faults`, whose short forms (`--short`) follow it on',
    'a build machine. Seconds are those of the machine that ran it.',
    '',
    ...counts(),
    '',
  ];
  for (const [title, tests] of Object.entries(tiers))
    lines.push(`## ${title}`, '', ...tierTable(tests, kept));
  lines.push('## What holds each', '');
  for (const one of trustTests) lines.push(...holding(one));
  return `${lines.join('\n').trimEnd()}\n`;
}

function counts(): readonly string[] {
  const numbers = (standing: TrustTest['standing']) =>
    trustTests.filter((one) => one.standing === standing).map(({ number }) => number);
  return (['done', 'weak', 'missing'] as const).map((standing) => {
    const found = numbers(standing);
    return `- **${standing}: ${found.length}**${standing === 'done' ? '' : ` (${found.join(', ')})`}`;
  });
}

function tierTable(tests: readonly TrustTest[], kept: KeptFigures): readonly string[] {
  return [
    '| | What is done to it | What passes | Figure | Standing |',
    '|---|---|---|---|---|',
    ...tests.map((one) => {
      const standing = one.because === undefined ? one.standing : `${one.standing}: ${one.because}`;
      return `| ${[one.number, one.injected, one.passes, figureOf(one, kept), standing].map(cell).join(' | ')} |`;
    }),
    '',
  ];
}

function figureOf({ number, asserted }: TrustTest, kept: KeptFigures): string {
  const measured = kept[number];
  const said = asserted.map(({ figure }) => figure).join(', ');
  return [
    ...(measured === undefined ? [] : [`measured: ${measured}`]),
    ...(said === '' ? [] : [`asserted: ${said}`]),
  ].join('; ');
}

function cell(text: string | number): string {
  return String(text).replaceAll('|', '\\|');
}

function holding({ number, injected, heldBy }: TrustTest): readonly string[] {
  if (heldBy.length === 0) return [];
  const faults = heldBy.flatMap(({ file }) => FAULTS.exec(file)?.[1] ?? []);
  const others = heldBy.map(({ file }) => file).filter((file) => !FAULTS.test(file));
  return [
    `### ${number}. ${injected[0]?.toUpperCase()}${injected.slice(1)}`,
    '',
    ...heldBy.flatMap(({ file, tests }) => [`- \`${file}\``, ...tests.map((name) => `  - ${name}`)]),
    '',
    '```',
    ...(others.length > 0 ? [`npx vitest run ${others.join(' ')}`] : []),
    ...faults.map((name) => `npm run test:faults -- ${name}`),
    '```',
    '',
  ];
}
