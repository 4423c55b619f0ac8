import { request } from 'node:http';

/** Who asks: each council from an address of its own, as people do. */
export interface Asker {
  readonly port: number;
  readonly place: number;
  /** What it was given and sends again; changed in place. */
  readonly cookies: Map<string, string>;
}

export interface Page {
  /** 0 where there was no answer. */
  readonly status: number;
  readonly body: string;
  readonly location: string;
  /** Whether the question may have arrived. */
  readonly arrived: boolean;
}

export interface Asked {
  readonly path: string;
  readonly body?: string;
  readonly type?: string;
}

/** People give up a page that takes so long. */
const PATIENCE_MS = 15_000;

/** Asks for a page as a browser does, with the cookies it was given. Never throws. */
export function ask({ port, place, cookies }: Asker, { path, body, type }: Asked): Promise<Page> {
  return new Promise((resolve) => {
    let isConnected = false;
    const nothing = () => resolve({ status: 0, body: '', location: '', arrived: isConnected });
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        path,
        ...(process.platform === 'linux' ? { localAddress: `127.0.1.${place + 1}` } : {}),
        method: body === undefined ? 'GET' : 'POST',
        agent: false,
        timeout: PATIENCE_MS,
        headers: {
          host: `localhost:${port}`,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(body === undefined
            ? {}
            : { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) }),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        for (const cookie of response.headers['set-cookie'] ?? []) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
          cookies.set(name, value);
        }
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', nothing);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString('utf8'),
            location: response.headers.location ?? '',
            arrived: true,
          }),
        );
      },
    );
    asking.once('socket', (socket) => socket.once('connect', () => (isConnected = true)));
    asking.once('timeout', () => asking.destroy(new Error('it took too long')));
    asking.once('error', nothing);
    asking.end(body);
  });
}
