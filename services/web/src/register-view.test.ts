import { expect, test } from 'vitest';
import { viewOfRegister } from './register-view.ts';

function upload(id: string, undoneAt: string | null, replaces: string | null) {
  const by = { uploadedBy: 'An Officer', uploadedAt: '2026-11-01T10:00:00Z' };
  return {
    id,
    fileName: `${id}.csv`,
    lineCount: 3,
    matched: 2,
    looked: 3,
    waits: false,
    isStopped: false,
    ...by,
    undoneAt,
    replaces,
  };
}

test('the register in force is the one that is not undone, and undoing it brings back the one it replaced', () => {
  const uploads = [
    upload('3', '2026-11-03T10:00:00Z', '2'),
    upload('2', null, '1'),
    upload('1', '2026-11-02T10:00:00Z', null),
  ];
  const view = viewOfRegister({ uploads, unmatched: [], draft: { fileName: 'next.csv' }, looks: null });
  expect(view).toMatchObject({ inForce: { id: '2' }, former: { id: '1' }, draft: 'next.csv' });
  expect(view.uploads.map((one) => 'replaces' in one)).toEqual([false, false, false]);
});

test('where every upload was undone, no register is in force and none would come back', () => {
  const uploads = [upload('1', '2026-11-02T10:00:00Z', null)];
  expect(viewOfRegister({ uploads, unmatched: [], draft: undefined, looks: null })).toMatchObject({
    inForce: null,
    former: null,
    draft: null,
  });
});
