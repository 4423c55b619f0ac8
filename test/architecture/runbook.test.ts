import { readFileSync } from 'node:fs';
import path from 'node:path';
import { alarmCauses } from '@tocsin/alerting';
import { expect, test } from 'vitest';
import { clone } from './clone.ts';

const runbook = readFileSync(path.join(clone, 'infra/deploy/RUNBOOK.md'), 'utf8');

test('the runbook has a section for each alarm, in the order of their table, and no other', () => {
  const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
  expect(sections).toEqual(alarmCauses.map(({ id }) => id));
});

test('each section says what to do, and leads to sections that there are', () => {
  const [, ...sections] = runbook.split(/^## /m);
  for (const section of sections) expect(section).toMatch(/^1\. /m);
  const led = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, name]) => name);
  expect(led.filter((name) => alarmCauses.every(({ id }) => id !== name))).toEqual([]);
});
