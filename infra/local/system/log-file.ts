import { appendFileSync, renameSync, writeFileSync } from 'node:fs';

/** Two files of this size at most. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface LogFile {
  /** One line; it never throws. */
  write(line: string): void;
}

/**
 * The log of this run, begun anew; full, it becomes `<file>.1` and another begins. It is no reason for anything to end
 * that it cannot be written: `say` is told once, the lines are left out and counted, and both are told how many once it
 * can be written again. Nothing is held open, so a file that somebody moved away is simply made again.
 */
export function openLogFile(file: string, say: (sentence: string) => void, mostBytes = MOST_BYTES): LogFile {
  let bytes = 0;
  let leftOut = 0;

  function append(text: string): void {
    if (bytes >= mostBytes) {
      renameSync(file, `${file}.1`);
      bytes = 0;
    }
    appendFileSync(file, text, { mode: 0o600 });
    bytes += Buffer.byteLength(text);
  }

  function tried(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      if (leftOut === 0) say(`${file} cannot be written (${codeOf(error)}); everything goes on without it`);
      leftOut += 1;
      return false;
    }
  }

  tried(() => writeFileSync(file, '', { mode: 0o600 }));
  return {
    write(line) {
      if (!tried(() => append(`${line}\n`)) || leftOut === 0) return;
      const gap = `${leftOut} lines before this one could not be written`;
      leftOut = 0;
      if (tried(() => append(`${gap}\n`))) say(`${file} is written again: ${gap}`);
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
