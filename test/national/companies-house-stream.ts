import { addDays, type IsoDate } from '@tocsin/domain';
import { accountsOf } from './accounts.ts';
import { filingsOf, insolvencyOf } from './companies-house.ts';
import type { Country } from './country.ts';
import { bytesOf, type Made } from './made.ts';

const SOURCE = 'companies-house-stream';
const ADDRESS = 'https://stream.companieshouse.gov.uk';
/** The streams go back no further than this in the country; the publisher keeps about three days. */
const DAYS = 90;

/** A change of the register, without the moment and place at which a stream sends it. */
export interface RegisterEvent {
  readonly on: string;
  readonly line: Readonly<Record<string, unknown>>;
}

/** What the streams of insolvency cases and of filings sent in the last weeks, with their heartbeats. */
export function* streamsOf(country: Country): Generator<Made> {
  const since = addDays(country.until, -DAYS);
  yield streamDocument(country, 'insolvency-cases', casesSince(country, since));
  yield streamDocument(country, 'filings', filingsSince(country, since));
}

function streamDocument(country: Country, stream: string, events: readonly RegisterEvent[]): Made {
  const lines = events
    .toSorted((a, b) => a.on.localeCompare(b.on))
    .map(({ on, line }, at) => {
      // The publisher prints moments with a zone and without one.
      const published_at = `${on}T10:00:02${at % 2 === 0 ? '' : '.123456Z'}`;
      return JSON.stringify({ ...line, event: { timepoint: 9_000_000 + at, published_at, type: 'changed' } });
    });
  return {
    document: {
      source: SOURCE,
      file: `${SOURCE}/${stream}.ndjson`,
      url: `${ADDRESS}/${stream}`,
      retrievedAt: `${country.until}T18:30:00.000Z`,
      contentType: 'application/x-ndjson',
      body: bytesOf(`${lines.join('\n')}\n\n`),
      hasAddress: true,
      publishedOn: country.until,
    },
  };
}

/** Only a company's whole list of cases is sent, at its newest step. */
export function casesSince(country: Country, since: IsoDate): readonly RegisterEvent[] {
  const events: RegisterEvent[] = [];
  for (let index = 0; index < country.size.suppliers; index += 1) {
    const fate = country.fate(index);
    const on = fate.steps.at(-1)?.on;
    const data = insolvencyOf(fate);
    if (on === undefined || on < since || data === null) continue;
    const { number } = country.supplier(index);
    const resource_uri = `/company/${number}/insolvency`;
    events.push({
      on,
      line: { resource_kind: 'company-insolvency', resource_uri, resource_id: number, data },
    });
  }
  return events;
}

export function filingsSince(country: Country, since: IsoDate): readonly RegisterEvent[] {
  const events: RegisterEvent[] = [];
  for (let index = 0; index < country.size.suppliers; index += 1) {
    const { number } = country.supplier(index);
    for (const data of filingsOf(country, index, accountsOf(country, index))) {
      if (data.date < since) break;
      const resource_uri = `/company/${number}/filing-history/${data.transaction_id}`;
      const line = { resource_kind: 'filing-history', resource_uri, resource_id: data.transaction_id, data };
      events.push({ on: data.date, line });
    }
  }
  return events;
}
