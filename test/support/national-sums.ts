import { findExposures, openDatabase } from '@tocsin/db';
import { MoneyByBasis } from '@tocsin/domain';
import { isSpent } from '@tocsin/exposure';
import { expect } from 'vitest';
import { findNationalView } from '../../services/web/src/national-view.ts';
import type { System } from './system.ts';
import { watchAt } from './watch.ts';

/**
 * The public part of what an alert counts, and only that, is in the national view on a day: the councils that depend on a
 * supplier of it by contract or by spend, and what they paid. Returns how many councils that are.
 */
export async function expectPublicPartsNational(system: System, today: string): Promise<number> {
  const national = openDatabase(system.database.nationalUrl, { role: 'tocsin_national', max: 1 });
  try {
    const { bySupplier } = await findNationalView(national, today, watchAt(`${today}T12:00:00Z`));
    let ties = 0;
    for (const { supplier, ...counted } of bySupplier) {
      const exposures = (await findExposures(system.db, supplier.id, today)).filter(
        ({ onRecord }) => onRecord,
      );
      const placed = exposures.filter(({ exposure }) => exposure.contracts.length > 0);
      const spent = exposures.filter(({ exposure }) => isSpent(exposure));
      const sums = spent.map(
        ({ exposure }) => exposure.spend?.last12Months ?? { net: 0, gross: 0, unknown: 0 },
      );
      const sum = (basis: keyof MoneyByBasis) => sums.reduce((total, one) => total + one[basis], 0);
      expect(counted, supplier.name).toMatchObject({
        councilsByContract: placed.length,
        councilsBySpend: spent.length,
        councils: new Set([...placed, ...spent].map(({ exposure }) => exposure.council)).size,
        spend: { net: sum('net'), gross: sum('gross'), unknown: sum('unknown') },
      });
      ties += counted.councils;
    }
    return ties;
  } finally {
    await national.destroy();
  }
}
