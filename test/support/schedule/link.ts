import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Something over which others are reached, and which can be broken. */
export interface Breakable {
  /** Ends every connection, and each new one at once, until it is mended. */
  readonly cut: () => void;
  /** Nothing passes, and nobody is told, until it is mended. */
  readonly swallow: () => void;
  /** What passes is late by so many milliseconds. */
  readonly slow: (byMs: number) => void;
  readonly mend: () => void;
}

/** A line to a server, over which everything goes that is sent to it. */
export interface Link extends Breakable {
  /** The same address over this line; the line leads to where the address leads. */
  readonly over: (url: string) => string;
  readonly close: () => Promise<void>;
}

type State =
  | { readonly is: 'well' | 'cut' }
  | { readonly is: 'swallowed'; readonly over: Promise<void> }
  | { readonly is: 'slow'; readonly byMs: number };

const WELL: State = { is: 'well' };

/** Opens a line on a free loopback port. */
export async function openLink(): Promise<Link> {
  let target = 0;
  let state: State = WELL;
  let onMended: () => void = () => undefined;
  const sockets = new Set<Socket>();

  /** How long what comes now is on its way. */
  function way(): Promise<void> | undefined {
    if (state.is === 'swallowed') return state.over;
    return state.is === 'slow' ? wait(state.byMs) : undefined;
  }

  /** Passes on what comes in its order, however late it is; the end comes last. */
  function pass(from: Socket, to: Socket): void {
    let last: Promise<void> = Promise.resolve();
    const next = (then: () => void) => {
      const late = way();
      last = last.then(async () => late).then(then);
    };
    from.on('data', (bytes) => next(() => void (to.destroyed || to.write(bytes))));
    from.on('error', () => undefined);
    from.on('close', (isBroken) => {
      sockets.delete(from);
      next(() => void (isBroken ? to.destroy() : to.end()));
    });
  }

  const server = createServer({ noDelay: true }, (near) => {
    if (state.is === 'cut') return void near.destroy();
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
    for (const socket of [near, far]) sockets.add(socket);
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  const become = (next: State) => {
    onMended();
    onMended = () => undefined;
    state = next;
  };
  return {
    over(url) {
      const address = new URL(url);
      target = Number(address.port);
      address.port = String(port);
      return address.href.replace(/\/$/, '');
    },
    cut() {
      become({ is: 'cut' });
      end();
    },
    swallow() {
      const over = new Promise<void>((mended) => {
        become(WELL);
        onMended = mended;
      });
      state = { is: 'swallowed', over };
    },
    slow: (byMs) => become({ is: 'slow', byMs }),
    mend: () => become(WELL),
    close() {
      become(WELL);
      end();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

/** Several lines that are broken together. */
export function together(links: readonly Breakable[]): Breakable {
  return {
    cut: () => links.forEach((link) => link.cut()),
    swallow: () => links.forEach((link) => link.swallow()),
    slow: (byMs) => links.forEach((link) => link.slow(byMs)),
    mend: () => links.forEach((link) => link.mend()),
  };
}
