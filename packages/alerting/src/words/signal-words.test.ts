import type { SignalOf } from '@tocsin/domain';
import { describe, expect, it } from 'vitest';
import { signalWords } from './signal-words.ts';

const unread: SignalOf<'accounts-figures'> = {
  kind: 'accounts-figures',
  balanceDate: '2024-03-31',
  currency: null,
  figures: {},
  consolidated: null,
  previous: null,
  standard: null,
  dormant: null,
  audited: null,
  flags: [],
};
const filed: SignalOf<'accounts-filed'> = {
  kind: 'accounts-filed',
  madeUpTo: '2024-03-31',
  filedOn: '2025-01-05',
  dueOn: '2024-12-31',
  type: 'full',
  machineReadable: null,
};
const parent = { name: 'Example Group Limited', ref: null, country: null };
const controlled: SignalOf<'parent-company'> = {
  kind: 'parent-company',
  parent,
  notifiedOn: '2016-04-06',
  ceasedOn: null,
};

describe('a published signal in words', () => {
  it('says that accounts are a picture only when nothing of them was read', () => {
    expect(signalWords(unread)).toEqual({
      what: 'Accounts to 31 March 2024 are not machine-readable',
      detail: 'filed on paper or as a picture, so their figures are unknown here',
    });
    for (const read of [{ figures: { cash: 1 } }, { consolidated: {} }, { standard: 'micro' }])
      expect(signalWords({ ...unread, ...read }).what).toBe('Figures in the accounts to 31 March 2024');
  });

  it.each([
    ['not-required', 'none is required'],
    ['withheld-by-choice', 'withheld from publication by its choice'],
    ['not-readable', 'could not be read'],
  ] as const)('says of a profit and loss account that is not there: %s', (profitAndLoss, why) => {
    expect(signalWords({ ...unread, standard: 'micro', profitAndLoss }).detail).toContain(why);
  });

  it('says that accounts came on paper only where the register does', () => {
    const late = 'filed 5 January 2025, due 31 December 2024, late, full';
    expect(signalWords(filed).detail).toBe(late);
    expect(signalWords({ ...filed, machineReadable: false }).detail).toBe(
      `${late}, on paper: not machine-readable, so their figures are unknown here`,
    );
  });

  it('says in whose accounts a company is listed as a subsidiary, and of which day they are', () => {
    expect(signalWords({ ...controlled, listedOn: '2025-12-31' })).toEqual({
      what: 'Listed as a subsidiary in the accounts of',
      detail: 'Example Group Limited, made up to 31 December 2025',
    });
  });

  it('says until when a company was controlled', () => {
    expect(signalWords(controlled).what).toBe('Controlled by');
    expect(signalWords({ ...controlled, ceasedOn: '2026-02-01' })).toEqual({
      what: 'No longer controlled by',
      detail: 'Example Group Limited, since 6 April 2016, until 1 February 2026',
    });
  });
});
