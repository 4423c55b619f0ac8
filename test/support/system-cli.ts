import { spawn } from 'node:child_process';
import { bundled } from './system-bundle.ts';
import type { System } from './system.ts';

interface Answer {
  readonly code: number;
  /** The last line of stdout, which every verb but those for people makes JSON. */
  readonly report: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a verb of the command line as the process that it is, beside a system that runs here. */
export async function runVerb(system: System, ...args: readonly string[]): Promise<Answer> {
  const child = spawn(process.execPath, [await bundled('services/cli/src/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], DATABASE_URL: system.database.url, REDIS_URL: system.redis.url },
  });
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number>((resolve) => child.once('exit', (exit) => resolve(exit ?? 128))),
  ]);
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return { code, report: last.startsWith('{') ? JSON.parse(last) : null, stdout, stderr };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
