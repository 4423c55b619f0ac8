import { z } from 'zod';
import { IsoDate } from './ids.ts';

/** What the register of charities says of one today. Its flags carry no day of their own. */
export const CharityEntry = z.object({
  kind: z.literal('charity-entry'),
  status: z.enum(['registered', 'removed']),
  /** As what it is registered: a company and a CIO are legal persons, a trust and most others are not. */
  form: z.enum(['company', 'cio', 'trust', 'other']),
  removedOn: IsoDate.nullable(),
  insolvent: z.boolean(),
  inAdministration: z.boolean(),
  /** Of a CIO that is to be dissolved: the day on which the notice of it ends, where one is given. */
  dissolution: z.object({ noticeEndsOn: IsoDate.nullable() }).nullable(),
  /** How it stands with its annual returns, in the Commission’s own words: `Submission Overdue`. */
  reporting: z.string().nullable(),
  /** The last year of which it sent in figures, in pence; null where none are shown: that is no year of nothing. */
  lastYear: z.object({ endedOn: IsoDate, income: z.int(), expenditure: z.int() }).nullable(),
});

/** What the Mutuals Public Register says of a society. Why one left is not told: cancelled, converted, merged, transferred. */
export const SocietyEntry = z.object({
  kind: z.literal('society-entry'),
  status: z.enum(['registered', 'deregistered']),
  /** In the register’s own words: `Community Benefit Society`. */
  registeredAs: z.string(),
  deregisteredOn: IsoDate.nullable(),
});

/** What the list of registered providers of social housing says of a landlord. Why one left the list is not told. */
export const HousingEntry = z.object({
  kind: z.literal('housing-entry'),
  status: z.enum(['registered', 'left']),
  designation: z.string(),
  corporateForm: z.string(),
});

/** The housing regulator’s grades of a landlord: 1 and 2 meet a standard, 3 and 4 do not; null where none is given. */
export const HousingJudgement = z.object({
  kind: z.literal('housing-judgement'),
  consumer: z.enum(['C1', 'C2', 'C3', 'C4']).nullable(),
  governance: z.enum(['G1', 'G2', 'G3', 'G4']).nullable(),
  viability: z.enum(['V1', 'V2', 'V3', 'V4']).nullable(),
  underReview: z.boolean(),
});

/** What Ofsted’s list says of one provision of children’s social care of an owner, where it is anything but in order. */
export const ChildrensProvision = z.object({
  kind: z.literal('childrens-provision'),
  urn: z.string(),
  /** In Ofsted’s own words: `Children's home`. */
  type: z.string(),
  localAuthority: z.string(),
  places: z.int().nullable(),
  /** `left` = no longer on the list of that owner. */
  status: z.enum(['active', 'suspended', 'left']),
  judgement: z.string().nullable(),
  inspectedOn: IsoDate.nullable(),
});
