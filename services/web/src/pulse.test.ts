import { openDatabase } from '@tocsin/db';
import fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { answerWithoutPostgres, openWarning } from './pulse.ts';

/** No server: nothing connects until somebody asks. */
const db = openDatabase('postgres://nobody@127.0.0.1:1/none', { max: 1 });
afterAll(() => db.destroy());

/** Pages that wait for ever over a database of which `pulse` says whether it lives, and what they write to the log. */
async function waiting(pulse: () => Promise<void>) {
  const logged: unknown[] = [];
  let now = 0;
  const logger = {
    info: () => undefined,
    error: () => undefined,
    warn: (fields: unknown) => void logged.push(fields),
  };
  const app = fastify();
  answerWithoutPostgres(app, { pulse }, openWarning({ logger, db, now: () => new Date(now) }));
  app.get('/alerts/:id', async () => new Promise<never>(() => undefined));
  const ask = async (times: number) =>
    (await Promise.all(Array.from({ length: times }, () => app.inject('/alerts/7')))).map(
      ({ statusCode }) => statusCode,
    );
  return { ask, logged, later: (ms: number) => (now += ms) };
}

test('pages that Postgres has no connection for are answered with 503, and the log says why once a minute', async () => {
  const refused = Object.assign(new Error('sorry, too many clients already'), { code: '53300' });
  const { ask, logged, later } = await waiting(() => Promise.reject(refused));
  expect(await ask(3)).toEqual([503, 503, 503]);
  const pool = { connections: 0, idle: 0, waiting: 0 };
  expect(logged).toEqual([{ err: refused, route: '/alerts/:id', answers: 1, pool }]);
  later(60_000);
  expect(await ask(1)).toEqual([503]);
  expect(logged[1]).toEqual({ err: refused, route: '/alerts/:id', answers: 3, pool });
});

test('a server that says nothing is a cause of its own', async () => {
  const { ask, logged } = await waiting(() => new Promise(() => undefined));
  expect(await ask(1)).toEqual([503]);
  expect(logged).toMatchObject([{ err: { code: 'NO_ANSWER' } }]);
});

test('a page that waits while Postgres freezes is answered too: whether it lives is asked again', async () => {
  const answers = [Promise.resolve(), new Promise<void>(() => undefined)];
  const { ask } = await waiting(() => answers.shift() ?? Promise.reject(new Error('asked once too often')));
  expect(await ask(1)).toEqual([503]);
  expect(answers).toEqual([]);
});
