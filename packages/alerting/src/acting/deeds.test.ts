import { Pence } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlertKind } from '../alert/causes.ts';
import { actedOn, mayDo, mayUndo, undoneOf, type AlertDeed, type DeedRow } from './deeds.ts';
import { deedWords, outcomeMoneyWords, outcomeWords, writtenWith } from './deed-words.ts';

const acknowledge: AlertDeed = { action: 'acknowledge' };
const reopen: AlertDeed = { action: 'reopen' };
const note: AlertDeed = { action: 'note', text: 'Rang the supplier' };
const dismiss: AlertDeed = { action: 'dismiss', reason: 'Ended' };
const snooze: AlertDeed = { action: 'snooze', until: '2026-12-09' };
const outcome: AlertDeed = { action: 'outcome', outcome: 'no-impact', evidence: 'Minutes' };
const assignTo = (who: string): AlertDeed => ({ action: 'assign', to: who, owner: who });
const plan = (keptAt: string): AlertDeed => ({ action: 'plan', keptAt });
const saving = (pounds: number): AlertDeed => ({
  action: 'money',
  of: 'saving',
  pence: Pence.parse(pounds * 100),
  evidence: 'Invoice',
});
const confirm = (deed: string): AlertDeed => ({ action: 'confirm', deed, confirmedBy: 'Finance' });
const undo = (deed: string): AlertDeed => ({ action: 'undo', deed });

const rowOf = (id: string, deed: AlertDeed): DeedRow => ({
  id,
  deed,
  by: 'person 1',
  at: '2026-11-23T09:00:00Z',
});
/** Deeds one after another, by ids from 1. */
const rowsOf = (...deeds: readonly AlertDeed[]): readonly DeedRow[] =>
  deeds.map((deed, at) => rowOf(String(at + 1), deed));
const after = (...deeds: readonly AlertDeed[]) => actedOn('band', rowsOf(...deeds));

const anyDeed = fc.oneof(
  fc.constantFrom(acknowledge, reopen, note, dismiss, snooze, outcome, saving(5), plan('Room 4')),
  fc.constantFrom('person 1', 'person 2').map(assignTo),
  fc.integer({ min: 1, max: 12 }).map((id) => confirm(String(id))),
  fc.integer({ min: 1, max: 12 }).map((id) => undo(String(id))),
);
const anyRows = fc.array(anyDeed, { maxLength: 12 }).map((deeds) => rowsOf(...deeds));
const anyKind = fc.constantFrom<AlertKind>('formal', 'band', 'information');

test('an alert stands as its deeds leave it, whatever their numbers are', () => {
  fc.assert(
    fc.property(anyKind, anyRows, (kind, rows) => {
      const other = new Map(rows.map(({ id }, at) => [id, String(rows.length - at)]));
      const numberOf = (id: string) => other.get(id) ?? `other ${id}`;
      const named = (deed: AlertDeed) => ('deed' in deed ? { ...deed, deed: numberOf(deed.deed) } : deed);
      const renumbered = rows.map((row) => ({ ...row, id: numberOf(row.id), deed: named(row.deed) }));
      const { money, ...standing } = actedOn(kind, rows);
      expect(actedOn(kind, renumbered)).toEqual({
        ...standing,
        money: money.map((one) => ({ ...one, deed: numberOf(one.deed) })),
      });
    }),
  );
});

test('what is undone is as if it had never been done, and undoing it twice is undoing it once', () => {
  fc.assert(
    fc.property(anyKind, anyRows, fc.nat(11), (kind, rows, at) => {
      const undone = rows[at] ?? rowOf('99', note);
      fc.pre(undone.deed.action !== 'undo');
      const once = [...rows, rowOf('90', undo(undone.id))];
      const twice = [...once, rowOf('91', undo(undone.id))];
      const without = actedOn(
        kind,
        rows.filter((row) => row !== undone),
      );
      expect([actedOn(kind, once), actedOn(kind, twice)]).toEqual([without, without]);
    }),
  );
});

test('undoing the last deed leaves the alert as it stood before it', () => {
  fc.assert(
    fc.property(anyKind, anyRows, anyDeed, (kind, rows, deed) => {
      fc.pre(deed.action !== 'undo');
      const undone = [...rows, rowOf('90', deed), rowOf('91', undo('90'))];
      expect(actedOn(kind, undone)).toEqual(actedOn(kind, rows));
    }),
  );
});

test('a formal event that nobody has acknowledged is never put off, whatever was done with it', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const { status, snoozedUntil } = actedOn('formal', rows);
      expect(status === 'raised' && snoozedUntil !== null).toBe(false);
    }),
  );
});

test('no money is counted that finance has not confirmed', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const gone = undoneOf(rows);
      const confirmed = actedOn('band', rows).money.filter(({ confirmedBy }) => confirmedBy !== null);
      for (const { deed } of confirmed) {
        const by = rows.filter((row) => row.deed.action === 'confirm' && row.deed.deed === deed);
        expect(by.some(({ id }) => !gone.has(id))).toBe(true);
      }
    }),
  );
});

test('nothing was done with an alert that has no deeds', () => {
  expect(after()).toEqual({
    status: 'raised',
    owner: null,
    snoozedUntil: null,
    plan: null,
    outcome: null,
    money: [],
  });
});

test('an assignment stands over an acknowledgement, and acknowledging afterwards takes nothing from it', () => {
  expect(after(acknowledge).status).toBe('acknowledged');
  expect(after(acknowledge, assignTo('person 1'))).toMatchObject({ status: 'assigned', owner: 'person 1' });
  expect(after(assignTo('person 1'), assignTo('person 2'), acknowledge)).toMatchObject({
    status: 'assigned',
    owner: 'person 2',
  });
});

test('an alert that is dismissed is opened again as new, keeps its owner, and is assigned to nobody meanwhile', () => {
  const rows = [assignTo('person 1'), dismiss] as const;
  expect(after(...rows)).toMatchObject({ status: 'dismissed', owner: 'person 1' });
  expect(after(...rows, assignTo('person 2'))).toMatchObject({ status: 'dismissed', owner: 'person 1' });
  expect(after(...rows, acknowledge).status).toBe('dismissed');
  expect(after(...rows, reopen)).toMatchObject({ status: 'raised', owner: 'person 1' });
  expect(after(acknowledge, reopen).status).toBe('acknowledged');
});

test('assigning and dismissing end that an alert is put off; the later day counts', () => {
  expect(after(snooze).snoozedUntil).toBe('2026-12-09');
  expect(after(snooze, { action: 'snooze', until: '2026-12-20' }).snoozedUntil).toBe('2026-12-20');
  expect(after(snooze, assignTo('person 1')).snoozedUntil).toBeNull();
  expect(after(snooze, dismiss).snoozedUntil).toBeNull();
  expect(actedOn('formal', rowsOf(snooze)).snoozedUntil).toBeNull();
  expect(actedOn('formal', rowsOf(snooze, acknowledge)).snoozedUntil).toBe('2026-12-09');
});

test('the last place of a plan and the last outcome count, and every amount is kept with whether it counts', () => {
  expect(after(plan('Room 4'), plan('Room 5')).plan).toBe('Room 5');
  expect(after(outcome, { ...outcome, outcome: 'managed-exit' }).outcome).toEqual({
    outcome: 'managed-exit',
    evidence: 'Minutes',
  });
  const { money } = after(saving(5), saving(7), confirm('2'), confirm('9'));
  expect(money.map(({ deed, pence, confirmedBy }) => [deed, pence, confirmedBy])).toEqual([
    ['1', 500, null],
    ['2', 700, 'Finance'],
  ]);
});

test('an amount that is undone takes its confirmation with it', () => {
  expect(after(saving(5), confirm('1'), undo('1')).money).toEqual([]);
  expect(after(saving(5), confirm('1'), undo('2')).money).toMatchObject([{ confirmedBy: null }]);
});

test('of two plans the later one stands, whatever the numbers of the deeds', () => {
  const rows = [rowOf('10', plan('Room 10')), rowOf('9', plan('Room 9'))];
  expect(actedOn('band', rows).plan).toBe('Room 9');
});

type Status = Parameters<typeof mayDo>[0]['status'];
const may = (deed: AlertDeed, status: Status, rows: readonly DeedRow[] = [], kind: AlertKind = 'band') =>
  mayDo({ kind, status }, rows, deed);
const every: readonly Status[] = ['raised', 'acknowledged', 'assigned', 'dismissed', 'superseded'];
const where = (deed: AlertDeed) => every.filter((status) => may(deed, status));

test('each deed is for the alerts that it changes', () => {
  expect(where(acknowledge)).toEqual(['raised']);
  expect(where(assignTo('person 1'))).toEqual(['raised', 'acknowledged', 'assigned']);
  expect(where(snooze)).toEqual(['raised', 'acknowledged', 'assigned']);
  expect(where(dismiss)).toEqual(['raised', 'acknowledged', 'assigned']);
  expect(where(reopen)).toEqual(['dismissed']);
  for (const deed of [note, plan('Room 4'), outcome, saving(5)]) expect(where(deed)).toEqual(every);
});

test('what stands already is not done again', () => {
  const given = rowsOf(assignTo('person 1'));
  expect(may(assignTo('person 1'), 'assigned', given)).toBe(false);
  expect(may(assignTo('person 2'), 'assigned', given)).toBe(true);
  expect(may(assignTo('person 1'), 'raised', rowsOf(assignTo('person 1'), dismiss, reopen))).toBe(true);
  expect(may(snooze, 'acknowledged', rowsOf(acknowledge, snooze))).toBe(false);
  expect(may({ action: 'snooze', until: '2026-12-10' }, 'acknowledged', rowsOf(acknowledge, snooze))).toBe(
    true,
  );
});

test('a formal event is acknowledged before it is put off', () => {
  expect(may(snooze, 'raised', [], 'formal')).toBe(false);
  expect(may(snooze, 'acknowledged', rowsOf(acknowledge), 'formal')).toBe(true);
});

test('finance confirms an amount that is there, once', () => {
  const rows = rowsOf(saving(5), note, saving(7), undo('3'));
  expect(['1', '2', '3', '9'].filter((id) => may(confirm(id), 'assigned', rows))).toEqual(['1']);
  expect(may(confirm('1'), 'assigned', rowsOf(saving(5), confirm('1')))).toBe(false);
});

test('whatever counts can be undone, but opening again and undoing', () => {
  const rows = rowsOf(acknowledge, dismiss, reopen, note, undo('1'));
  expect([...mayUndo(rows)]).toEqual(['2', '4']);
  expect(['1', '2', '3', '4', '5', '9'].filter((id) => may(undo(id), 'raised', rows))).toEqual(['2', '4']);
  expect([...undoneOf(rows)]).toEqual(['1']);
});

test('each deed is said in words, with whom it names, and with what was written', () => {
  const said = (deed: AlertDeed) => [deedWords(deed, (owner) => `<${owner}>`), writtenWith(deed)];
  expect(
    [
      acknowledge,
      assignTo('person 1'),
      note,
      snooze,
      dismiss,
      reopen,
      plan('Room 4'),
      outcome,
      saving(5),
    ].map(said),
  ).toEqual([
    ['Acknowledged', null],
    ['Assigned to <person 1>', null],
    ['Note', 'Rang the supplier'],
    ['Put off to 9 December 2026', null],
    ['Dismissed', 'Ended'],
    ['Opened again', null],
    ['Place of the contingency plan recorded', 'Room 4'],
    ['Outcome recorded: no impact', 'Minutes'],
    ['Saving of £5 recorded', 'Invoice'],
  ]);
  expect([confirm('1'), undo('1')].map(said)).toEqual([
    ['Money confirmed by finance', 'Finance'],
    ['Undone', null],
  ]);
  expect(Object.values(outcomeWords)).toEqual([
    'No impact',
    'Managed exit',
    'Contract moved to another supplier',
    'Supplier failed',
  ]);
  expect(Object.values(outcomeMoneyWords)).toEqual(['Loss avoided', 'Saving', 'Cost', 'Money recovered']);
});
