import {
  CANARY_KEPT_DAYS,
  CANARY_SOURCE,
  canaryHour,
  canaryName,
  canaryNumber,
  type IsoInstant,
} from '@tocsin/domain';
import { z } from 'zod';
import { defineSource, type Item, type SourceDocument } from '../define-source.ts';
import { gazetteInsolvency } from '../gazette-insolvency.ts';

const Cursor = z.object({ hour: z.string() });

/**
 * The canary: each hour a made-up notice in the form of The Gazette's, read by its reader, of a company that nobody but the
 * canary's council depends on. It is fetched from nobody. None of the public sources: it stands in no list of them.
 */
export const canaryNotice = defineSource({
  id: CANARY_SOURCE,
  title: 'Canary',
  publisher: 'This installation',
  homepage: 'https://canary.invalid',
  licence: 'Made up',
  description: `A made-up notice of each hour, by which is seen that notices arrive. Kept for ${CANARY_KEPT_DAYS} days.`,
  schedule: '1 * * * *',
  promise: { minutes: 120 },
  pace: { requests: 1, perSeconds: 1 },
  expect: { min: 0, max: 1 },
  needs: ['CANARY_ADDRESS'],
  covers: [],
  cursor: Cursor,

  async *fetch(_http, cursor, { now }) {
    const hour = canaryHour(now);
    if (cursor?.hour !== hour) yield { document: noticeOf(hour, now), cursor: { hour } };
    return { hour };
  },

  *parse(document: SourceDocument): Iterable<Item> {
    for (const item of gazetteInsolvency.parse(document)) yield asOfCanary(item, document.url);
  },
});

/** Under the number of its company first, as what is asked about one company is: seen by whom the company is seen by. */
function asOfCanary(item: Item, url: string): Item {
  if (item.outcome !== 'observed') return item;
  return {
    ...item,
    observations: item.observations.map((one) => ({
      ...one,
      source: CANARY_SOURCE,
      ref: `${one.about?.ref?.id ?? ''}/${one.ref}`,
      url,
    })),
  };
}

function noticeOf(hour: IsoInstant, now: IsoInstant): SourceDocument {
  const number = canaryNumber(hour);
  const id = hour.replaceAll(/\D/g, '').slice(0, 10);
  const marks = [
    `<dd property="gaz:hasPublicationDate" content="${hour}"></dd>`,
    `<dd property="gaz:hasNoticeID">${id}</dd><dd property="gaz:hasNoticeCode">2450</dd>`,
    `<strong about="this:company-1" property="gazorg:name">${canaryName(number)}</strong>`,
    `<span about="this:company-1" property="gazorg:companyNumber">${number}</span>`,
  ];
  const body = `<html><head><title>Canary</title></head><body><article>${marks.join('')}</article></body></html>`;
  return {
    url: `https://canary.invalid/${id}`,
    retrievedAt: now,
    contentType: 'text/html',
    body: new TextEncoder().encode(body),
  };
}
