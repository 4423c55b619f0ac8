/** Columns of both lists, as the regulator names them. Those that name people are not among them, and are never read. */
const ofBoth = [
  'Location ID',
  'Location Name',
  'Care home?',
  'Location Inspection Directorate',
  'Location Local Authority',
  'Location Latest Overall Rating',
  'Publication Date',
  'Inherited Rating (Y/N)',
  'Location HSCA start date',
  'Brand Name',
  'Provider Charity Number',
] as const;

/** Columns by which two locations are told to be at one place: kept as a digest, never as an address. */
export const PLACE_COLUMNS = [
  'Location UPRN ID',
  'Location PAF ID',
  'Location Postal Code',
  'Location Street Address',
] as const;

const ofActive = [
  'Dormant (Y/N)',
  'Care homes beds',
  'Provider ID',
  'Provider Name',
  'Provider Companies House Number',
  'Provider Postal Code',
  'Provider Ownership Type',
  'Primary ID (Dual registration locations)',
] as const;

const ofClosed = ['Location HSCA End Date', 'Care homes beds at point location de-activated'] as const;

/** Whether the list of closed locations says more of its providers has not been seen: read where it does. */
const perhapsOfClosed = [
  'Provider ID',
  'Provider Name',
  'Provider Companies House Number',
  'Provider Postal Code',
  'Provider Ownership Type',
] as const;

export type CareColumn =
  | (typeof ofBoth)[number]
  | (typeof ofActive)[number]
  | (typeof ofClosed)[number]
  | (typeof perhapsOfClosed)[number];

/** The two lists of a month, each with its sheet. */
export type CareList = 'active' | 'deactivated';

interface ListColumns {
  readonly sheet: string;
  readonly must: readonly CareColumn[];
  readonly may: readonly CareColumn[];
}

export const careLists: Readonly<Record<CareList, ListColumns>> = {
  active: { sheet: 'HSCA_Active_Locations', must: [...ofBoth, ...ofActive], may: [] },
  deactivated: { sheet: 'Deactivated_Locations', must: [...ofBoth, ...ofClosed], may: perhapsOfClosed },
};
