import type { Logger } from './logger.ts';

type Close = () => Promise<void>;

/**
 * Closes what a process opened, last opened first, once, on SIGINT or SIGTERM. A close that hangs or fails does not
 * keep the others from closing; the process exits by itself when nothing is left, or after `graceMs` at the latest.
 */
export function closeOnSignal(logger: Logger, graceMs = 20_000): (name: string, close: Close) => void {
  const open: { name: string; close: Close }[] = [];
  let closing = false;
  async function shutDown(signal: string): Promise<void> {
    if (closing) return;
    closing = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), graceMs).unref();
    for (const { name, close } of open.toReversed()) {
      try {
        await close();
      } catch (error) {
        logger.error({ err: error, part: name }, 'could not close cleanly');
      }
    }
    logger.info({ signal }, 'stopped');
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shutDown(signal));
  process.on('disconnect', () => void shutDown('parent gone'));
  // Node would print the error with its words, into the same log.
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'the process ends: nobody expected this error');
    process.exit(1);
  });
  return (name, close) => void open.push({ name, close });
}
