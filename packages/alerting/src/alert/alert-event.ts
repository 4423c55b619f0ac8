import { Criticality, IsoDate, MoneyByBasis, RiskLevel, knownDay } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import { z } from 'zod';
import { viewOfAlert } from './alert-view.ts';
import type { AlertDossier } from './alert-dossier.ts';
import { AlertKind, isNews } from './causes.ts';

/**
 * An alert for programs of its council: facts of the public record and how much hangs on the supplier. No free text that
 * anybody wrote, no name of a person, and nothing of another council.
 */
export const AlertEvent = z.object({
  alert: z.object({
    id: z.string(),
    kind: AlertKind,
    title: z.string(),
    level: RiskLevel,
    levelBefore: RiskLevel.nullable(),
    eventDay: IsoDate.nullable(),
    publishedOn: IsoDate.nullable(),
    url: z.string(),
  }),
  supplier: z.object({ name: z.string(), companyNumber: z.string().nullable(), url: z.string() }),
  council: z.object({ code: z.string(), name: z.string() }),
  exposure: z.object({
    asOf: IsoDate,
    contracts: z.array(z.object({ ref: z.string(), endsOn: IsoDate.nullable(), criticality: Criticality })),
    valueLeft: MoneyByBasis.nullable(),
    spendLast12Months: MoneyByBasis.nullable(),
  }),
});
export type AlertEvent = z.infer<typeof AlertEvent>;

/** What the programs of a council are told of an alert. */
export function eventOfAlert({ alert, supplier, council }: AlertDossier, publicUrl: string): AlertEvent {
  const { id, kind, title, from, to, eventDay, publishedOn } = viewOfAlert(alert, supplier);
  const { asOf, contracts, totals, spend } = viewOfExposure(alert.exposure);
  return AlertEvent.parse({
    alert: {
      id,
      kind,
      title,
      level: to,
      levelBefore: from,
      eventDay: knownDay(eventDay),
      publishedOn: knownDay(publishedOn),
      url: `${publicUrl}/alerts/${id}`,
    },
    supplier: {
      name: supplier.name,
      companyNumber: supplier.number,
      url: `${publicUrl}/suppliers/${encodeURIComponent(supplier.key)}`,
    },
    council: { code: alert.council, name: council.name },
    exposure: {
      asOf,
      contracts: contracts.map(({ ref, endsOn, criticality }) => ({ ref, endsOn, criticality })),
      valueLeft: totals.valueLeft,
      spendLast12Months: spend?.last12Months ?? null,
    },
  });
}

/** What an event is called: `tocsin.alert.raised`, or what became of what an alert told. */
export function eventTypeOf(kind: AlertKind): string {
  return isNews(kind) ? 'tocsin.alert.raised' : `tocsin.alert.${kind}`;
}
