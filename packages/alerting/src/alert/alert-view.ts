import {
  AlertStatus,
  Cause,
  EventDays,
  Exposure,
  GssCode,
  IsoDate,
  IsoInstant,
  RiskBand,
  RiskLevel,
  SupplierId,
} from '@tocsin/domain';
import { ExposureView, viewOfExposure } from '@tocsin/exposure';
import { z } from 'zod';
import { AlertKind } from './causes.ts';
import { LeftSince } from './left-since.ts';

/** One alert as it is kept: what was said to one council on one day, and how it stands since. */
export const AlertRecord = z.object({
  id: z.string(),
  council: GssCode,
  supplierId: SupplierId,
  assessmentId: z.string(),
  cause: Cause,
  kind: AlertKind,
  title: z.string(),
  from: RiskBand.nullable(),
  to: RiskBand,
  fromLevel: RiskLevel.nullable(),
  toLevel: RiskLevel,
  /** Why the level stands in the place of Low, within a sentence; null where it is a band, or was not kept. */
  levelBecause: z.string().nullable(),
  status: AlertStatus,
  owner: z.string().nullable(),
  /** It was put off, and is out of the inbox before that day; null where it was not. */
  snoozedUntil: IsoDate.nullable(),
  /** The day of the assessment that raised it; the event has a day of its own. */
  asOf: IsoDate,
  ...EventDays.shape,
  raisedAt: IsoInstant,
  replayed: z.boolean(),
  exposure: Exposure,
});
export type AlertRecord = z.infer<typeof AlertRecord>;

/** What the inbox, the page of an alert, its export and the API say of one alert. */
export const AlertView = AlertRecord.omit({
  supplierId: true,
  assessmentId: true,
  exposure: true,
  fromLevel: true,
  toLevel: true,
}).extend({
  /** The levels shown, before and after; null where nothing was known before. */
  from: RiskLevel.nullable(),
  to: RiskLevel,
  supplier: z.object({ id: SupplierId, name: z.string() }),
  exposure: ExposureView,
  /** What of that exposure the council has no more on the reader's day; null where it has all, or nobody looked. */
  left: LeftSince.nullable(),
});
export type AlertView = z.infer<typeof AlertView>;

/** An alert with the name of its supplier as its reader may see it. */
export function viewOfAlert(
  alert: AlertRecord,
  supplier: { readonly name: string },
  left: LeftSince | null = null,
): AlertView {
  const { supplierId, assessmentId: _, exposure, fromLevel, toLevel, ...said } = alert;
  return {
    ...said,
    from: fromLevel,
    to: toLevel,
    supplier: { id: supplierId, name: supplier.name },
    exposure: viewOfExposure(exposure),
    left,
  };
}
