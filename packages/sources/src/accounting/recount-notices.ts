import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { exactPence, type Recount } from './recount-spend.ts';

const Value = z.looseObject({ amount: z.unknown(), currency: z.string().nullish() }).nullish();
const Id = z.union([z.string(), z.number()]);
const Release = z.looseObject({
  awards: z.array(z.looseObject({ id: Id, status: z.string().nullish(), value: Value })).nullish(),
  contracts: z.array(z.looseObject({ id: Id, awardID: Id.nullish(), value: Value })).nullish(),
});

/**
 * Counts the releases of an OCDS document (package, record package or lines), or the rows of a Contracts Finder export,
 * and adds up the sums in pounds that their awards state, as `JSON.parse` and another CSV reader see them: the sums of
 * an award’s contracts, else its own. Null for what neither can read.
 */
export function recountNotices(bytes: Uint8Array, isCsv: boolean): Recount | null {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  try {
    if (isCsv) return recountExport(text);
    const releases = releasesOf(text).map((release) => Release.parse(release));
    return { records: releases.length, pence: sumOf(releases.flatMap(sumsOf)) };
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

function sumsOf({ awards, contracts }: z.infer<typeof Release>): bigint[] {
  const ids = new Set([
    ...(awards ?? []).map(({ id }) => String(id)),
    ...(contracts ?? []).map(({ id, awardID }) => String(awardID ?? id)),
  ]);
  return [...ids].flatMap((id) => {
    const award = awards?.find((each) => String(each.id) === id);
    if (award?.status === 'unsuccessful') return [];
    const placed = (contracts ?? []).filter((each) => String(each.awardID ?? each.id) === id);
    const stated = placed.flatMap(({ value }) => value ?? []);
    return (stated.length > 0 ? stated : [award?.value]).map(penceOf);
  });
}

function penceOf(value: z.infer<typeof Value>): bigint {
  if (!value || (value.currency && value.currency !== 'GBP')) return 0n;
  return exactPence(String(value.amount)) ?? 0n;
}

function sumOf(sums: readonly bigint[]): bigint {
  return sums.reduce((sum, pence) => sum + pence, 0n);
}
