import type { SignalOf } from '@tocsin/domain';
import { judgeAccounts } from './accounts-indicator.ts';
import type { Indicator } from './indicator.ts';

type AskedFlag = SignalOf<'accounts-figures'>['flags'][number]['kind'];

/** An indicator that asks whether the latest accounts carry a statement of the auditor or the directors. */
export function accountsFlag(ask: {
  readonly id: string;
  readonly question: string;
  /** What each statement is, gravest first; points come from the weight's levels of the same names. */
  readonly statements: Partial<Record<AskedFlag, string>>;
  readonly none: string;
}): Indicator {
  return {
    id: ask.id,
    group: 'conduct',
    question: ask.question,
    topics: ['accounts-figures'],
    judge(subject, weight) {
      return judgeAccounts(subject, weight, ({ statement }) => {
        const kinds = Object.keys(ask.statements) as AskedFlag[];
        const gravest = kinds.find((kind) => statement.signal.flags.some((flag) => flag.kind === kind));
        if (!gravest) return { points: 0, says: ask.none };
        const { quote } = statement.signal.flags.find((flag) => flag.kind === gravest)!;
        return {
          points: weight.levels?.[gravest] ?? weight.points,
          says: `${ask.statements[gravest]}: “${quote}”`,
        };
      });
    },
  };
}
