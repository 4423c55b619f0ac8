import { expect, test } from 'vitest';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { nameSources } from './source-names.ts';

test('findings, events and endings name their sources where their ids stood, and nothing else changes', () => {
  const { assessment } = petitionFacts;
  const [event] = assessment.formalEvents;
  const ending = {
    ref: event!.ref,
    family: event!.family,
    how: 'dismissed',
    days: petitionFacts.alert,
    evidence: event!.evidence,
  } as const;
  const named = nameSources({ ...assessment, endings: [ending] }, (id) => `the source ${id}`);
  const sources = (parts: readonly { readonly evidence: readonly { readonly source: string }[] }[]) =>
    parts.flatMap(({ evidence }) => evidence.map(({ source }) => source));
  expect(sources(named.findings)).toEqual(['the source Companies House', 'the source The Gazette']);
  expect(sources(named.formalEvents)).toEqual(['the source The Gazette']);
  expect(sources(named.endings ?? [])).toEqual(['the source The Gazette']);
  expect(nameSources(assessment, (id) => id)).toEqual(assessment);
});
