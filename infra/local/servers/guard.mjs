// Runs one server for its parent, over an IPC channel: says `{ pid }` when the server is ready, and stops the
// server when the channel closes, whether the parent let go or was killed. Plain JavaScript, so that it starts fast.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

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
    log(chunk);
    if (announced) return;
    seen += chunk;
    if (!seen.includes(ready)) return;
    announced = true;
    process.send({ pid: server.pid });
  });
}

/** That there is no space for its log is no reason to end a server. */
function log(chunk) {
  try {
    writeSync(2, chunk);
  } catch {
    // The server itself says what it lacks, on its connections.
  }
}

process.once('disconnect', () => {
  server.kill(stopSignal);
  setTimeout(() => server.kill('SIGKILL'), PATIENCE_MS).unref();
});
