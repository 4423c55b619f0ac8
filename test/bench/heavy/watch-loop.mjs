// Loaded into programs by `--import`: at SIGUSR2 it begins to watch the loop of its process, at the next it writes what it saw.
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const folder = process.env.TOCSIN_BENCH_LOOPS;
const name = /([^/\\]+)[/\\]main\.mjs$/.exec(process.argv[1] ?? '')?.[1];

if (isMainThread && folder && name) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let turns = 0;
  process.on('SIGUSR2', () => {
    turns += 1;
    if (turns % 2 === 1) {
      delay.reset();
      delay.enable();
      tell({});
      return;
    }
    delay.disable();
    tell({ lateMs: delay.percentile(99.9) / 1e6, worstMs: delay.max / 1e6 });
  });
  tell({});

  function tell(seen) {
    const file = path.join(folder, `${name}.json`);
    writeFileSync(`${file}.new`, JSON.stringify({ pid: process.pid, turns, ...seen }));
    renameSync(`${file}.new`, file);
  }
}
