import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { exactPence, type Recount } from './recount-spend.ts';

const Value = z
  .looseObject({
    amount: z.unknown().optional(),
    amountGross: z.union([z.number(), z.string()]).nullish(),
    currency: z.string().nullish(),
  })
  .nullish();
const Id = z.union([z.string(), z.number()]);
/** One thing may be printed as an object instead of a list of one. */
function list<T extends z.ZodType>(one: T) {
  return z
    .union([z.array(one), one.transform((only) => [only])])
    .nullish()
    .transform((all) => all ?? []);
}
const Suppliers = list(z.looseObject({ id: Id.nullish(), name: z.string().nullish() }));
const Release = z.looseObject({
  tag: z.union([z.array(z.string()), z.string()]).nullish(),
  awards: list(z.looseObject({ id: Id, status: z.string().nullish(), value: Value, suppliers: Suppliers })),
  contracts: list(
    z.looseObject({
      id: Id,
      awardID: Id.nullish(),
      status: z.string().nullish(),
      value: Value,
      suppliers: Suppliers,
      amendments: z.unknown().optional(),
    }),
  ),
  parties: list(
    z.looseObject({
      id: Id.nullish(),
      name: z.string().nullish(),
      roles: z.union([z.array(z.string()), z.string()]).nullish(),
    }),
  ),
});
type Counted = z.infer<typeof Release>;

/**
 * Counts the releases of an OCDS document (package, record package or lines), or the rows of a Contracts Finder export,
 * and adds up the sums in pounds that their awards state, as `JSON.parse` and another CSV reader see them: the sums of
 * an award’s contracts, else its own, a sum that each of them repeats once. Null for what neither can read.
 */
export function recountNotices(bytes: Uint8Array, isCsv: boolean): Recount | null {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  try {
    if (isCsv) return recountExport(text);
    const releases = releasesOf(text).map((release) => Release.parse(release));
    const pairs = releases.reduce((sum, release) => sum + pairsOf(release), 0);
    return { records: releases.length, pence: sumOf(releases.flatMap(sumsOf)), pairs };
  } catch {
    return null;
  }
}

function recountExport(text: string): Recount {
  const rows: Record<string, string>[] = parse(text, { columns: true, relax_column_count: true });
  const awarded = rows.filter((row) => row['Status'] === 'Awarded');
  return {
    records: rows.length,
    pence: sumOf(awarded.map((row) => exactPence(row['Awarded Value'] ?? '') ?? 0n)),
    pairs: awarded.reduce((sum, row) => sum + namesIn(row[PACKED] ?? ''), 0),
  };
}

function releasesOf(text: string): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}')))
    return lines.map((line) => JSON.parse(line) as unknown);
  const body = JSON.parse(text) as { releases?: unknown[]; records?: { compiledRelease?: unknown }[] };
  if (body.releases) return body.releases;
  return body.records ? body.records.map(({ compiledRelease }) => compiledRelease) : [body];
}

const PACKED = 'Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]';

/** A supplier’s name stands between an opening bracket and the first bar. */
function namesIn(packed: string): number {
  return packed.split(/\]\s*\[/).filter((entry) => /^\s*\[?\s*[^\s|\]]/.test(entry)).length;
}

interface UnderOneId {
  readonly awards: Counted['awards'];
  readonly contracts: Counted['contracts'];
  /** Those that are not over, where some go on. */
  readonly live: Counted['contracts'];
}

function byId({ awards, contracts }: Counted): UnderOneId[] {
  const ownerOf = (contract: Counted['contracts'][number]) => ownerAmong(awards, contract);
  const ids = new Set([...awards.map(({ id }) => String(id)), ...contracts.map(ownerOf)]);
  return [...ids].flatMap((id) => {
    const all = awards.filter((award) => String(award.id) === id);
    const won = all.filter(({ status }) => status !== 'unsuccessful');
    if (all.length > 0 && won.length === 0) return [];
    const own = contracts.filter((contract) => ownerOf(contract) === id);
    const live = own.filter(({ status }) => status !== 'cancelled' && status !== 'terminated');
    return [{ awards: won, contracts: own, live: live.length > 0 ? live : own }];
  });
}

/** The award that a contract names; the only one there is where it names none, and neither supplier nor sum speaks against. */
function ownerAmong(
  awards: Counted['awards'],
  { id, awardID, suppliers, value }: Counted['contracts'][number],
): string {
  const [only, another] = awards;
  if ((awardID ?? null) !== null || !only || another) return String(awardID ?? id);
  const names = new Set(only.suppliers.map((one) => keyOf([one])));
  const isTheirs =
    names.size === 0 || suppliers.length === 0 || suppliers.some((one) => names.has(keyOf([one])));
  const isOneSum = !only.value || !value || only.value.amount === value.amount;
  return String(isTheirs && isOneSum ? only.id : id);
}

function keyOf(suppliers: Counted['awards'][number]['suppliers']): string {
  return suppliers
    .map(({ id, name }) => String(id ?? name))
    .sort()
    .join();
}

function sumsOf(release: Counted): bigint[] {
  return byId(release).map(({ awards, contracts, live }) => {
    const priced = live.filter(({ value }) => (value?.amount ?? null) !== null);
    const holders = new Set(contracts.map(({ suppliers }) => keyOf(suppliers)).filter((key) => key !== ''));
    const own = awards.map(({ value }) => penceOf(value));
    if (awards.length > 1) {
      const placed = priced.map(({ value }) => penceOf(value));
      const left = placed.length < own.length ? own.filter((sum) => !placed.includes(sum)) : [];
      return sumOf([...placed, ...left]);
    }
    if (priced.length === 0) return holders.size > 1 ? 0n : sumOf(own);
    const [award, printed] = [awards[0]?.value, priced[0]?.value];
    // The award's sum with VAT, printed as its contract's own.
    const gross = exactPence(String(award?.amountGross ?? '')) ?? 0n;
    const isGross = priced.length === 1 && gross > 0n && gross === penceOf(printed);
    if (isGross && (printed?.amountGross ?? null) === null && (award?.amount ?? null) !== null)
      return sumOf(own);
    const keys = new Set(priced.map(({ suppliers }) => (holders.size > 1 ? keyOf(suppliers) : '')));
    return sumOf(
      [...keys].map((key) =>
        onceEach(
          priced
            .filter(({ suppliers }) => holders.size < 2 || keyOf(suppliers) === key)
            .map(({ value }) => value),
          holders.size > 1 ? 0n : sumOf(own),
        ),
      ),
    );
  });
}

/**
 * The sum of what contracts state; a sum that every one of them repeats, to the pound or rounded, is one, unless the award
 * states what they come to; of one that the others come to, and the award states, only it counts.
 */
function onceEach(values: readonly z.infer<typeof Value>[], own: bigint): bigint {
  if (values.some((value) => value?.currency && value.currency !== 'GBP')) return 0n;
  const sums = values.map(penceOf);
  const real = sums.filter((sum) => sum > 100n);
  const [total, slack] = [sumOf(real), 100n * BigInt(real.length)];
  const isOwn = (sum: bigint) => own > 0n && apart(own, sum) <= slack;
  if (real.length < 2 || isOwn(total)) return sumOf(sums);
  const repeated = real.find((one) => real.every((other) => isOneSum(one, other)));
  if (repeated !== undefined) return repeated;
  const whole = real.find((one) => real.length > 2 && isOwn(one) && apart(2n * one, total) <= slack);
  return whole ?? sumOf(sums);
}

function apart(one: bigint, other: bigint): bigint {
  return one > other ? one - other : other - one;
}

function isOneSum(one: bigint, other: bigint): boolean {
  if (apart(one, other) <= 100n) return true;
  return [1_000n, 10_000n, 100_000n, 1_000_000n, 10_000_000n].some((step) => {
    const isRounded = (round: bigint, exact: bigint) =>
      step * 100n <= exact && ((exact + step / 2n) / step) * step === round;
    return isRounded(one, other) || isRounded(other, one);
  });
}

/** How often a supplier is named for an award: on it, on a contract under it, or among the parties where nowhere else. */
function pairsOf(release: Counted): number {
  const tags = [release.tag ?? []].flat();
  if (release.parties.length === 0 || tags.includes('tenderCancellation')) return 0;
  const told = new Set<string>();
  const counts = byId(release).flatMap(({ awards, contracts }) => {
    const names = (suppliers: Counted['awards'][number]['suppliers']) =>
      suppliers.map(({ id, name }) => String(id ?? name));
    const placed = contracts.map(({ suppliers }) => names(suppliers).sort()).filter((set) => set.length > 0);
    const sets = [...new Map(placed.map((set) => [set.join(), set])).values()];
    for (const name of [...awards.flatMap(({ suppliers }) => names(suppliers)), ...sets.flat()])
      told.add(name);
    if (awards.length > 1) return awards.map(({ suppliers }) => suppliers.length);
    const own = names(awards[0]?.suppliers ?? []);
    const further = own.filter((name) => !sets.flat().includes(name));
    return [
      sets.length > 1
        ? sets.flat().length + further.length
        : own.length + sets.flat().filter((name) => !own.includes(name)).length,
    ];
  });
  const lacking = counts.filter((count) => count === 0).length;
  const isChange = tags.some((tag) => /Update|Amendment|Cancellation|Termination|implementation/i.test(tag));
  const suppliers = new Set(
    release.parties
      .filter(({ roles }) => [roles ?? []].flat().some((role) => /^supplier$/i.test(role.trim())))
      .map(({ id, name }) => String(id ?? name)),
  );
  const untold = [...suppliers].filter((id) => !told.has(id));
  const given = lacking === 1 ? untold.length : suppliers.size === 1 ? lacking : 0;
  const isAmended = release.contracts.some(
    ({ amendments }) => Array.isArray(amendments) && amendments.length > 0,
  );
  return counts.reduce((sum, count) => sum + count, 0) + (isChange || isAmended || lacking === 0 ? 0 : given);
}

function penceOf(value: z.infer<typeof Value>): bigint {
  if (!value || (value.currency && value.currency !== 'GBP')) return 0n;
  return exactPence(String(value.amount)) ?? 0n;
}

function sumOf(sums: readonly bigint[]): bigint {
  return sums.reduce((sum, pence) => sum + pence, 0n);
}
