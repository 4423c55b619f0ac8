import { count, type AlertRecord } from '@tocsin/alerting';
import { dayOf, formatDate, openAlertStatuses, type IsoInstant, type Signal } from '@tocsin/domain';
import type { ExposureView } from '@tocsin/exposure';
import { pointsByBasis, type PointsByBasis } from '@tocsin/scoring';
import { drawSparkline } from './charts/sparkline.ts';
import type { Chart } from './charts/svg.ts';
import type { SupplierView } from './supplier-view.ts';
import { levelWords } from './words.ts';

/** What stands at the top of a supplier's page, for a person who has a minute. */
export interface SupplierHead {
  /** How its score ran, without a number; null where it ran for one day. */
  readonly spark: Chart | null;
  /** What its points stand on; null where nothing was found, or nobody knows. */
  readonly grounds: PointsByBasis | null;
  /** The newest alert of the council about it that still wants something. */
  readonly alert: AlertRecord | null;
  /** Of our contracts with it one at least is critical by our own register. */
  readonly isCritical: boolean;
  /** Null at the first look, and on a day in the past. */
  readonly since: Since | null;
}

/** What has come to be known since a person looked last. */
interface Since {
  readonly at: IsoInstant;
  /** A sentence each; none where nothing changed. */
  readonly changes: readonly string[];
}

/** Kinds of which an entry is an event in the life of a company, and no list that is read again and again. */
const EVENTS: ReadonlySet<Signal['kind']> = new Set(['insolvency-notice', 'insolvency-case']);
const NAMED = 3;

interface Around {
  readonly found: SupplierView;
  readonly exposure: ExposureView | null;
  /** Newest first. */
  readonly alerts: readonly AlertRecord[];
  readonly lookedAt: IsoInstant | null;
}

export function headOf({ found, exposure, alerts, lookedAt }: Around): SupplierHead {
  const { assessment, history, timeline, asOf } = found;
  const events = timeline.flatMap(({ signal, occurredOn, withdrawnAt }) =>
    EVENTS.has(signal.kind) && occurredOn !== null && withdrawnAt === null ? [occurredOn] : [],
  );
  return {
    spark: drawSparkline(history, events, asOf),
    grounds:
      assessment && assessment.findings.present.length > 0
        ? pointsByBasis(assessment.findings.present, assessment.modelVersion)
        : null,
    alert: alerts.find(({ status }) => openAlertStatuses.includes(status)) ?? null,
    isCritical: exposure?.contracts.some(({ criticality }) => criticality === 'critical') ?? false,
    since: lookedAt === null ? null : { at: lookedAt, changes: changesSince(found, lookedAt) },
  };
}

function changesSince({ history, timeline }: SupplierView, at: IsoInstant): readonly string[] {
  const now = history.at(-1);
  const then = history.findLast(({ asOf }) => asOf <= dayOf(Date.parse(at)));
  const level =
    now && then && now.level !== then.level
      ? [`Now ${levelWords[now.level]}; on ${formatDate(then.asOf)} it was ${levelWords[then.level]}`]
      : [];
  const fresh = timeline.filter(({ observedAt }) => observedAt > at);
  const more = fresh.length - NAMED;
  return [
    ...level,
    ...fresh.slice(0, NAMED).map(({ what, dayInBrief }) => `${what}, ${dayInBrief}`),
    ...(more > 0 ? [`${count(more, 'more entry', 'more entries')} in the timeline`] : []),
  ];
}
