import { expect, test } from 'vitest';
import { backupDrill } from '../support/backup-drill.ts';
import { say, seconds } from '../support/faults-figures.ts';

test('a million payments restored beside an empty Redis: every table equal by checksum, nothing sent twice', async () => {
  const { backedUpIn, rto, rpo, ...figures } = await backupDrill(1_000_000);
  const times = { 'backed up in': seconds(backedUpIn), RTO: seconds(rto), RPO: seconds(rpo) };
  say(40, 'dump, drop, restore, Redis empty', { ...figures, ...times });
  expect(figures).toMatchObject({ mailsBefore: 3, mailsAfter: 4, twice: 0, never: 0 });
});
