import { expect } from 'vitest';
import { drill, expected, type Outcome } from './drill.ts';

/** Holds what came of each notice to the drill's own rows, to the penny and the day. */
export function holdToDrill(outcomes: readonly Outcome[]): void {
  const by = new Map(outcomes.map((one) => [one.id, one]));
  const of = (id: string) => by.get(id) ?? expect.fail(`${id} was not lived`);
  const kinds = new Map(drill.map((one) => [one.case, one.same_legal_person]));
  expect(outcomes.filter(({ seconds }) => seconds > 60)).toEqual([]);
  for (const [id, same] of kinds) {
    const { paidBy, stored } = of(id);
    expect([id, paidBy]).toEqual([id, same === 'yes' ? expected(id) : []]);
    // Stored is what is current: paid in the twelve months before the notice, or since.
    const current = expected(id).filter(({ year, since }) => year > 0 || since > 0);
    expect([id, stored.map(({ council, year, since }) => ({ council, year, since }))]).toEqual([
      id,
      current.map(({ council, year, since }) => ({ council, year, since })),
    ]);
    for (const { lastBefore, year, since } of current.length > 0 ? [] : expected(id))
      expect([id, lastBefore, year, since]).toEqual([id, expect.any(String), 0, 0]);
  }
  for (const [id, same] of kinds)
    expect([id, of(id).page.includes('History, no current exposure')]).toEqual([
      id,
      same === 'yes' && of(id).stored.length === 0,
    ]);
  expect(of('D01').page).toContain('Paid on or after 2 December 2019');
  expect(of('D05').page).toContain('The files held show none before that day');
  expect(of('D04').stored.map(({ band }) => band)).not.toContain('insolvent');
  expect(of('D04').page).toContain('Notice of a procedure whose kind is not known');
  expect(of('D03').page).toContain('Nothing stands against it');
}
