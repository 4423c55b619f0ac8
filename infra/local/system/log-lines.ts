import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import type { Program } from './programs.ts';

const WARN = 40;
const WIDTH = 9;
const NAMES: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
};
/** Said by the prefix, or of no use to a person. */
const LEFT_OUT = new Set(['level', 'time', 'msg', 'name', 'service', 'pid', 'hostname', 'stack']);

/** Prints one sentence under the name of a part. */
export type Say = (part: string, sentence: string) => void;

export function sayOn(stream: Writable): Say {
  return (part, sentence) => void stream.write(`${part.padEnd(WIDTH)} ${sentence}\n`);
}

/**
 * Prints what a program prints: log records shortened, and only warnings and errors of them unless `LOG_LEVEL` is set;
 * anything else as it is. Every line goes whole to `log`.
 */
export function follow(part: string, program: Program, say: Say, log?: Writable): void {
  const all = Boolean(process.env['LOG_LEVEL']);
  for (const stream of program.outputs) {
    createInterface({ input: stream }).on('line', (line) => {
      log?.write(`${line}\n`);
      const entry = logEntry(line);
      if (entry === undefined) say(part, line);
      else if (all || entry.level >= WARN) say(part, shorten(entry));
    });
  }
}

type LogEntry = Readonly<Record<string, unknown>> & { readonly level: number };

function logEntry(line: string): LogEntry | undefined {
  if (!line.startsWith('{"level":')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function shorten(entry: LogEntry): string {
  const fields = Object.entries(entry)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [NAMES[entry.level] ?? 'fatal', String(entry['msg']), ...fields].join(' ');
}
