import { asCouncil, saveRegister, type Db, type NewRegisterLine } from '@tocsin/db';
import { addDays, type IsoDate } from '@tocsin/domain';
import type { Country } from '../../national/country.ts';
import type { Council } from '../../national/councils.ts';
import { streamOf } from '../../national/random.ts';
import { sizeOf, sizes } from './events.ts';

const LINES = 40;

/** Hands in a register of contracts of which one in ten is critical, with plans, bonds and insurance that come up for review. */
export async function handInRegister(
  web: Db,
  country: Country,
  council: Council,
  from: IsoDate,
): Promise<void> {
  const { gss } = council;
  const { managers } = sizes[sizeOf(council)];
  const lines = Array.from({ length: LINES }, (_, at): NewRegisterLine => {
    const random = streamOf(country.seed, 'reviewed', gss, at);
    const soon = () => addDays(from, random.between(1, 400));
    return {
      row: at + 2,
      supplierName: country.supplier(at).name,
      printedRef: null,
      ref: null,
      reference: `R-${at}`,
      title: `Service ${at}`,
      valuePence: null,
      vat: 'net',
      startsOn: addDays(from, -random.between(0, 700)),
      endsOn: addDays(from, random.between(300, 900)),
      criticality: at % 10 === 0 ? 'critical' : 'standard',
      owner: `Owner ${random.between(0, managers)}`,
      service: null,
      regime: 'unknown',
      details: {
        ...(random.chance(0.3) ? { bondExpiresOn: soon() } : {}),
        ...(random.chance(0.5) ? { insuranceExpiresOn: soon() } : {}),
        ...(random.chance(0.3) ? { noticeBy: soon() } : {}),
        reletMonths: random.between(6, 12),
      },
    };
  });
  const upload = {
    council: gss,
    fileName: 'contracts.csv',
    sha256: gss,
    uploadedBy: 'replay',
    columns: null,
  };
  await asCouncil(web, gss, (trx) => saveRegister(trx, { ...upload, lines }));
}
