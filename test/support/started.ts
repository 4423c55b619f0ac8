import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const bootstrap = fileURLToPath(new URL('../../infra/local/bootstrap.mjs', import.meta.url));
const State = z.object({
  pid: z.number(),
  webUrl: z.string(),
  databaseUrl: z.string(),
  mailboxDir: z.string(),
});

/** The system as `npm start` brings it up, without npm. */
export interface Started {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  readonly ended: Promise<number | null>;
  readonly ready: Promise<void>;
}

/** Starts on servers of its own below `folder`, whatever the test run uses. */
export function startOn(folder: string, settings: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [bootstrap, 'start'], {
    env: { ...environmentOn(folder), ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line.includes('ready;')) resolve();
    });
    void ended.then(() => reject(new Error(`ended before it was ready:\n${lines.join('\n')}`)));
  });
  ready.catch(() => undefined);
  return { child, lines, ended, ready };
}

/** Runs a verb as `npm run tocsin --` does, beside what runs on `folder`; rejects unless it ends well. */
export async function tocsin(folder: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(process.execPath, [bootstrap, 'tocsin', ...args], {
    cwd,
    env: environmentOn(folder),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (part: Buffer) => said.push(part.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`tocsin ${args.join(' ')} ended with ${code}: ${said.join('')}`);
}

function environmentOn(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, TOCSIN_DATA_DIR: folder, PORT: '0', DATABASE_URL: '', REDIS_URL: '' };
}

/** Where what runs on `folder` can be reached. */
export function stateOf(folder: string): z.infer<typeof State> {
  return State.parse(JSON.parse(readFileSync(path.join(folder, 'state.json'), 'utf8')));
}
