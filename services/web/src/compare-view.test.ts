import type { Finding } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { compareFindings } from './compare-view.ts';
import type { SupplierView } from './supplier-view.ts';

const found = (indicator: string, because: string, points = 5): Finding => ({
  indicator,
  because,
  points,
  outcome: 'present',
  evidence: [],
});
const assessed = (present: readonly Finding[], absent: readonly Finding[] = []) =>
  ({ findings: { present, absent, unknown: [] } }) as unknown as SupplierView['assessment'];

describe('two assessments side by side', () => {
  test('what only one of them found, or found otherwise, comes first, the heaviest before', () => {
    const one = assessed([found('late', 'Filed late.', 3), found('charge', 'One charge.', 5)]);
    const other = assessed([found('charge', 'Two charges.', 8), found('petition', 'A petition.', 65)]);
    const { different, same } = compareFindings(one, other);
    expect(different.map(({ one: here, other: there }) => [here?.because, there?.because])).toEqual([
      [undefined, 'A petition.'],
      ['One charge.', 'Two charges.'],
      ['Filed late.', undefined],
    ]);
    expect(same).toEqual([]);
  });

  test('what both found in the same words differs in nothing', () => {
    const both = assessed([found('late', 'Filed late.')]);
    expect(compareFindings(both, both)).toMatchObject({
      different: [],
      same: [{ because: 'Filed late.' }],
      judgedOnce: { one: 0, other: 0 },
    });
  });

  test('a question that could be judged on one side alone is counted: silence of the other side is no good sign', () => {
    const one = assessed(
      [found('late', 'Filed late.')],
      [found('ratio', 'No sign.'), found('cash', 'No sign.')],
    );
    const other = assessed([], [found('ratio', 'No sign.')]);
    expect(compareFindings(one, other).judgedOnce).toEqual({ one: 2, other: 0 });
    expect(compareFindings(null, other).judgedOnce).toEqual({ one: 0, other: 1 });
  });
});
