import { runVitest } from '../tests/test-runs.ts';
import { giveVerdict } from '../tests/test-verdict.ts';

giveVerdict(await runVitest('faults', ['faults'], process.argv.slice(2)));
