import { asCouncil, loadRegister, recordSpendFiles, saveRecipient, type Db } from '@tocsin/db';
import { documentSource } from '@tocsin/sources';
import { ingestDocument } from '../../../services/cli/src/ingest.ts';
import { loadCouncils } from '../../../services/cli/src/councils.ts';
import type { Country } from '../../national/country.ts';
import { contractNoticesOf } from '../../national/notices-of-contracts.ts';
import { settled } from '../heavy/burst.ts';
import { registerOf, spendFilesOf } from '../heavy/country.ts';

/** Seconds that each part of the load took, by name. */
export type Loaded = Readonly<Record<'register' | 'spend' | 'contracts', number>>;

/**
 * Brings a country into a system that runs: the register and what councils paid in bulk, then the notices of their
 * contracts, each until the last supplier is scored. At every council one person is told.
 */
export async function loadCountry(db: Db, country: Country): Promise<Loaded> {
  await loadCouncils(db);
  for (const { gss } of country.councils)
    await asCouncil(db, gss, (trx) =>
      saveRecipient(trx, {
        council: gss,
        address: `officer@${gss.toLowerCase()}.example`,
        role: 'procurement officer',
        levels: ['elevated', 'severe', 'insolvent'],
      }),
    );
  const register = await seconds(() => loadRegister(db, 'bench', registerOf(country)));
  const spend = await seconds(async () => {
    let lines = 0;
    for await (const { refused } of recordSpendFiles(db, spendFilesOf(country))) lines += refused.length;
    console.error(`${lines} lines of spending files that nobody can read were refused`);
    await settled(db);
  });
  const contracts = await seconds(async () => {
    for (const made of contractNoticesOf(country))
      if ('document' in made)
        await ingestDocument(db, documentSource(made.document.source), made.document, null);
    await settled(db);
  });
  return { register, spend, contracts };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Number(((performance.now() - began) / 1000).toFixed(1));
}
