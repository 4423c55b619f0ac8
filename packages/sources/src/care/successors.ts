import { addTo, daysBetween, readCharityNumber, readCompanyNumber, type SupplierRef } from '@tocsin/domain';
import { readDay } from '../tables/day.ts';
import type { KeptRow } from './keep-month.ts';

/** Who is registered now at the place of a location that is not. */
export interface PlaceTaken {
  readonly id: string;
  /** Null where that is a person, or gives no number. */
  readonly ref: SupplierRef | null;
}

/** A new owner is registered within a quarter of the day on which the old one’s registration ends, or before it. */
const WITHIN_DAYS = 92;

/**
 * Finds for a closed location the one that is registered at its place since, by the same address and of the same kind: its
 * owner has changed, or registered anew. The regulator tells that link itself only place by place.
 */
export function placesTaken(rows: readonly KeptRow[]): (row: KeptRow) => PlaceTaken | null {
  const at = new Map<string, KeptRow[]>();
  for (const row of rows) if (row.list === 'active') for (const place of row.place) addTo(at, place, row);
  return (closed) => {
    const ended = cellDay(closed, 'Location HSCA End Date');
    const found = closed.place
      .flatMap((place) => at.get(place) ?? [])
      .filter((row) => row.cells['Care home?'] === closed.cells['Care home?'])
      .find((row) => {
        const started = cellDay(row, 'Location HSCA start date');
        return ended !== null && started !== null && Math.abs(daysBetween(ended, started)) <= WITHIN_DAYS;
      });
    return found ? { id: found.cells['Location ID'] ?? '', ref: refOf(found) } : null;
  };
}

function cellDay({ cells }: KeptRow, column: 'Location HSCA End Date' | 'Location HSCA start date') {
  return readDay(cells[column] ?? '', ['iso', 'day-first']);
}

function refOf({ cells }: KeptRow): SupplierRef | null {
  const number = readCompanyNumber(cells['Provider Companies House Number'] ?? '');
  if (number) return { scheme: 'GB-COH', id: number };
  const charity = readCharityNumber(cells['Provider Charity Number'] ?? '');
  return charity ? { scheme: 'GB-CHC', id: charity } : null;
}
