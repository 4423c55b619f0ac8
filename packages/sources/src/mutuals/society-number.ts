import { readCompanyNumber, type CompanyNumber } from '@tocsin/domain';

/** Societies that were registered after this number stand at Companies House without their letter. */
const LAST_WITH_LETTER = 30_452;

/**
 * Under which number Companies House has a society, by how its register writes most of them; null for kinds that it writes
 * in several ways, or not at all. `10002R` → `IP10002R`, `4040` → `RS004040`, `1070RS` → `SP1070RS`, `110IP` → `NP000110`.
 */
export function companyNumberOf(society: string): CompanyNumber | null {
  const [, digits = '', kind = ''] = /^(\d{1,5})([A-Z]*)$/.exec(society) ?? [];
  if (digits === '') return null;
  const write = writings[kind];
  return write ? readCompanyNumber(write(digits)) : null;
}

const writings: Readonly<Record<string, (digits: string) => string>> = {
  // Co-operatives (4000…) and community benefit societies (7000…) of August 2014 and after.
  '': (digits) => `RS${digits.padStart(6, '0')}`,
  R: (digits) =>
    Number(digits) <= LAST_WITH_LETTER ? `IP${digits.padStart(5, '0')}R` : `IP${digits.padStart(6, '0')}`,
  RS: (digits) => `SP${digits.padStart(4, '0')}RS`,
  IP: (digits) => `NP${digits.padStart(6, '0')}`,
  C: (digits) => `IP${digits.padStart(5, '0')}C`,
  CU: (digits) => `NO${digits.padStart(6, '0')}`,
  W: (digits) => `RS${digits.padStart(6, '0')}`,
};
