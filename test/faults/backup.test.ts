import { expect, test } from 'vitest';
import { backupDrill } from '../support/backup-drill.ts';
import { say, seconds } from '../support/faults-figures.ts';
import { sized } from '../support/faults-size.ts';

test('restored beside an empty Redis every table is equal by checksum, deliveries go on, and nothing is sent twice', async () => {
  const { backedUpIn, rto, rpo, ...figures } = await backupDrill(sized(1_000_000, 2_000));
  const times = { 'backed up in': seconds(backedUpIn), RTO: seconds(rto), RPO: seconds(rpo) };
  say(40, 'dump, drop, restore, Redis empty', { ...figures, ...times });
  expect(figures).toMatchObject({ mailsBefore: 3, mailsAfter: 4, twice: 0, never: 0 });
});
