import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clone, filesBelow } from './clone.ts';
import { copiesOfGrowth } from './growth.ts';

const planted: Readonly<Record<string, string>> = {
  'a group under its key': 'groups.set(key, [...(groups.get(key) ?? []), member]);',
  'a group under its key, read before':
    'const before = groups.get(key) ?? [];\ngroups.set(key, [...before, member]);',
  'a group inside a record under its key':
    'const before = byTopic.get(topic);\nbyTopic.set(topic, { topic, questions: [...(before?.questions ?? []), question] });',
  'a sorted group': 'lengths.set(last, [...(lengths.get(last) ?? []), 1].toSorted());',
  'a set under its key': 'seen.set(key, new Set([...(seen.get(key) ?? []), member]));',
  'a record under its key': 'counts.set(key, { ...counts.get(key), [word]: 1 });',
  'a list in a variable': 'for (const one of all) list = [...list, one];',
  'a list in a field': 'fetched[gss] = [...(fetched[gss] ?? []), url];',
  'a list by concat': 'for (const one of all) list = list.concat(one);',
  'a buffer by concat': 'for await (const chunk of body) bytes = Buffer.concat([bytes, chunk]);',
  'a record by assign': 'for (const [key, one] of all) record = Object.assign({}, record, { [key]: one });',
  'a record by spread': 'for (const [key, one] of all) record = { ...record, [key]: one };',
  'a list in reduce': 'all.reduce((sum, one) => [...sum, one], []);',
  'a record in reduce': 'all.reduce((sum, one) => ({ ...sum, [one.key]: one }), {});',
  'a list by concat in reduce': 'all.reduce((sum, one) => sum.concat(one), []);',
  'a set in reduce': 'all.reduce((sum, one) => new Set([...sum, one]), new Set());',
};

const innocent: Readonly<Record<string, string>> = {
  'a group that is pushed into': 'addTo(groups, key, member);',
  'another map’s group': 'groups.set(key, [...(grouped.get(key) ?? []), member]);',
  'fields known by name': 'period = { ...period, start: text };',
  'a sum': 'all.reduce((sum, one) => sum + one.count, 0);',
  'a buffer with more room': 'bytes = Buffer.concat([bytes], 2 * needed);',
  'a list of others': 'list = [...others, one];',
  'a copy': 'kept = [...kept];',
};

test.each(Object.entries(planted))('%s is not copied for each member', (_, source) => {
  expect(copiesOfGrowth('planted.ts', source)).toHaveLength(1);
});

test.each(Object.entries(innocent))('%s passes', (_, source) => {
  expect(copiesOfGrowth('innocent.ts', source)).toEqual([]);
});

test('nothing that is collected is copied for each of its members', () => {
  const code = ['packages', 'services', 'infra', 'test'].flatMap(filesBelow);
  const found = code
    .filter((file) => /\.m?ts$/.test(file) && file !== 'test/architecture/growth.test.ts')
    .flatMap((file) => copiesOfGrowth(file, readFileSync(path.join(clone, file), 'utf8')));
  expect(found).toEqual([]);
});
