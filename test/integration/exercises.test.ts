import { randomUUID } from 'node:crypto';
import { asCouncil, openDatabase, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, otherCouncil, plainSuppliers } from '../support/pages-world.ts';

let pages: PagesUnderTest;
let owner: Db;
beforeAll(async () => {
  pages = await startPages(plainSuppliers);
  owner = openDatabase(pages.database.adminUrl, { max: 1 });
});
afterAll(async () => {
  await owner.destroy();
  await pages.stop();
});

const NUMBER = '01000001';

/** Runs an exercise by the form of a page, as somebody does without JavaScript, and sends the form once more. */
async function run(place: string, fields: Readonly<Record<string, string>> = {}) {
  const send = await formOf(pages.app, ourCouncil.gss, place);
  const form = { supplier: NUMBER, past: 'carillion', form: randomUUID(), ...fields };
  return { answer: await send(place, form), again: await send(place, form), send };
}

const shown = (url: string) => pages.app.inject({ url, cookies: { tocsin_council: ourCouncil.gss } });

/** Everything that an alert, a mail or a figure is made of. */
async function counted(): Promise<unknown> {
  const { rows } =
    await sql`select (select count(*) from alert) as alerts, (select count(*) from telling) as tellings,
    (select count(*) from letter) as letters, (select count(*) from delivery) as deliveries,
    (select count(*) from outbox) as messages, (select count(*) from assessment) as assessments,
    (select count(*) from sector_contract) as contracts, (select count(*) from private_release) as releases`.execute(
      owner,
    );
  return rows[0];
}

test('an exercise of a council is kept once, says on every page and in every file what it is, and counts nowhere', async () => {
  const before = await counted();
  const { answer, again, send } = await run('/exercises');
  expect(answer.statusCode).toBe(303);
  const address = String(answer.headers.location);
  expect(again.headers.location).toBe(address);
  const page = await shown(address);
  expect(page.body).toMatch(/<title>EXERCISE: /);
  expect(page.body).toMatch(/<h1[^>]*>EXERCISE: Example Care Homes Limited fails on/);
  expect(page.body).toContain('As Carillion plc came');
  const file = await shown(`${address}.csv`);
  expect(file.headers['content-disposition']).toContain('filename="EXERCISE-01000001-');
  const lines = file.body.replace('\uFEFF', '').trim().split('\r\n');
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.every((line) => line.startsWith('EXERCISE,'))).toBe(true);
  await send(address, {});
  expect((await shown(address)).body).toContain('Local user, ');
  expect(await counted()).toEqual(before);
});

test('an exercise of one council is seen by no other, and not by whoever leads for the sector', async () => {
  const web = openDatabase(pages.database.webUrl, { role: 'tocsin_web', max: 1 });
  const national = openDatabase(pages.database.nationalUrl, { role: 'tocsin_national', max: 1 });
  const seenBy = (gss: string) =>
    asCouncil(web, gss, async (trx) => (await trx.selectFrom('exercise').select('id').execute()).length);
  expect(await seenBy(ourCouncil.gss)).toBe(1);
  expect(await seenBy(otherCouncil.gss)).toBe(0);
  for (const table of ['exercise', 'exercise_read'] as const)
    await expect(national.selectFrom(table).selectAll().execute()).rejects.toThrow(/permission denied/);
  await Promise.all([web.destroy(), national.destroy()]);
});

test('an exercise of the sector names councils by public record alone, and what it rests on', async () => {
  const before = await counted();
  const { answer } = await run('/national/exercises');
  const page = await shown(String(answer.headers.location));
  expect(page.body).toMatch(/<h1[^>]*>EXERCISE: /);
  expect(page.body).toContain('Rests on live published contracts');
  expect(page.body).toContain(otherCouncil.name);
  expect(page.body).not.toContain('Who has read it');
  expect(await counted()).toEqual(before);
});

test('a supplier that is not known, and a day that is none, are refused in words', async () => {
  expect((await run('/exercises', { supplier: '09999999' })).answer.body).toContain(
    'No supplier of that number is known here',
  );
  expect((await run('/exercises', { on: 'soon' })).answer.body).toContain('That is not a date');
});

test('a question of the lead is kept under its name in place of another, as the page reads it, and forgotten', async () => {
  const send = await formOf(pages.app, ourCouncil.gss, '/national/suppliers');
  const kept = async () => {
    const { body } = await shown('/national/suppliers');
    return [...body.matchAll(/suppliers\?([^"]+)">Care/g)].map(([, query]) => query);
  };
  const query = 'region=South+West&level=severe&page=7&planted=%3Cscript%3E';
  expect((await send('/national/suppliers', { name: 'Care', query: 'order=spend' })).statusCode).toBe(303);
  expect((await send('/national/suppliers', { name: 'Care', query })).statusCode).toBe(303);
  expect(await kept()).toEqual(['region=South+West&amp;level=severe&amp;order=councils']);
  expect((await send('/national/suppliers', { name: ' ', query })).statusCode).toBe(400);
  expect((await send('/national/suppliers/forget', { name: 'Care' })).statusCode).toBe(303);
  expect(await kept()).toEqual([]);
});
