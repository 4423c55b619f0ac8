import { runVitest } from './test-runs.ts';
import { giveVerdict } from './test-verdict.ts';

giveVerdict(await runVitest('faults', ['faults'], process.argv.slice(2)));
