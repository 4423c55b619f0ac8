import { createInterface } from 'node:readline';
import { fstatSync, writeSync } from 'node:fs';
import type { LogFile } from './log-file.ts';
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

/** On stdout or stderr. That nobody hears it (terminal closed, reader gone, disk of the file full) ends nothing. */
export function sayOn(stream: NodeJS.WriteStream & { readonly fd: 1 | 2 }): Say {
  stream.on('error', () => undefined);
  // A stream to a file gives up at its first error; a file is tried again with each sentence.
  const isFile = fstatSync(stream.fd).isFile();
  return (part, sentence) => {
    const line = `${part.padEnd(WIDTH)} ${sentence}\n`;
    if (isFile) writeOrLeave(stream.fd, line);
    else stream.write(line);
  };
}

function writeOrLeave(fd: number, line: string): void {
  try {
    writeSync(fd, line);
  } catch {
    // Nobody hears it: there is nowhere left to say so.
  }
}

/**
 * Prints what a program prints: log records shortened, and only warnings and errors of them unless `LOG_LEVEL` is set;
 * anything else as it is. Every line goes whole to `log`.
 */
export function follow(part: string, program: Program, say: Say, log?: LogFile): void {
  const all = Boolean(process.env['LOG_LEVEL']);
  for (const stream of program.outputs) {
    createInterface({ input: stream }).on('line', (line) => {
      log?.write(line);
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
