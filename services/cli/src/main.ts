import { runTocsin } from './program.ts';

await runTocsin(process.argv.slice(2));
