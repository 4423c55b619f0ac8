import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, plainSuppliers } from '../support/pages-world.ts';

let pages: PagesUnderTest;
beforeAll(async () => {
  pages = await startPages(plainSuppliers);
});
afterAll(() => pages.stop());

const [first] = plainSuppliers;

/** Fills in the form of a page and sends it to an address: the status, and where it leads. */
async function send(form: string, to: string, fields: Readonly<Record<string, string>>) {
  const fill = await formOf(pages.app, ourCouncil.gss, form);
  const { statusCode, headers } = await fill(to, fields);
  return [statusCode, headers.location];
}

test('a contested fact is kept, and who sent it is led to what waits', async () => {
  const form = `/corrections/new?supplier=${first?.number}`;
  const { body } = await pages.app.inject({ url: form, cookies: { tocsin_council: ourCouncil.gss } });
  const [, about = ''] = /value="(published-[0-9a-f]{16})"/.exec(body) ?? [];
  const said = {
    supplier: first?.number ?? '',
    about,
    claim: 'It is another company',
    evidence: 'Its letter',
  };
  const answers = [];
  for (let sent = 0; sent <= 20; sent += 1) answers.push(await send(form, '/corrections', said));
  expect(answers[0]).toEqual([303, '/corrections?done=kept']);
  // So many a person and day.
  expect(answers.map(([status]) => status)).toEqual([...Array.from({ length: 20 }, () => 303), 429]);
});

test('decisions that are not there are not said to be taken back, one alone nor several together', async () => {
  const decision = '999999';
  expect(await send('/matches', '/matches/decisions/undo', { decision })).toEqual([404, undefined]);
  expect(await send('/matches', `/matches/decisions/${decision}/undo`, {})).toEqual([404, undefined]);
});

test('one letter is too little to search for, two are not', async () => {
  const short = async (q: string) =>
    (await pages.app.inject({ url: `/suppliers?q=${q}` })).body.includes('Enter at least two characters');
  expect([await short(''), await short('a'), await short('ab')]).toEqual([false, true, false]);
});

test('a mail in the mailbox leads to the alert that it tells of, and says so where that is gone', async () => {
  const [alert = ''] = pages.alerts[ourCouncil.gss] ?? [];
  const envelope = { to: ['officer@example.org'], receivedAt: '2026-11-23T12:00:00.000Z' };
  const shownOf = async (of: string | null, name: string) => {
    const header = of === null ? '' : `X-Tocsin-Alert-Id: ${of}\r\n`;
    writeFileSync(path.join(pages.mailbox, `${name}.json`), JSON.stringify(envelope));
    writeFileSync(path.join(pages.mailbox, `${name}.eml`), `Subject: Told\r\n${header}\r\nSomething`);
    const { body } = await pages.app.inject({ url: `/local/mailbox/${name}` });
    return {
      leads: body.includes(`href="/alerts/${of}"`),
      isGone: body.includes('is gone, with the sample'),
    };
  };
  expect([
    await shownOf(alert, '000001-0a'),
    await shownOf('999999', '000002-0b'),
    await shownOf(null, '000003-0c'),
  ]).toEqual([
    { leads: true, isGone: false },
    { leads: false, isGone: true },
    { leads: false, isGone: false },
  ]);
});

test('what is refused is no fault of ours: none of it stands in the log of errors', () => {
  expect(pages.errors).toEqual([]);
});
