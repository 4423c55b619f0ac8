import { CareRating, IsoDate, SupplierRef } from '@tocsin/domain';
import { z } from 'zod';

/** The source whose rows these are. */
export const CARE_SOURCE = 'care-locations';

const CareProvider = z.object({
  /** The regulator’s own id of it. */
  id: z.string(),
  name: z.string(),
  ref: SupplierRef,
  /** Its number as the list prints it. */
  printed: z.string(),
  postcode: z.string().nullable(),
});
export type CareProvider = z.infer<typeof CareProvider>;

/** One place at which, or from which, adult social care is given, as the newest lists have it. */
export const CareLocation = z.object({
  is: z.literal('location'),
  id: z.string(),
  name: z.string(),
  careHome: z.boolean(),
  /** Beds of a care home; null where it is none, or none are given. */
  places: z.int().nullable(),
  /** Its local authority as the regulator prints it. */
  authority: z.string(),
  rating: CareRating.nullable(),
  ratedOn: IsoDate.nullable(),
  /** The rating was given to whoever was there before. */
  inherited: z.boolean(),
  /** Registered, and giving no care at present. */
  dormant: z.boolean(),
  startedOn: IsoDate.nullable(),
  /** When its registration ended; null while it stands. */
  endedOn: IsoDate.nullable(),
  /** Null where the list does not say whose it was, as of many that are closed. */
  provider: CareProvider.nullable(),
  brand: z.string().nullable(),
  /** What is registered at the same place since: then it has changed hands, and is not closed. */
  followedBy: z.object({ id: z.string(), ref: SupplierRef.nullable() }).nullable(),
});
export type CareLocation = z.infer<typeof CareLocation>;

/** What one authority has of adult social care in all, of every provider. */
const CareMarket = z.object({
  is: z.literal('market'),
  authority: z.string(),
  /** Care homes, and their beds. */
  homes: z.int(),
  places: z.int(),
  /** Services that give care elsewhere than in a home of theirs. */
  elsewhere: z.int(),
});

export const CareRow = z.discriminatedUnion('is', [CareLocation, CareMarket]);
export type CareRow = z.infer<typeof CareRow>;
