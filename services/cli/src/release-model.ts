import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  measuredCases,
  measuredDeciles,
  measuredRows,
  prepareRelease,
  renderModelCard,
  renderTransparencyRecord,
} from '@tocsin/scoring';
import { printTable } from './print-table.ts';

const SCORING = fileURLToPath(new URL('../../../packages/scoring', import.meta.url));

/**
 * `release-model <version>`: makes a version of the table of the score as it stands. Writes what it changes of the
 * latest release, the sample that holds it to what it says, and the cards; lists which made-up suppliers change band, and
 * the thresholds that could be one more or less without any of them being answered otherwise.
 */
export function releaseModelVerb(version: string): void {
  const { differences, files, suppliers, moves, unheld } = prepareRelease(version, (text) =>
    createHash('sha256').update(text).digest('hex'),
  );
  for (const [file, text] of Object.entries(files))
    writeFileSync(path.join(SCORING, 'src', 'versions', file), text);
  const measured = { rows: measuredRows, deciles: measuredDeciles, cases: measuredCases };
  writeFileSync(path.join(SCORING, 'MODEL.md'), renderModelCard(measured, version));
  writeFileSync(
    path.join(SCORING, 'ALGORITHMIC-TRANSPARENCY-RECORD.md'),
    renderTransparencyRecord(measuredRows, version),
  );
  printTable(
    ['from', 'to', 'score', 'because'],
    moves.map((move) => [move.from, move.to, `${move.scoreFrom} → ${move.scoreTo}`, move.because.join('; ')]),
  );
  const changed = Object.keys(differences).filter((key) => key === 'cuts' || key === 'rules');
  const report = {
    released: version,
    changed: [...changed, ...Object.keys(differences.weights)],
    suppliers,
    moved: moves.length,
    unheldThresholds: unheld,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
