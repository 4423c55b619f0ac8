import { destination, pino, type DestinationStream, type Logger } from 'pino';
import { Refuse, Retry } from './failures.ts';

export type { Logger };

/**
 * One JSON line a log record on stdout. Of an error it holds its kind, its codes and where in our code it came from, not
 * its words: those may be somebody else's (a mail server names whom it refuses, Postgres the row, a parser the text that
 * it could not read). The words are kept where only those may read them who should: with the run, the delivery, the page.
 */
export function openLogger(service: string, level: string, to?: DestinationStream): Logger {
  return pino(
    {
      name: service,
      level,
      base: { service },
      serializers: { err: fieldsOfError },
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
    // Synchronous: pino's asynchronous default tries for ever, at exit, to write to a reader that has gone.
    to ?? destination({ dest: 1, sync: true }),
  );
}

interface ErrorFields {
  readonly type: string;
  readonly reason?: string;
  readonly status?: number;
  readonly at?: readonly string[];
  readonly cause?: ErrorFields;
  readonly [code: string]: unknown;
}

/** Properties of errors that are codes or names of our own schema: of Node, Postgres, nodemailer, axios. */
const CODES = ['code', 'errno', 'syscall', 'severity', 'schema', 'table', 'column', 'constraint', 'routine'];
const CODE = /^[\w.-]{1,64}$/;
const FRAMES = 12;
const CAUSES = 4;

/** What a log says of an error. */
export function fieldsOfError(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error };
  const { cause } = error;
  const own = error as unknown as Readonly<Record<string, unknown>>;
  const codes = CODES.flatMap((name) => {
    const value = own[name];
    return (typeof value === 'string' && CODE.test(value)) || typeof value === 'number'
      ? [[name, value] as const]
      : [];
  });
  return {
    type: error.constructor.name,
    ...(error instanceof Retry || error instanceof Refuse ? { reason: error.reason } : {}),
    ...(error instanceof Refuse && error.status !== null ? { status: error.status } : {}),
    ...Object.fromEntries(codes),
    at: framesOf(error),
    ...(cause instanceof Error && depth < CAUSES ? { cause: fieldsOfError(cause, depth + 1) } : {}),
  };
}

/** A stack repeats the words of its error before its frames. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const from = stack.indexOf(message) === -1 ? 0 : stack.indexOf(message) + message.length;
  return stack
    .slice(from)
    .split('\n')
    .flatMap(
      (line) => /^\s+at (?:.*\()?((?:file:|node:|\/|[A-Z]:\\)[^()]*:\d+:\d+)\)?$/.exec(line)?.[1] ?? [],
    )
    .slice(0, FRAMES);
}
