import { Signal } from '@tocsin/domain';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceById, sources } from './sources.ts';

const folder = new URL('.', import.meta.url);
const declared = readdirSync(folder).filter(
  (file) =>
    /^[a-z0-9-]+\.ts$/.test(file) &&
    /= define(Source|Table|Register)\(/.test(readFileSync(new URL(file, folder), 'utf8')),
);

test('every source file is listed under its own name', () => {
  expect(sources.map(({ id }) => `${id}.ts`).sort()).toEqual([...declared].sort());
  for (const { id } of sources) expect(sourceById(id)?.id).toBe(id);
});

test('every source has its test and a small document of its own', () => {
  const fixtures = readdirSync(new URL('fixtures/', folder));
  for (const { id } of sources) {
    expect(existsSync(new URL(`${id}.test.ts`, folder)), id).toBe(true);
    expect(
      fixtures.some((file) => file.startsWith(`${id}.`)),
      id,
    ).toBe(true);
  }
});

/** Licences that let anybody keep and show what is published, as somebody has read them. */
const licences = [
  'Open Government Licence v3.0',
  'Open Parliament Licence v3.0',
  'Creative Commons Attribution 4.0',
  'Creative Commons Zero 1.0',
];

test('every source says in prose what it is, what it leaves out and how late it is', () => {
  for (const { id, description, licence, homepage } of sources) {
    expect(description.length, id).toBeGreaterThan(200);
    expect(
      licences.filter((one) => licence.includes(one)),
      `${id}: “${licence}” is none of: ${licences.join(', ')}. Read it, then name it here`,
    ).toHaveLength(1);
    expect(homepage, id).toMatch(/^https:/);
  }
});

/** Kinds of signal that no source tells yet, with the reason: their questions are unknown for everybody. */
const untold: Readonly<Record<string, string>> = {
  'short-interest': 'no connector to the register of short positions yet',
  'public-report': 'press and market reports are read for hindsight only',
};

test('every kind of signal is told by a source, but for those that are named with a reason', () => {
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/test|fixtures/.test(file))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const kinds = Signal.options.map((option) => option.shape.kind.value);
  const missing = kinds.filter((kind) => !code.includes(`kind: '${kind}'`));
  expect(missing.toSorted()).toEqual(Object.keys(untold).toSorted());
});
