import type { ExposedContract } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { exposure, published } from '../fixtures/alert-facts.ts';
import { leftInBrief, leftSince } from './left-since.ts';

const [, registered] = exposure.contracts;
const now = (...contracts: readonly ExposedContract[]) => ({ ...exposure, contracts: [...contracts] });

describe('what of an alert’s exposure its council has no more', () => {
  test('is nothing while every contract is live, and all where neither contract nor spend is left', () => {
    expect(leftSince(exposure, exposure)).toBeNull();
    expect(leftSince(exposure, undefined)).toEqual({
      isAll: true,
      contracts: ['Residential care', 'Respite care'],
    });
    expect(leftSince({ ...exposure, contracts: [] }, undefined)).toEqual({ isAll: true, contracts: [] });
  });

  test('is each contract that is live no longer, by its title', () => {
    expect(leftSince(exposure, now(published))).toEqual({ isAll: false, contracts: ['Respite care'] });
  });

  test('is none of those that go on under another reference, another title, or as part of a joined contract', () => {
    const renumbered = { ...registered!, ref: 'register:900' };
    const retitled = { ...published, title: 'Residential care (varied)' };
    expect(leftSince(exposure, now(renumbered, retitled))).toBeNull();
    const joined = {
      ...published,
      ref: 'award:ocds-9/1',
      title: 'Other',
      joined: [{ ref: published.ref, reason: '' }],
    };
    expect(leftSince({ ...exposure, contracts: [published] }, now(joined))).toBeNull();
    expect(leftSince({ ...exposure, contracts: [joined] }, now(published))).toBeNull();
    expect(leftSince({ ...exposure, contracts: [joined] }, now(registered!))).toEqual({
      isAll: false,
      contracts: ['Other'],
    });
  });

  test('is none of those that the council has through the supplier’s group', () => {
    expect(leftSince(exposure, { ...now(published), throughGroup: [registered!] })).toBeNull();
  });

  test('is said in one line of a list', () => {
    expect(leftInBrief({ isAll: true, contracts: [] })).toBe(
      'By now no live contract and no spending of 12 months names it, as far as is known',
    );
    expect(leftInBrief({ isAll: false, contracts: ['Care', 'Respite care'] })).toBe(
      'No longer among your live contracts: Care; Respite care',
    );
  });
});
