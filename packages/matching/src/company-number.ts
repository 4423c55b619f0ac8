import { readCompanyNumber, type CompanyNumber } from '@tocsin/domain';

/** What a printed company number says: the eight-character number, or why it cannot be one. */
export type PrintedNumber =
  | { readonly number: CompanyNumber; readonly reason: null }
  | { readonly number: undefined; readonly reason: string };

/**
 * Reads a number column as councils and notices fill it: besides what the domain repairs (spaces, lost leading
 * zeros), an org-id scheme (`GB-COH-…`) and a spreadsheet's decimal (`1234567.0`) are taken off. Anything else is
 * refused with the reason, never repaired.
 */
export function readPrintedNumber(printed: string): PrintedNumber {
  const text = printed.replace(/\s+/g, '').toUpperCase();
  if (/^GB-(?!COH)/.test(text)) return refuse('it belongs to another scheme');
  const bare = text.replace(/^GB-COH-?/, '').replace(/\.0+$/, '');
  const number = readCompanyNumber(bare);
  if (number) return { number, reason: null };
  if (!/^\d+$/.test(bare)) return refuse('it has not the form of a company number');
  return refuse(
    /^0+$/.test(bare) ? 'it is all zeros' : `it has ${bare.length} digits, a company number has eight`,
  );
}

/** The eight-character company number, or undefined: `normaliseCompanyNumber('158718') === '00158718'`. */
export function normaliseCompanyNumber(printed: string): CompanyNumber | undefined {
  return readPrintedNumber(printed).number;
}

function refuse(reason: string): PrintedNumber {
  return { number: undefined, reason };
}
