export { openLiveSettings } from './live-settings.ts';
export { openTolerance, triedAgainAfter, type Tolerance } from './tolerance.ts';
export {
  contactOf,
  correctionsAddress,
  runBy,
  readSettings,
  settingsFile,
  type RunBy,
  type Settings,
} from './env.ts';
export { serveHealth } from './health.ts';
export { hostOf, isLoopback } from './loopback.ts';
export { openLogger, type Logger } from './logger.ts';
export type { HttpRequest } from './http-request.ts';
export { orEnd } from './or-end.ts';
export { inPlainWords } from './plain-words.ts';
export { userAgentOf, VERSION } from './user-agent.ts';
export { startLoop } from './loop.ts';
export { closeOnSignal } from './shutdown.ts';
export { reasonOf, Refuse, Retry } from './failures.ts';
export {
  openHttp,
  type BackOff,
  type HttpClient,
  type HttpOptions,
  type HttpResponse,
  type HttpStream,
} from './http.ts';
export {
  openMemoryLimiter,
  openRedisLimiter,
  systemClock,
  type Clock,
  type Limiter,
  type Pace,
  type Priority,
} from './pace.ts';
