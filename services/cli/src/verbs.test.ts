import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { verbNeeds } from './verbs.ts';

const alone = Object.entries(verbNeeds).flatMap(([verb, need]) => (need === 'nothing' ? [verb] : []));

test.each(alone)('%s, which needs files only, asks for no setting of a running system', (verb) => {
  expect(readFileSync(new URL(`./${verb}.ts`, import.meta.url), 'utf8')).not.toContain('readSettings');
});
