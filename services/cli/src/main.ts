import { inPlainWords } from '@tocsin/runtime';
import { runTocsin } from './program.ts';

process.stderr.on('error', () => undefined);
let isCut = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read along has read enough; the work goes on.
  if (isCut || error.code === 'EPIPE') return;
  isCut = true;
  process.stderr.write(`What is printed here is not whole. ${inPlainWords(error)}\n`);
  process.exitCode = 1;
});

await runTocsin(process.argv.slice(2));
