import type { AccountsOnDay } from './accounts/accounts-on-day.ts';
import type { Ratios } from './accounts/ratios.ts';
import {
  absent,
  fading,
  type Group,
  type Indicator,
  type Judgement,
  pointsIn,
  unknown,
  type Weight,
} from './indicator.ts';
import type { Subject } from './subject.ts';

/** What accounts say: the value judged, the points it counts, and the sentence about it. Null = figures are missing. */
export type RatioReading = { readonly points: number; readonly says: string } | null;

/**
 * Reads the latest accounts. Accounts too old to judge by answer `unknown`, not `absent`: they say nothing about today.
 */
export function judgeAccounts(
  subject: Subject,
  weight: Weight,
  read: (accounts: AccountsOnDay) => RatioReading,
): Judgement {
  const { accounts } = subject;
  if (!accounts) return unknown('Not known: no accounts with figures that a machine can read are on record.');
  const { balanceDate, statement, named } = accounts;
  const { fade } = weight;
  const age = subject.age(balanceDate);
  if (fade && age > fade.half) return unknown(`Not known: the latest ${named} are too old to judge by.`);
  const reading = read(accounts);
  if (!reading) return unknown(`Not known: the ${named} do not give the figures needed.`);
  const because = `${reading.says} (${named}).`;
  if (reading.points === 0) return absent(because, [statement.evidence], fade && fade.half + 1 - age);
  return fading(subject, { points: reading.points, fade }, balanceDate, because, [statement.evidence]);
}

/** An indicator that asks for one ratio and counts by the bins of the model table. */
export function ratioIndicator(ask: {
  readonly id: string;
  readonly group: Group;
  readonly question: string;
  readonly ratio: (ratios: Ratios) => number | null;
  /** The sentence about the value, without its full stop. */
  readonly says: (value: number) => string;
}): Indicator {
  return {
    id: ask.id,
    group: ask.group,
    question: ask.question,
    topics: ['accounts-figures'],
    judge(subject, weight) {
      return judgeAccounts(subject, weight, ({ ratios }) => {
        const value = ask.ratio(ratios);
        return value === null ? null : { points: pointsIn(weight.bins ?? [], value), says: ask.says(value) };
      });
    },
  };
}

/** A multiple to two figures after the point. */
export function times(value: number): string {
  return value.toFixed(2);
}
