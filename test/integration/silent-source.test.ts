import { enqueue, findSourceStates } from '@tocsin/db';
import { openHttp, openMemoryLimiter } from '@tocsin/runtime';
import { sourceById, standingOf } from '@tocsin/sources';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSource } from '../../services/ingest/src/run-source.ts';
import { virtualClock } from '../support/publishers/clock.ts';
import { gazetteServer } from '../support/publishers/gazette.ts';
import { serve } from '../support/publishers/server.ts';
import { councilA, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, releasePage } from '../support/system-documents.ts';
import { silent, startSystem, type System } from '../support/system.ts';

const GAZETTE = 'gazette-insolvency';
const HOUR_MS = 3_600_000;
const company = { company: 'EXAMPLE CARE HOMES LTD', number: '99000001' };

const clock = virtualClock(Date.parse('2026-11-23T22:00:00Z'));
const settings: Record<string, string> = { GAZETTE_HOURS: 'always' };
let system: System;
beforeAll(async () => {
  system = await startSystem({ clock, settings });
  await saveTestCouncils(system.db);
  const award = { id: '990001', buyer: councilA.name, supplier: company.company, number: company.number };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  const petition = { ...company, id: '9900001', code: '2450', published: '2026-11-23' };
  const publisher = await gazetteServer(clock, [petition]);
  settings['GAZETTE_URL'] = publisher.url;
  await system.db.transaction().execute((trx) => enqueue(trx, 'ingest', { v: 1, sourceId: GAZETTE }));
  await system.settled();
  await publisher.close();
});
afterAll(() => system.stop());

async function alerts() {
  return system.db.selectFrom('alert').select(['council', 'kind', 'status']).execute();
}

/** How the pages say that the source stands. */
async function standing(): Promise<string> {
  const source = sourceById(GAZETTE);
  if (!source) throw new Error(`there is no source ${GAZETTE}`);
  const state = (await findSourceStates(system.db)).find(({ id }) => id === GAZETTE);
  const installation = { isSet: () => true, isOn: true };
  return standingOf(source, state, installation, new Date(clock.now())).standing;
}

/** One run of the source against a publisher whose every list is answered so; nobody answers where none is given. */
async function runAgainst(list: { readonly type: string; readonly body: string } | null): Promise<void> {
  const publisher = await serve((_request, response, { pathname }) => {
    const isList = pathname !== '/robots.txt';
    response.writeHead(200, { 'content-type': isList ? (list?.type ?? '') : 'text/plain' });
    response.end(isList ? list?.body : '');
  });
  if (!list) await publisher.close();
  settings['GAZETTE_URL'] = publisher.url;
  const limiter = openMemoryLimiter(clock);
  const ports = {
    db: system.db,
    logger: silent,
    now: () => new Date(clock.now()).toISOString(),
    setting: (name: string) => settings[name],
    httpFor: ({ id, pace }: { id: string; pace: Parameters<typeof openHttp>[0]['pace'] }) =>
      openHttp({ userAgent: 'Tocsin test', limiter, bucket: id, pace, clock }),
  };
  const message = { v: 1 as const, sourceId: GAZETTE };
  const work = { message, outboxId: '0', afterDeath: false, finish: async () => undefined };
  await expect(runSource(ports, work)).rejects.toThrow();
  if (list) await publisher.close();
  await system.settled();
}

test('the alert stands and the source is good before anything goes wrong', async () => {
  expect(await alerts()).toEqual([{ council: councilA.gss, kind: 'formal', status: 'raised' }]);
  expect(await standing()).toBe('good');
});

test.each([
  ['does not answer at all', null],
  [
    'answers a page for a list',
    { type: 'text/html', body: '<html><title>Down for maintenance</title></html>' },
  ],
  ['answers an error with status 200', { type: 'application/json', body: '{"error":"backend unavailable"}' }],
  ['answers half a list', { type: 'application/json', body: '{"f:total":"3","entry":[{"id":' }],
  ['answers nothing', { type: 'application/json', body: '' }],
  ['lists no notice for nine days', { type: 'application/json', body: '{"f:total":"0","entry":null}' }],
] as const)(
  'a source that %s clears no alert, tells nobody, and is shown as not answering',
  async (_how, list) => {
    const before = await alerts();
    clock.advance(216 * HOUR_MS);
    await runAgainst(list);
    expect(await alerts()).toEqual(before);
    expect(before).toMatchObject([{ status: 'raised' }]);
    expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
    expect(await standing()).toBe('not-answering');
  },
);
