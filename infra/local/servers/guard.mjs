// Runs one server for its parent, over an IPC channel: says `{ pid }` when the server is ready, and stops the
// server when the channel closes, whether the parent let go or was killed. Plain JavaScript, so that it starts fast.
import { spawn } from 'node:child_process';

const { command, args, identity, env, ready, stopSignal } = JSON.parse(process.argv[2]);
const PATIENCE_MS = 10_000;

const server = spawn(command, args, { ...identity, env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });

server.once('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
server.once('close', (code) => process.exit(code ?? 128));

let seen = '';
let announced = false;
for (const stream of [server.stdout, server.stderr]) {
  stream.on('data', (chunk) => {
    process.stderr.write(chunk);
    if (announced) return;
    seen += chunk;
    if (!seen.includes(ready)) return;
    announced = true;
    process.send({ pid: server.pid });
  });
}

process.once('disconnect', () => {
  server.kill(stopSignal);
  setTimeout(() => server.kill('SIGKILL'), PATIENCE_MS).unref();
});
