import { isoDate } from './calendar.ts';

export interface FilingName {
  readonly companyNumber: string;
  readonly balanceDate: string | null;
}

/** Registered societies end in a letter or two: `IP19447R`, `SP2555RS`. */
const SOCIETY = /^[A-Z]{2}(?:\d{5}[A-Z]|\d{4}[A-Z]{2})$/;

/** The register writes numbers in eight characters: digits are padded, letters are capitals. */
export function companyNumber(text: string): string | null {
  const compact = text.replace(/\s/g, '').toUpperCase();
  if (/^\d{1,8}$/.test(compact)) return compact.padStart(8, '0');
  const prefixed = /^([A-Z]{2}|[A-Z])(\d{1,7}|R\d{1,6})$/.exec(compact);
  if (prefixed !== null) {
    const padded = `${prefixed[1]}${prefixed[2]!.padStart(8 - prefixed[1]!.length, '0')}`;
    return padded.length === 8 ? padded : null;
  }
  return SOCIETY.test(compact) ? compact : null;
}

/** The company and balance date in a bulk product's name: `Prod{223|224}_{run}_{number}_{YYYYMMDD}`, anywhere in it. */
export function readFilingName(fileName: string): FilingName | null {
  const match = /Prod\d+_[A-Za-z0-9]+_([A-Za-z0-9]{1,8})_(\d{4})(\d\d)(\d\d)(?!\d)/.exec(fileName);
  const number = match === null ? null : companyNumber(match[1]!);
  if (match === null || number === null) return null;
  return {
    companyNumber: number,
    balanceDate: isoDate(Number(match[2]), Number(match[3]), Number(match[4])),
  };
}
