import { firstInstantOf, type Edition, type IsoInstant, type RowObservation } from '@tocsin/domain';
import { Refuse, type HttpClient } from '@tocsin/runtime';
import { zipSync } from 'fflate';
import { basename } from 'node:path';
import { z } from 'zod';
import { editionOfMonth, newestMonth } from './care/edition.ts';
import { keepMonth } from './care/keep-month.ts';
import { readMonth } from './care/read-month.ts';
import { CARE_SOURCE, CareRow, type CareLocation } from './care/rows.ts';
import { defineTable, type SourceDocument } from './define-source.ts';
import { textOf } from './document.ts';
import { asItem } from './trouble.ts';

const ADDRESS = 'https://www.cqc.org.uk';
const PAGE = 'about-us/transparency/using-cqc-data';
/** Of one list, packed. */
const MAX_BYTES = 300 * 1024 * 1024;

export const careLocations = defineTable({
  id: CARE_SOURCE,
  title: 'Care homes and services, with ratings and closures',
  publisher: 'Care Quality Commission',
  homepage: `${ADDRESS}/${PAGE}`,
  licence: 'Open Government Licence v3.0',
  description:
    'Two lists of each month, read together: every registered location of adult social care in England with its rating, ' +
    'places, local authority and the number of its provider, and the locations whose registration ended in the three years ' +
    'before. Some 30,000 locations; of other health care nothing is read. A location whose registration ended while another ' +
    'was registered at the same address within a quarter has changed hands and is not closed. The list of closed ones does ' +
    'not say whose they were, as far as its columns have been seen, so that a closure is told of a provider only once a ' +
    'list of the month before had it. “Not rated” is no fall: since its new way of assessing, the regulator gives locations ' +
    'with several services no overall rating. Conditions on a registration are not in these lists, and are not known here. ' +
    'Managers, nominated individuals and partners are never read; of providers who are people only how many places an ' +
    'authority has is counted. A month of which one list is missing is not taken, one with fewer than 95 % of the rows ' +
    'before is held. Written to the documented columns; not yet met live.',
  schedule: '45 5 * * *',
  promise: { edition: 'monthly', lateDays: 10 },
  pace: { requests: 3, perSeconds: 60 },
  expect: { min: 20_000, max: 80_000, leastOfBefore: 0.95 },
  needs: [],
  covers: [],
  cursor: z.object({ edition: z.string().nullable(), held: z.string().optional() }),
  row: CareRow,

  async *fetch(http, cursor, { setting }) {
    const address = setting('CARE_LOCATIONS_URL') ?? ADDRESS;
    let month: Month | null = null;
    for await (const step of asItem(PAGE, newestListed(http, `${address}/${PAGE}`))) {
      if ('trouble' in step) yield step;
      else month = step;
    }
    if (!month) return cursor;
    yield { settled: PAGE };
    const { edition } = month;
    if (cursor?.edition && edition <= cursor.edition) return cursor;
    if (cursor?.held === edition) {
      const reason = `the lists of ${edition} were held and wait for a person: load them by hand, or wait for the next month`;
      yield { trouble: { item: edition, reason } };
      return cursor;
    }
    const cursorIfHeld = { edition: cursor?.edition ?? null, held: edition };
    for await (const step of asItem(edition, fetchMonth(http, address, month))) {
      yield 'trouble' in step ? step : { ...step, item: edition, cursor: { edition }, cursorIfHeld };
      if ('trouble' in step) return cursor;
    }
    return { edition };
  },

  edition: ({ body }) => editionOfMonth(body),
  keep: ({ body }) => keptOnce(body),
  async *rows({ body }) {
    yield* readMonth(await keptOnce(body));
  },

  toObservations(before, after, edition) {
    if (before?.is === 'market' || after?.is === 'market') return { observations: [], withdrawn: [] };
    // One that ended leaves the list when nobody need know any longer; what was said of it stands.
    if (!after) return { observations: [], withdrawn: before && before.endedOn === null ? [before.id] : [] };
    const provider = after.provider ?? before?.provider;
    if (!provider) return { observations: [], withdrawn: [] };
    const { ref, name, printed, postcode } = provider;
    const hasOther = before?.provider != null && before.provider.ref.id !== ref.id;
    const observation: RowObservation = {
      ref: after.id,
      occurredOn: after.endedOn ?? after.ratedOn,
      publishedAt: publishedAt(before, after, edition),
      url: `${ADDRESS}/location/${encodeURIComponent(after.id)}`,
      quote: null,
      about: { name, ref, printedRef: printed, postcode },
      content: {
        kind: 'care-location',
        locationId: after.id,
        name: after.name === '' ? (before?.name ?? '') : after.name,
        careHome: after.careHome,
        places: after.places ?? before?.places ?? null,
        authority: after.authority,
        rating: after.rating,
        ratedOn: after.ratedOn,
        inherited: after.inherited,
        dormant: after.dormant,
        state: stateOf(after, ref.id),
        endedOn: after.endedOn,
      },
    };
    return { observations: [observation], withdrawn: hasOther ? [after.id] : [] };
  },
});

const known = new WeakMap<Uint8Array, Promise<Uint8Array>>();

/** What is archived is what is read: a month, which unpacks to half a gigabyte, is walked once for both. */
function keptOnce(body: Uint8Array): Promise<Uint8Array> {
  const kept = known.get(body) ?? keepMonth(body);
  known.set(body, kept);
  return kept;
}

interface Month {
  readonly edition: string;
  readonly files: readonly string[];
}

async function* newestListed(http: HttpClient, url: string): AsyncGenerator<Month, void> {
  const month = newestMonth(textOf(await http.get(url)));
  if (!month) throw new Refuse('the page links no month with both lists: has it changed?');
  yield month;
}

/** Both lists of a month, as published, in one archive. */
async function* fetchMonth(
  http: HttpClient,
  address: string,
  { files }: Month,
): AsyncGenerator<{ readonly document: SourceDocument }, void> {
  const lists: Record<string, Uint8Array> = {};
  let retrievedAt = '';
  for (const file of files) {
    const answer = await http.get(new URL(file, `${address}/`).href, { maxBytes: MAX_BYTES });
    lists[basename(file)] = answer.body;
    ({ retrievedAt } = answer);
  }
  const url = new URL(files[0] ?? '', `${address}/`).href;
  yield {
    document: { url, retrievedAt, contentType: 'application/zip', body: zipSync(lists, { level: 0 }) },
  };
}

/** A rating is public from its own day on; all else from the list that says it. */
function publishedAt(
  before: CareLocation | null,
  { ratedOn, endedOn }: CareLocation,
  edition: Edition,
): IsoInstant {
  if (endedOn !== null || ratedOn === null) return edition.publishedAt;
  const isNew = before === null || before.ratedOn === null || ratedOn > before.ratedOn;
  const rated = firstInstantOf(ratedOn);
  return isNew && rated < edition.publishedAt ? rated : edition.publishedAt;
}

function stateOf({ endedOn, followedBy }: CareLocation, owner: string) {
  if (endedOn === null) return 'registered';
  if (followedBy === null) return 'closed';
  return followedBy.ref?.id === owner ? 'registered-anew' : 'changed-hands';
}
