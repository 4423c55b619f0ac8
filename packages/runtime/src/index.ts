export { readSettings, type Settings } from './env.ts';
export { serveHealth } from './health.ts';
export { openLogger, type Logger } from './logger.ts';
export { closeOnSignal } from './shutdown.ts';
