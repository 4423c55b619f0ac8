import { Award } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tellAwardsApart, type PlacedRelease } from './tell-awards-apart.ts';

const OCID = 'ocds-h6vhtk-990001';

interface Said {
  readonly notice: string;
  readonly at?: string;
  readonly buyers?: readonly string[];
  readonly suppliers?: readonly string[];
  readonly isChange?: true;
  readonly position?: number;
  readonly ocid?: string;
}

function release({
  notice,
  at = notice,
  buyers = ['A'],
  suppliers = ['S'],
  isChange,
  position = 1,
  ocid = OCID,
}: Said): PlacedRelease {
  const publishedAt = `2026-01-${at.padStart(2, '0')}T10:00:00.000Z`;
  const award = Award.parse({
    kind: 'award',
    ...(isChange ? { isChange } : {}),
    ocid,
    awardId: '1',
    noticeId: notice,
    noticeType: null,
    title: null,
    buyers: buyers.map((name) => ({ name, ids: [], postcode: null })),
    suppliers: suppliers.map((name) => ({ name, ref: null, printedRef: null, postcode: null })),
    value: null,
    valueGross: null,
    awardedOn: null,
    startsOn: null,
    endsOn: null,
    agreement: 'contract',
    status: 'active',
    cpv: null,
    regime: 'unknown',
  });
  return { award, publishedAt, version: publishedAt, position };
}

/** Which notices make up which award. */
function apart(...said: readonly Said[]) {
  return tellAwardsApart(said.map(release)).map(({ key, releases }) => [
    key,
    releases.map(({ award }) => award.noticeId),
  ]);
}

test('an id met again from another set of buyers is another award, a change of it or not', () => {
  expect(
    apart(
      { notice: '1', buyers: ['A'] },
      { notice: '2', buyers: ['B'] },
      { notice: '3', buyers: ['B'], isChange: true },
    ),
  ).toEqual([
    ['1', ['1']],
    ['1@2', ['2', '3']],
  ]);
  expect(apart({ notice: '1', buyers: ['A', 'B'] }, { notice: '2', buyers: ['A', 'C'] })).toHaveLength(2);
  expect(apart({ notice: '1', buyers: ['A', 'B'] }, { notice: '2', buyers: ['A'] })).toHaveLength(1);
});

test('other suppliers are another award unless the release is a change, or names nobody, or is the same notice again', () => {
  expect(apart({ notice: '1', suppliers: ['S'] }, { notice: '2', suppliers: ['T'] })).toHaveLength(2);
  expect(
    apart({ notice: '1', suppliers: ['S'] }, { notice: '2', suppliers: ['T'], isChange: true }),
  ).toHaveLength(1);
  expect(apart({ notice: '1', suppliers: ['S'] }, { notice: '2', suppliers: [] })).toHaveLength(1);
  expect(apart({ notice: '1', suppliers: ['S'] }, { notice: '1', at: '2', suppliers: ['T'] })).toHaveLength(
    1,
  );
  expect(
    apart({ notice: '1', suppliers: ['S', 'T'] }, { notice: '2', suppliers: ['t limited', 'T Ltd', 'U'] }),
  ).toHaveLength(2);
  expect(
    apart({ notice: '1', suppliers: ['S', 'T Limited'] }, { notice: '2', suppliers: ['T LTD'] }),
  ).toHaveLength(1);
});

test('one moment’s notice that names another is no correction, and one that names nobody waits for its supplier', () => {
  expect(apart({ notice: '1', suppliers: ['S'] }, { notice: '1', suppliers: ['T'] })).toHaveLength(2);
  expect(apart({ notice: '1', suppliers: [] }, { notice: '2', suppliers: ['T'] })).toEqual([
    ['1', ['1', '2']],
  ]);
});

test('a hundred awards of one buyer under one id stay a hundred', () => {
  const chain = Array.from({ length: 28 }, (_, at) => ({
    notice: String(at + 1),
    suppliers: [`Taxi ${at}`],
  }));
  expect(apart(...chain)).toHaveLength(28);
});

test('two places of one release are two awards; a later release joins the one whose supplier it names', () => {
  expect(
    apart(
      { notice: '1', suppliers: ['S'] },
      { notice: '1', suppliers: ['T'], position: 2 },
      { notice: '2', suppliers: ['T'], isChange: true },
      { notice: '3', suppliers: [], isChange: true },
    ),
  ).toEqual([
    ['1', ['1', '3']],
    ['1@1#2', ['1', '2']],
  ]);
});

test('lines of a council’s own register are told apart by its own references', () => {
  const ocid = 'ocds-tocsin-E10000030:R1';
  expect(
    apart({ notice: '1', ocid, suppliers: ['S'] }, { notice: '2', ocid, suppliers: ['T'] }),
  ).toHaveLength(1);
});

test('in whatever order releases are read, the awards are the same and nothing is lost', () => {
  const said = fc.record({
    notice: fc.integer({ min: 1, max: 9 }).map(String),
    buyers: fc.subarray(['A', 'B', 'C']),
    suppliers: fc.subarray(['S', 'T', 'U']),
    position: fc.integer({ min: 1, max: 2 }),
  });
  fc.assert(
    fc.property(fc.array(said, { minLength: 1, maxLength: 8 }), fc.func(fc.integer()), (all, by) => {
      const shuffled = [...all].sort((a, b) => by(a) - by(b));
      const [one, two] = [tellAwardsApart(all.map(release)), tellAwardsApart(shuffled.map(release))];
      expect(two).toEqual(one);
      expect(one.flatMap(({ releases }) => releases)).toHaveLength(all.length);
      expect(new Set(one.map(({ key }) => key)).size).toBe(one.length);
    }),
  );
});

describe('who is the same', () => {
  const mention = (name: string, printedRef: string | null = null, number: string | null = null) => ({
    name,
    ref: number === null ? null : { scheme: 'GB-COH' as const, id: number },
    printedRef,
    postcode: null,
  });
  const twoOf = (one: object, other: object, field: 'suppliers' | 'buyers') => {
    const [first, second] = [release({ notice: '1' }), release({ notice: '2' })];
    const said = [
      { ...first, award: Award.parse({ ...first.award, [field]: [one] }) },
      { ...second, award: Award.parse({ ...second.award, [field]: [other] }) },
    ];
    return tellAwardsApart(said).length;
  };

  test.each([
    [
      'a supplier of one number, however it is called',
      mention('S', null, '01234567'),
      mention('T', null, '01234567'),
      1,
    ],
    [
      'no supplier of another number, though called alike',
      mention('S', null, '01234567'),
      mention('S', null, '07654321'),
      2,
    ],
    ['a supplier with one printed reference', mention('S', 'GB-X-1'), mention('T', 'GB-X-1'), 1],
    ['no supplier without references under another name', mention('S'), mention('T'), 2],
    ['a supplier of one name, of which one has a number', mention('S', null, '01234567'), mention('s.'), 1],
    ['a supplier with & for AND', mention('S & T Limited'), mention('s and t ltd'), 1],
  ])('%s', (_, one, other, awards) => {
    expect(twoOf(one, other, 'suppliers')).toBe(awards);
  });

  const buyer = (name: string, ...ids: readonly string[]) => ({ name, ids, postcode: null });
  test.each([
    ['a buyer with one identifier in common', buyer('A', 'GB-1', 'GB-2'), buyer('B', 'GB-2'), 1],
    ['no buyer of other identifiers under another name', buyer('A', 'GB-1'), buyer('B', 'GB-2'), 2],
    ['a buyer of one name, whatever its identifiers', buyer('A', 'GB-1'), buyer('a', 'GB-2'), 1],
  ])('%s', (_, one, other, awards) => {
    expect(twoOf(one, other, 'buyers')).toBe(awards);
  });
});

test('of no release there is no award', () => {
  expect(tellAwardsApart([])).toEqual([]);
});

test('another award is called after its notice, else its moment, and a second one of that is counted', () => {
  expect(
    apart(
      { notice: '1', suppliers: ['S'] },
      { notice: '2', suppliers: ['T'] },
      { notice: '3', suppliers: ['U'] },
    ),
  ).toEqual([
    ['1', ['1']],
    ['1@2', ['2']],
    ['1@3', ['3']],
  ]);
  const unnamed = (at: string, supplier: string) => {
    const one = release({ notice: '1', at, suppliers: [supplier] });
    return { ...one, award: { ...one.award, noticeId: null } };
  };
  expect(
    tellAwardsApart([unnamed('1', 'S'), unnamed('2', 'T'), unnamed('2', 'U')]).map(({ key }) => key),
  ).toEqual(['1', '1@2026-01-02T10:00:00.000Z', '1@2026-01-02T10:00:00.000Z~2']);
});

test('who joins or leaves by a change names the award that it changes', () => {
  const [one, other] = [
    release({ notice: '1', suppliers: ['S'] }),
    release({ notice: '2', suppliers: ['T'] }),
  ];
  const later = release({ notice: '3', suppliers: [], isChange: true });
  const [supplier] = one.award.suppliers;
  const left = { ...later, award: { ...later.award, suppliersRemoved: [supplier!] } };
  const joined = { ...later, award: { ...later.award, suppliersAdded: [supplier!] } };
  for (const change of [left, joined])
    expect(tellAwardsApart([one, other, change]).map(({ releases }) => releases.length)).toEqual([2, 1]);
  expect(tellAwardsApart([one, other, later]).map(({ releases }) => releases.length)).toEqual([1, 2]);
});
