import { CompanyNumber } from './ids.ts';

/** Prefixes of Companies House's index that are followed by six digits. */
const PREFIXES =
  'AC|BR|CE|CS|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC|R0';
const WELL_FORMED = new RegExp(`^(\\d{8}|(${PREFIXES})\\d{6}|(IP|RS|SP|NO|NP)\\d{5}[A-Z])$`);

/**
 * Reads a company number as people print it: spaces dropped, small letters raised, and lost leading zeros given back
 * where that is plausible (`158718` → `00158718`, `SC12345` → `SC012345`). Null for anything else: nine digits or
 * four are not guessed at.
 */
export function readCompanyNumber(printed: string): CompanyNumber | null {
  const compact = printed.replace(/\s+/g, '').toUpperCase();
  const padded = /^\d{6,7}$/.test(compact)
    ? compact.padStart(8, '0')
    : compact.replace(/^(SC|NI|OC)(\d{5})$/, '$10$2');
  if (!WELL_FORMED.test(padded) || /^0+$/.test(padded)) return null;
  return CompanyNumber.parse(padded);
}
