import { roleUrl } from '@tocsin/infra';
import { vi } from 'vitest';
import { runTocsin } from '../../services/cli/src/program.ts';
import type { System } from './system.ts';

interface Answer {
  readonly code: number;
  /** The last line of stdout, which every verb but those for people makes JSON. */
  readonly report: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a verb of the command line beside a system, in this process: a start of its own took longer than most verbs, and
 * that the program starts is proved of its bundle.
 */
export async function runVerb(system: System, ...args: readonly string[]): Promise<Answer> {
  const before = { ...process.env };
  Object.assign(process.env, {
    DATABASE_URL: system.database.url,
    DATABASE_URL_OPERATOR: roleUrl(system.database.adminUrl, 'tocsin_operator'),
    REDIS_URL: system.redis.url,
  });
  const [stdout, stderr] = [listenTo(process.stdout), listenTo(process.stderr)];
  try {
    await runTocsin(args);
    const said = stdout.said();
    const last = said.trim().split('\n').at(-1) ?? '';
    return {
      code: Number(process.exitCode ?? 0),
      report: last.startsWith('{') ? JSON.parse(last) : null,
      stdout: said,
      stderr: stderr.said(),
    };
  } finally {
    for (const { stop } of [stdout, stderr]) stop();
    process.exitCode = undefined;
    process.env = before;
  }
}

/** Takes what is written to a stream until told to stop. */
function listenTo(stream: NodeJS.WriteStream): { readonly said: () => string; readonly stop: () => void } {
  const parts: string[] = [];
  const spy = vi.spyOn(stream, 'write').mockImplementation((part) => parts.push(String(part)) > 0);
  return { said: () => parts.join(''), stop: () => spy.mockRestore() };
}
