import type { AlertRecord } from '@tocsin/alerting';
import { findAlertGrounds, type AlertGrounds, type Trx } from '@tocsin/db';

type Grounds = AlertGrounds | undefined;

/** Gathers what an alert says of its supplier, or takes what was gathered for one that was raised with it. */
export type GroundsOf = (trx: Trx, alert: AlertRecord) => Promise<Grounds>;

/** More suppliers than are ever under way at once; what is gathered for one is a few pages. */
const MOST_SUPPLIERS = 64;

/**
 * What alerts of one supplier that one transaction raised say of it is gathered once: they were raised on the same
 * facts, and all who are told are told the same. What was gathered longest ago goes first. A failure is nobody else's: whoever waited
 * for it gathers by itself. Only for the worker, who may know what every council holds.
 */
export function shareGrounds(gather: GroundsOf = findAlertGrounds): GroundsOf {
  const shared = new Map<string, Promise<Grounds>>();
  return async (trx, alert) => {
    const key = `${alert.supplierId} ${alert.assessmentId} ${alert.asOf} ${alert.raisedAt}`;
    const before = shared.get(key);
    if (before) return (await before.catch(() => undefined)) ?? gather(trx, alert);
    const gathered = gather(trx, alert);
    shared.set(key, gathered);
    const [oldest] = shared.keys();
    if (shared.size > MOST_SUPPLIERS && oldest !== undefined) shared.delete(oldest);
    return gathered.catch((error: unknown) => {
      shared.delete(key);
      throw error;
    });
  };
}
