// What tests run in the page is written in the words of a browser.
/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Locator } from 'playwright-core';

const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const flags = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/**
 * The Chromium that ships inside an npm package: the same on every machine, no download, no root, and without what only a
 * screen needs, which takes most of the processor time of a whole one. Where it does not start, that of the system; not
 * with `sameFonts`, for which its own font is taken too, so that pictures look alike on every machine.
 */
export async function openBrowser({ sameFonts = false } = {}): Promise<Browser> {
  const folder = unpackedChromium();
  const own = { executablePath: path.join(folder, 'chromium'), args: [...flags, '--no-zygote'] };
  const fonts =
    sameFonts || !existsSync('/etc/fonts') ? { FONTCONFIG_FILE: path.join(folder, 'fonts.conf') } : {};
  // Where the system lacks nss, nspr or expat: the package holds those too.
  const libraries = { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') };
  const ways = [
    () => chromium.launch({ ...own, env: texts({ ...process.env, ...fonts }) }),
    () => chromium.launch({ ...own, env: texts({ ...process.env, ...fonts, ...libraries }) }),
    ...(sameFonts ? [] : system.filter((file) => existsSync(file))).map(
      (executablePath) => () => chromium.launch({ executablePath, args: flags }),
    ),
  ];
  return firstThatOpens(ways);
}

async function firstThatOpens(ways: readonly (() => Promise<Browser>)[]): Promise<Browser> {
  const reasons: unknown[] = [];
  for (const open of ways) {
    try {
      return await open();
    } catch (reason) {
      reasons.push(reason);
    }
  }
  throw new AggregateError(
    reasons,
    'No browser opens: neither the one of the npm package nor one of the system',
  );
}

function texts(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** Unpacked once a user and version, into a folder that appears only when it is whole: test files run at once. */
function unpackedChromium(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const home = entry.slice(0, entry.lastIndexOf('build'));
  const folder = path.join(tmpdir(), `tocsin-chromium-147.0.2-${process.getuid?.() ?? 0}`);
  if (existsSync(folder)) return folder;
  const fresh = mkdtempSync(`${folder}-`);
  const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => `${home}bin/${name}`);
  const program = `const { inflate } = await import(${JSON.stringify(`file://${home}build/esm/index.mjs`)});
    await Promise.all(${JSON.stringify(archives)}.map((archive) => inflate(archive)));`;
  // The package unpacks to the temporary folder, which is that of its process.
  execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, TMPDIR: fresh },
  });
  writeFileSync(
    path.join(fresh, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>\n`,
  );
  try {
    renameSync(fresh, folder);
  } catch {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** How many there are once the page is read whole: right after a click it may just have begun to come. */
export async function countOf(found: Locator): Promise<number> {
  await found.page().waitForLoadState();
  return found.count();
}
