import { destination, pino, type Logger } from 'pino';

export type { Logger };

/** One JSON line a log record on stdout; keys, addresses and connection strings never get in. */
export function openLogger(service: string, level: string): Logger {
  // Synchronous: pino's asynchronous default tries for ever, at exit, to write to a reader that has gone.
  return pino(
    {
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
    },
    destination({ dest: 1, sync: true }),
  );
}
