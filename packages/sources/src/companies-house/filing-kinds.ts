import type { SignalOf } from '@tocsin/domain';

export type FilingKind = SignalOf<'filing'>['about'];

/**
 * What a filing tells us, by Companies House's own description (1,196 of them); the first that fits. Only filings that
 * open or end something are listed: reports and meetings inside an insolvency are no news. Appointments of liquidators
 * are left out because a solvent liquidation has them too.
 */
export const filingKinds: readonly (readonly [pattern: RegExp, about: FilingKind, label: string])[] = [
  [/^gazette-notice-compuls[ao]ry/, 'strike-off-proposed', 'First Gazette notice for compulsory strike-off'],
  [/^gazette-notice-voluntary/, 'strike-off-proposed', 'First Gazette notice for voluntary strike-off'],
  [/^dissolution-application-strike-off/, 'strike-off-proposed', 'Application to strike off the register'],
  [
    /voluntary-strike-off-suspended$/,
    'strike-off-suspended',
    'Voluntary strike-off action has been suspended',
  ],
  [
    /voluntary-strike-off-discontinued$/,
    'strike-off-discontinued',
    'Voluntary strike-off action has been discontinued',
  ],
  [/strike-off-suspended$/, 'strike-off-suspended', 'Strike-off action has been suspended'],
  [/strike-off-discontinued$/, 'strike-off-discontinued', 'Strike-off action has been discontinued'],
  [
    /^gazette-filings-brought-up-to-date/,
    'strike-off-discontinued',
    'Strike-off action has been discontinued',
  ],
  [/^dissolution-withdrawal-application/, 'strike-off-discontinued', 'Strike-off application withdrawn'],
  [
    /^change-account-reference-date/,
    'accounting-reference-date-changed',
    'Change of accounting reference date',
  ],
  [/^change-registered-office-address/, 'registered-office-changed', 'Registered office address changed'],
  [/^auditors-resignation/, 'auditor-resigned', 'Auditor’s resignation'],
  [
    /^accounts-with-accounts-type-audit-exemption/,
    'audit-exemption',
    'Accounts under a parent’s guarantee, unaudited',
  ],
  [
    /^cessation-of-a-(super-secure-)?person-with-significant/,
    'psc-ceased',
    'Cessation of a person with significant control',
  ],
  [/^confirmation-statement/, 'confirmation-statement', 'Confirmation statement'],
  [/commencement-of-moratorium/, 'moratorium', 'Commencement of moratorium'],
  [/appointment-?t?-of-administrator(?!s)/, 'administration', 'Appointment of an administrator'],
  [
    /^liquidation-administration-(notice-of-administration-)?order(-scotland)?$/,
    'administration',
    'Administration order',
  ],
  [
    /winding-up-order(?!-limiting)|^liquidation-court-order-winding-up/,
    'liquidation',
    'Order of court to wind up',
  ],
  [
    /move-to-creditors-voluntary-liquidation/,
    'liquidation',
    'Move from administration to creditors’ voluntary liquidation',
  ],
  [
    /^liquidation-voluntary-statement-of-affairs/,
    'liquidation',
    'Statement of affairs in a creditors’ voluntary liquidation',
  ],
  [
    /creditors-voluntary-winding-up-scotland/,
    'liquidation',
    'Confirmation of creditors’ voluntary winding up',
  ],
  [
    /meeting-approving-(companies|creditors)-voluntary-arrangement/,
    'voluntary-arrangement',
    'Voluntary arrangement taking effect',
  ],
  [/appointment-(of-)?receiver/, 'receivership', 'Appointment of a receiver or manager'],
];

/**
 * The address that the registrar gives a company without an appropriate one: “PO Box 4385, 01234567: Companies House
 * default address, Cardiff, CF14 8LH”.
 */
const REGISTRAR_DEFAULT = /\bp\.?\s?o\.?\s?box 4385\b|\bcompanies house default address\b/i;
/** Offices that many companies share for post. */
const MASS_REGISTRATION =
  /shelton street|wenlock road|old gloucester street|great portland street|128 city road|160 city road|bell yard/i;
/** Firms that do nothing but insolvency and restructuring. */
const INSOLVENCY_FIRMS =
  /begbies|frp advisory|interpath|leonard curtis|quantuma|opus restructuring|teneo|kroll|alvarez|resolve advisory|moorfields|kre corporate|antony batty|cvr global|official receiver/i;

/** The words of an address by which its kind is known, and nothing else of it. */
export function tellingWords(address: string): string {
  const patterns = [REGISTRAR_DEFAULT, INSOLVENCY_FIRMS, MASS_REGISTRATION];
  return patterns.map((pattern) => pattern.exec(address)?.[0]).find((words) => words !== undefined) ?? '-';
}

/** What is known about a new registered office: nothing is kept of the address itself. */
export function kindOfAddress(address: string): SignalOf<'filing'>['detail'] {
  if (REGISTRAR_DEFAULT.test(address)) return 'registrar-default';
  if (INSOLVENCY_FIRMS.test(address)) return 'insolvency-practitioner';
  return MASS_REGISTRATION.test(address) ? 'mass-registration' : null;
}
