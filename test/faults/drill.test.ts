import { test } from 'vitest';
import { holdToDrill } from '../support/drill-claims.ts';
import { fewLines, hasDrill, liveDrill } from '../support/drill.ts';
import { sized } from '../support/faults-size.ts';

test.skipIf(!hasDrill)(
  'among every payment of the files and a register full of look-alikes each real failure is found to the penny',
  async () => {
    const outcomes = await liveDrill(
      sized((body: Uint8Array) => body, fewLines),
      sized(20_000, 500),
    );
    holdToDrill(outcomes);
    const slowest = Math.max(...outcomes.map(({ seconds }) => seconds));
    process.stdout.write(`${JSON.stringify({ cases: outcomes.length, slowestSeconds: slowest })}\n`);
  },
);
