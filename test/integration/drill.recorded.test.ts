import { test } from 'vitest';
import { holdToDrill } from '../support/drill-claims.ts';
import { fewLines, hasDrill, liveDrill } from '../support/drill.ts';

test.skipIf(!hasDrill)(
  'of a real notice the right councils, pounds and last payment are stored and shown, of its namesakes nothing',
  async () => {
    holdToDrill(await liveDrill(fewLines, 500));
  },
);
