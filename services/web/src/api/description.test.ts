import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openDatabase } from '@tocsin/db';
import type { OpenAPIV3_1 } from 'openapi-types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../app.ts';
import type { Ports } from '../ports.ts';
import { clientOf } from './client-source.ts';
import * as client from './client.ts';
import { answerSchemaOf, pathOf, schemaOf } from './description.ts';
import examples from './examples.json' with { type: 'json' };
import { operations } from './operations.ts';
import { Problem } from './problem.ts';

/** No server: nothing connects until somebody asks. */
const away = openDatabase('postgres://nobody@127.0.0.1:1/none', { max: 1 });
const failing = new Proxy(away, {
  get: () => {
    throw new Error('a fault of ours');
  },
});
let withoutPostgres: Awaited<ReturnType<typeof buildApp>>;
let withFault: typeof withoutPostgres;
let document: OpenAPIV3_1.Document;

beforeAll(async () => {
  const portsOver = (db: typeof away): Ports => ({
    db,
    national: db,
    signIn: db,
    operator: db,
    pulse: async () => undefined,
    heartbeats: async () => ({ ingest: null, scoring: null, notifier: null }),
    sources: [],
    isSet: () => false,
    settings: { TOCSIN_MODE: 'local', TOCSIN_MAILBOX_DIR: tmpdir() },
    now: () => new Date('2026-03-02T12:00:00Z'),
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    requestsPerMinute: 10_000,
  });
  withoutPostgres = await buildApp(portsOver(away));
  withFault = await buildApp(portsOver(failing));
  document = (await withoutPostgres.inject({ url: '/api/v1/openapi.json' })).json();
});
afterAll(async () => {
  await Promise.all([withoutPostgres.close(), withFault.close()]);
  await away.destroy();
});

describe('the description', () => {
  test('is OpenAPI 3.1 as two validators have it, without a warning', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect([validator.version, document.openapi]).toEqual(['3.1', '3.1.0']);
    const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-openapi-'));
    const file = path.join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const redocly = path.resolve('node_modules/.bin/redocly');
    const { stdout, stderr } = await promisify(execFile)(redocly, ['lint', file, '--format=json']);
    rmSync(folder, { recursive: true });
    expect([JSON.parse(stdout).problems, stderr.includes('valid')]).toEqual([[], true]);
  });

  test('names every operation once, with who may ask, and no other', () => {
    const described = Object.entries(document.paths ?? {}).map(([place, one]) => [
      one?.get?.operationId,
      place,
    ]);
    expect(described).toEqual(operations.map((one) => [one.id, pathOf(one)]));
    for (const one of operations) {
      const { security, responses } = document.paths?.[pathOf(one)]?.get ?? {};
      expect(security?.[0]).toEqual({ session: [] });
      const statuses = [...Object.keys(schemaOf(one).response), ...(one.streams ? [] : ['304'])];
      expect(Object.keys(responses ?? {}).toSorted()).toEqual(statuses.toSorted());
    }
  });

  test('says everything in camel case', () => {
    const names = [...JSON.stringify(document).matchAll(/"properties":\{(.*?)\}/g)].flatMap(
      ([, inside = '']) => [...inside.matchAll(/"(\w+)":\{/g)].map(([, name]) => name),
    );
    expect(names.length).toBeGreaterThan(200);
    expect(names.filter((name) => !/^[a-z][a-zA-Z0-9]*$/.test(name ?? ''))).toEqual([]);
  });

  test.each(operations.map((one) => [one.id, one] as const))(
    'has an answer of %s as its example',
    (id, one) => {
      const example = (examples as Readonly<Record<string, unknown>>)[id];
      expect(answerSchemaOf(one).parse(example)).toEqual(example);
    },
  );
});

test.each(operations.map((one) => [one.id, one] as const))(
  '%s says so where the database is away, or a fault is ours',
  async (id, { path: place }) => {
    const filled = place.replace(/:\w+/, '1');
    const url = `/api/v1${filled}${id === 'searchSuppliers' ? '?q=care' : ''}`;
    const statuses = [await withoutPostgres.inject({ url }), await withFault.inject({ url })].map(
      (answer) => [answer.statusCode, Problem.strict().parse(answer.json()).status],
    );
    expect(statuses).toEqual([
      [503, 503],
      [500, 500],
    ]);
  },
);

describe('the client', () => {
  test('is made of the description, and is what the server hands out', async () => {
    const source = clientOf(document);
    expect((await withoutPostgres.inject({ url: '/api/v1/client.ts' })).body).toBe(source);
    await expect(source).toMatchFileSnapshot('client.ts');
  });

  test('has a function of every operation', () => {
    const tocsin = client.openTocsin({ home: 'http://127.0.0.1:1' });
    expect(Object.keys(tocsin)).toEqual(operations.map(({ id }) => id));
  });
});
