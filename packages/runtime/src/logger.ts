import { pino, type Logger } from 'pino';

export type { Logger };

/** One JSON line a log record on stdout; keys, addresses and connection strings never get in. */
export function openLogger(service: string, level: string): Logger {
  return pino({
    name: service,
    level,
    base: { service },
    redact: {
      paths: [
        'email',
        'recipient',
        'password',
        'key',
        '*.email',
        '*.recipient',
        'authorization',
        '*.authorization',
      ],
      censor: '[redacted]',
    },
  });
}
