import { openFor } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, plainSuppliers } from '../support/pages-world.ts';

let pages: PagesUnderTest;
beforeAll(async () => {
  pages = await startPages(plainSuppliers);
});
afterAll(() => pages.stop());

const shown = async () => (await pages.app.inject({ url: '/operator' })).body;

test('the operator has what was put aside sent again with a button, once, and is told so; what is not there is refused', async () => {
  expect(await shown()).toContain('value="provider-asks-later"');
  const send = await formOf(pages.app, ourCouncil.gss, '/operator');
  const retry = { queue: 'deliver', reason: 'provider-asks-later' };
  const answer = await send('/operator/retry', retry);
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/operator?done=asked']);
  expect((await pages.app.inject({ url: '/operator?done=asked' })).body).toContain(
    'They are sent again within a minute',
  );
  const after = await shown();
  expect(after).not.toContain('value="provider-asks-later"');
  expect(after).toContain('value="failed-each-time"');
  for (const nothing of [
    { ...retry, queue: 'score' },
    { ...retry, reason: 'fault' },
  ])
    expect((await send('/operator/retry', nothing)).statusCode).toBe(404);

  const worker = openFor('command line', pages.database.adminUrl, { max: 1 });
  expect(await worker.selectFrom('retry').select(['queue', 'reason', 'done_at']).execute()).toEqual([
    { ...retry, done_at: null },
  ]);
  const logged = await worker
    .selectFrom('audit')
    .select(['actor', 'subject'])
    .where('council', 'is', null)
    .execute();
  expect(logged).toContainEqual({ actor: 'Local user', subject: 'queue deliver' });
  await worker.destroy();
});

test('the page shows messages as counts and codes, and no council, supplier or address', async () => {
  const page = await shown();
  expect(page).toContain('Messages to councils in seven days');
  const told = page.slice(page.indexOf('<h1'), page.indexOf('<footer'));
  for (const { name } of [...plainSuppliers, ourCouncil]) expect(told).not.toContain(name);
  expect(told).not.toMatch(/[\w.]+@[\w.]+/);
});
