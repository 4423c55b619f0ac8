import { decimalPounds } from '@tocsin/domain';
import { accountFor, type DocumentAccount } from '@tocsin/sources';
import { codeOfCouncil } from './council-code.ts';
import { filesIn, readDocument } from './document-files.ts';
import { printTable } from './print-table.ts';

/**
 * `account-for <files or folders…>`: what becomes of every record of councils' files and notices, beside a count and a
 * sum by another reader; `--council` says whose files they are, as for `ingest`. Stores nothing. Ends with one line of
 * JSON; exits with 1 where anything does not add up, and where a file was refused as a whole.
 */
export async function accountForVerb(
  paths: readonly string[],
  { council: printed }: { readonly council?: string } = {},
): Promise<void> {
  const council = printed === undefined ? undefined : codeOfCouncil(printed);
  const accounts: DocumentAccount[] = [];
  for (const given of paths)
    for (const file of await filesIn(given)) {
      const document = await readDocument(file, new Date().toISOString());
      accounts.push(await accountFor(document, file, council));
    }
  printTable(HEADING, accounts.map(rowOf));
  process.stdout.write('\n');
  printTable(['records', 'why they are neither paid nor awarded'], reasonsOf(accounts));
  const summary = summaryOf(accounts);
  process.stdout.write(`\n${JSON.stringify(summary)}\n`);
  if (summary.unaccounted > 0 || summary.differences > 0 || summary.refusedFiles.length > 0)
    process.exitCode = 1;
}

const HEADING = [
  'file',
  'whose',
  'records',
  'paid or awarded',
  'redacted',
  'no payment',
  'refused',
  '£',
  '£ of other lines',
  '£ recounted',
  'difference',
  'suppliers of awards',
  'recounted',
];

function rowOf(account: DocumentAccount): string[] {
  const { file, source, records, pence, otherPence, pairs, recount } = account;
  if (account.refused !== undefined) return [shortName(file), 'not read: refused as a whole'];
  return [
    shortName(file),
    source,
    String(records),
    ...KINDS.map((kind) => String(countOf(account, kind))),
    decimalPounds(pence),
    decimalPounds(otherPence),
    recount ? decimalPounds(recount.pence) : 'not recounted',
    recount ? decimalPounds(recount.pence - pence - otherPence) : '',
    String(pairs ?? ''),
    String(recount?.pairs ?? ''),
  ];
}

function shortName(file: string): string {
  return file.split(/[/\\]/).slice(-2).join('/');
}

const KINDS = [/^(?:payment$|award)/, /^redacted$/, /^(?:not-a-payment|ignored)/, /^refused/];

function countOf({ outcomes }: DocumentAccount, kind: RegExp): number {
  return [...outcomes].reduce((sum, [outcome, count]) => (kind.test(outcome) ? sum + count : sum), 0);
}

function reasonsOf(accounts: readonly DocumentAccount[]): string[][] {
  const counts = new Map<string, number>();
  for (const { outcomes } of accounts)
    for (const [outcome, count] of outcomes)
      if (outcome.includes(':')) counts.set(outcome, (counts.get(outcome) ?? 0) + count);
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([outcome, count]) => [String(count), outcome]);
}

/** Sums of payments and of awards are never added together. */
function sumOf(accounts: readonly DocumentAccount[]): bigint {
  return accounts.reduce((sum, { pence }) => sum + pence, 0n);
}

function isAwards({ outcomes }: DocumentAccount): boolean {
  return [...outcomes.keys()].some((outcome) => outcome.startsWith('award'));
}

function summaryOf(accounts: readonly DocumentAccount[]) {
  const total = (kind: RegExp) => accounts.reduce((sum, account) => sum + countOf(account, kind), 0);
  const recounted = accounts.flatMap(({ recount, ...account }) => (recount ? [{ recount, account }] : []));
  const [taken, redacted, noPayment, refused] = KINDS.map(total);
  const records = accounts.reduce((sum, account) => sum + account.records, 0);
  return {
    files: accounts.length,
    /** Of which nothing was read: their records and pounds are in no count or sum below, but for one refusal each. */
    refusedFiles: accounts.flatMap(({ file, refused: why }) => (why === undefined ? [] : shortName(file))),
    records,
    taken,
    redacted,
    noPayment,
    refused,
    paid: decimalPounds(sumOf(accounts.filter((account) => !isAwards(account)))),
    awarded: decimalPounds(sumOf(accounts.filter(isAwards))),
    recountedFiles: recounted.length,
    /** Records that have no outcome, or that only one of the two readers has seen. */
    unaccounted:
      Math.abs(records - total(/./)) +
      recounted.reduce((sum, { recount, account }) => sum + Math.abs(recount.records - account.records), 0),
    /** Files of which the two sums differ, or who is named for which award. */
    differences: recounted.filter(
      ({ recount, account }) =>
        recount.pence !== account.pence + account.otherPence || recount.pairs !== account.pairs,
    ).length,
  };
}
