import type { Account } from './account.ts';

/** What is wrong with how some days went; nothing, where they ended complete and everything odd is accounted for. */
export function faultsIn(account: Account): Readonly<Record<string, unknown>> {
  const lost = Object.entries(account.oddities).flatMap(([kind, one]) => [
    ...one.lost.map((item) => `${kind}: ${item}`),
    ...(one.served === one.atOnce + one.recorded && one.recorded === one.recovered ? [] : [kind]),
  ]);
  const found: Readonly<Record<string, readonly unknown[] | number>> = {
    'companies that nobody looked at': account.notLookedAt,
    'contracts not stored once': account.contractsMissing,
    'payments not stored': account.paymentsMissing,
    'oddities that are not accounted for': lost,
    'troubles of items that were served well': account.troublesOfNobody,
    'troubles that are due and not tried': account.due,
    'messages that are stuck': account.stuck,
    'councils that were not told': account.untold,
    'councils that were told of what is not so': account.toldFalsely,
    'insolvencies that are in no mail': account.unsent,
    'mails that were sent twice': account.mailsTwice,
    'answers 429 from Companies House': account.beside.tooFast['companies-house-company'] ?? 0,
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, what]) => (typeof what === 'number' ? what !== 0 : what.length > 0)),
  );
}

/** The days in numbers, for people. */
export function tableOf(account: Account): string {
  const { suppliers, days, seed, watched, told, mails, wallSeconds, memoryMb, beside } = account;
  const rows = (of: Readonly<Record<string, unknown>>) =>
    Object.entries(of).map(([name, value]) => `  ${name.padEnd(52)}${String(value).padStart(10)}`);
  const odd = Object.entries(account.oddities).map(
    ([kind, one]) =>
      `  ${kind.padEnd(32)}${[one.served, one.atOnce, one.recorded, one.recovered].map((n) => String(n).padStart(10)).join('')}`,
  );
  return [
    `${days} days of ${suppliers} suppliers, seed ${seed}: ${watched} are depended on`,
    'Requests by source',
    ...rows(account.requests),
    'Runs by source',
    ...rows(account.runs),
    `Oddities                             served   at once  recorded recovered`,
    ...odd,
    ...rows({
      '404 without a body, of what there is none': beside.emptyLists,
      'entries that stood twice in a list': Object.values(beside.twice).reduce((sum, one) => sum + one, 0),
      'events that were streamed twice': beside.eventsTwice,
      'streams that were cut': beside.streamCuts,
      'runs that failed': account.failedRuns.length,
      'councils told of an insolvency': told,
      mails,
      'of them opening reports': account.openings,
      'of them letters of what became known late': account.letters,
      'wall seconds': Math.round(wallSeconds),
      'memory, MB': memoryMb,
    }),
    '',
  ].join('\n');
}
