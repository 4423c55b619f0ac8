import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onServer } from '../support/admin.ts';
import { formOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, plainSuppliers } from '../support/pages-world.ts';
import { bundled } from '../support/system-bundle.ts';

/** Postgres's own answer where it cannot extend a file, by whatever writes to this table. */
const FULL = `
  create function no_space() returns trigger language plpgsql as $$ begin
    raise exception 'could not extend file "base/5/16384": No space left on device' using errcode = 'disk_full';
  end $$;
  create trigger no_space before insert or update on audit for each row execute function no_space()`;
const SPACE = 'drop trigger no_space on audit; drop function no_space()';

describe('While the disk of the database is full', () => {
  let pages: PagesUnderTest;
  beforeAll(async () => {
    pages = await startPages(plainSuppliers);
  });
  afterAll(() => pages.stop());

  test('a page that would store something says so and stores nothing, others are read; with space it is stored', async () => {
    const [id = ''] = pages.alerts[ourCouncil.gss] ?? [];
    const cookies = { tocsin_council: ourCouncil.gss };
    const shown = async () => (await pages.app.inject({ url: `/alerts/${id}`, cookies })).body;
    const send = await formOf(pages.app, ourCouncil.gss, `/alerts/${id}`);

    await onServer(pages.database.adminUrl, FULL);
    const answer = await send(`/alerts/${id}`, { action: 'acknowledge' });
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '60']);
    expect(answer.body).toContain('no space left on its disk. Nothing was changed');
    expect(answer.body).not.toContain('16384');
    expect(await shown()).not.toContain('Acknowledged by');

    await onServer(pages.database.adminUrl, SPACE);
    expect((await send(`/alerts/${id}`, { action: 'acknowledge' })).statusCode).toBe(303);
    expect(await shown()).toContain('Acknowledged by');
    expect(pages.errors).toEqual([]);
  });
});

describe('A verb of the command line that can write no more', () => {
  let folder: string;
  let cli: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tocsin-full-'));
    writeFileSync(path.join(folder, 'Prod223_0001_09000006_20250331.html'), '<html></html>');
    cli = await bundled('services/cli/src/main.ts');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['its file', ['--out', '/dev/full'], undefined],
    ['stdout', [], '/dev/full'],
  ] as const)('to %s says in words why and what to do, and ends with code 1', (_to, options, stdout) => {
    const { status, stderr } = spawnSync(process.execPath, [cli, 'read-accounts', folder, ...options], {
      stdio: ['ignore', stdout === undefined ? 'ignore' : openSync(stdout, 'w'), 'pipe'],
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/The disk is full: .* Make space/)]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
