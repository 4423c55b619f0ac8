import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '@tocsin/infra';
import { openBrowser } from './browser.ts';

/** The four pictures of the README: the sample as it stood in January 2018, seen from Lincolnshire. */
const council = 'E10000019';
const pictures = [
  { name: 'inbox', address: '/alerts' },
  { name: 'alert', address: '/alerts', follow: 'CARILLION CONSTRUCTION LIMITED' },
  { name: 'supplier', address: '/suppliers/00594581?on=2018-01-19' },
  { name: 'national', address: '/national?on=2018-01-15' },
];

const clone = path.resolve(import.meta.dirname, '../..');
const folder = path.join(clone, 'services/web/screenshots');

/** Starts a system of its own on an empty data folder, replays the sample, takes the pictures and stops it. */
async function takeScreenshots(): Promise<void> {
  const data = mkdtempSync(path.join(tmpdir(), 'tocsin-screenshots-'));
  // Postgres runs as nobody when we are root.
  chmodSync(data, 0o711);
  const port = await freePort();
  const system = spawn(process.execPath, [path.join(clone, 'infra/local/bootstrap.mjs'), 'start'], {
    cwd: clone,
    env: { ...process.env, TOCSIN_DATA_DIR: data, PORT: String(port), DATABASE_URL: '', REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => void system.once('exit', () => resolve()));
  try {
    await untilReady(system);
    await takePictures(`http://localhost:${port}`);
  } finally {
    system.kill('SIGTERM');
    await exited;
    rmSync(data, { recursive: true, force: true });
  }
}

async function untilReady(system: ChildProcess): Promise<void> {
  if (!system.stdout) throw new Error('the system has no output to wait on');
  for await (const line of createInterface({ input: system.stdout })) if (/\bready;/.test(line)) return;
  throw new Error('the system ended before it was ready');
}

async function takePictures(url: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser({ sameFonts: true });
  const context = await browser.newContext({ viewport: { width: 1160, height: 1100 }, locale: 'en-GB' });
  await context.addCookies([{ name: 'tocsin_council', value: council, url }]);
  const page = await context.newPage();
  for (const { name, address, follow } of pictures) {
    await page.goto(`${url}${address}`);
    if (follow) await page.getByRole('link', { name: follow }).first().click();
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    process.stdout.write(`services/web/screenshots/${name}.png\n`);
  }
  await browser.close();
}

await takeScreenshots();
