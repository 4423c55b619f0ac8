import { openDatabase } from '@tocsin/db';
import type { CompanyNumber } from '@tocsin/domain';
import { openHttp, openMemoryLimiter } from '@tocsin/runtime';
import { documentSource } from '@tocsin/sources';
import { expect, test } from 'vitest';
import { recordCompany } from '../../services/cli/src/live.ts';
import { virtualClock } from '../support/publishers/clock.ts';
import { companiesHouseServer } from '../support/publishers/companies-house.ts';
import { freshDatabase } from '../support/stack.ts';

const NUMBER = '99000001' as CompanyNumber;

test('asked about one company, the register’s answers are recorded and its own round does not move', async () => {
  const clock = virtualClock();
  const database = await freshDatabase();
  const db = openDatabase(database.url, { role: 'tocsin_worker' });
  const publisher = await companiesHouseServer(clock, {
    answers: {
      [`/company/${NUMBER}`]: {
        company_number: NUMBER,
        company_name: 'EXAMPLE CARE HOMES LTD',
        company_status: 'active',
      },
      [`/company/${NUMBER}/insolvency`]: { cases: [{ number: 1, type: 'in-administration', dates: [] }] },
    },
  });
  const settings: Record<string, string> = {
    COMPANIES_HOUSE_URL: publisher.url,
    COMPANIES_HOUSE_KEY: 'test-key',
  };
  const source = documentSource('companies-house-company');
  const http = openHttp({
    userAgent: 'Tocsin test',
    limiter: openMemoryLimiter(clock),
    bucket: 'companies-house',
    pace: source.pace,
    clock,
  });
  try {
    for (const _ of [1, 2]) await recordCompany(db, source, http, NUMBER, (name) => settings[name]);
    const stored = await db.selectFrom('observation').select('ref').orderBy('ref').execute();
    expect(stored.map(({ ref }) => ref)).toEqual([`${NUMBER}/insolvency/1`, `${NUMBER}/profile`]);
    const places = await db.selectFrom('source_state').select('cursor').execute();
    expect(places.filter(({ cursor }) => cursor !== null)).toEqual([]);
  } finally {
    await publisher.close();
    await db.destroy();
    await database.drop();
  }
});
