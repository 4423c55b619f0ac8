import { expect, test } from 'vitest';
import { closedHomeOf, homeOf, packedMonth, odsOf, type MadeUpRow } from './care/testing-month.ts';
import { zipSync } from 'fflate';
import { careLocations } from './care-locations.ts';
import type { CareRow } from './care/rows.ts';
import { documentOf, fixture, everyRowOf } from './testing.ts';

const EDITION = {
  version: '2026-09-01',
  url: 'https://www.cqc.org.uk/system/files/2026-09/01_September_2026_HSCA_Active_Locations.ods',
  retrievedAt: '2026-09-02T05:45:00.000Z',
  publishedAt: '2026-08-31T23:00:00.000Z',
};

const recordsOf = (active: readonly MadeUpRow[], deactivated: readonly MadeUpRow[] = []) =>
  everyRowOf(careLocations, documentOf(packedMonth({ active, deactivated }), 'month.zip'));

/** The first location of a month. */
async function rowOf(cells: MadeUpRow): Promise<CareRow> {
  const [record] = await recordsOf([homeOf(cells)]);
  if (record?.outcome !== 'row') throw new Error(`${record?.outcome}`);
  return record.row;
}

async function closedRowOf(active: readonly MadeUpRow[], closed: MadeUpRow = {}): Promise<CareRow> {
  const records = await recordsOf(active, [closedHomeOf(closed)]);
  const found = records.find(({ item }) => item === '1-990000001');
  if (found?.outcome !== 'row') throw new Error(`${found?.outcome}`);
  return found.row;
}

const saidOf = (before: CareRow | null, after: CareRow | null) =>
  careLocations.toObservations(before, after, EDITION);

test('every location of adult social care has one outcome, and each authority its total', async () => {
  const records = await everyRowOf(careLocations, fixture('care-locations.zip'));
  expect(
    records.map((one) => [one.item, one.outcome, 'reason' in one ? one.reason : ''].join(' ').trim()),
  ).toEqual([
    '1-990000001 row',
    '1-990000002 row',
    '1-990000003 row',
    '1-990000004 refused Location Latest Overall Rating: “splendid” is not a rating that is known',
    '1-990000005 ignored of a provider without a company or charity number: counted in its authority’s places, and in nothing else',
    '1-990000006 ignored the second registration of one service',
    '1-990000007 row',
    'market/Surrey row',
    'market/Trafford row',
  ]);
  expect(records.at(-2)).toMatchObject({ row: { homes: 3, places: 90, elsewhere: 0 } });
  expect(careLocations.edition(fixture('care-locations.zip'))).toBe('2026-09-01');
});

test('a rating is told of its provider from the day on which it was published', async () => {
  const row = await rowOf({
    'Location Latest Overall Rating': 'Inadequate',
    'Publication Date': '14/08/2026',
  });
  expect(saidOf(await rowOf({}), row)).toEqual({
    withdrawn: [],
    observations: [
      {
        ref: '1-990000001',
        occurredOn: '2026-08-14',
        publishedAt: '2026-08-13T23:00:00.000Z',
        url: 'https://www.cqc.org.uk/location/1-990000001',
        quote: null,
        about: {
          name: 'Example Care Homes Ltd',
          ref: { scheme: 'GB-COH', id: '99000001' },
          printedRef: '99000001',
          postcode: 'GU1 2AA',
        },
        content: {
          kind: 'care-location',
          locationId: '1-990000001',
          name: 'Example House',
          careHome: true,
          places: 42,
          authority: 'Surrey',
          rating: 'inadequate',
          ratedOn: '2026-08-14',
          inherited: false,
          dormant: false,
          state: 'registered',
          endedOn: null,
        },
      },
    ],
  });
  // What changes without a new rating is known from the list on.
  const larger = await rowOf({ 'Care homes beds': '50' });
  expect(saidOf(await rowOf({}), larger).observations[0]?.publishedAt).toBe(EDITION.publishedAt);
});

test('a charity is told by its number where it is no company, and a company by that of its company', async () => {
  const charity = { 'Provider Companies House Number': '', 'Provider Charity Number': '1089464' };
  expect(saidOf(null, await rowOf(charity)).observations[0]?.about?.ref).toEqual({
    scheme: 'GB-CHC',
    id: '1089464',
  });
  const both = { 'Provider Companies House Number': '99000002', 'Provider Charity Number': '1089464' };
  expect(saidOf(null, await rowOf(both)).observations[0]?.about?.ref).toEqual({
    scheme: 'GB-COH',
    id: '99000002',
  });
  const [odd] = await recordsOf([homeOf({ 'Provider Companies House Number': 'Ltd' })]);
  expect(odd).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('“Ltd”') });
});

test('a home whose registration ended is closed, told of whom the month before had it', async () => {
  const closed = await closedRowOf([]);
  expect(saidOf(await rowOf({}), closed).observations[0]).toMatchObject({
    occurredOn: '2026-08-14',
    publishedAt: EDITION.publishedAt,
    about: { name: 'Example Care Homes Ltd' },
    content: { name: 'Example House', state: 'closed', places: 42, endedOn: '2026-08-14' },
  });
  expect(saidOf(null, closed)).toEqual({ observations: [], withdrawn: [] });
});

test('a home at whose place another is registered within a quarter has changed hands, and is not closed', async () => {
  const successor = (cells: MadeUpRow) =>
    homeOf({
      'Location ID': '1-990000099',
      'Location HSCA start date': '15/08/2026',
      'Provider Companies House Number': '99000077',
      ...cells,
    });
  const stateWith = async (cells: MadeUpRow) => {
    const after = await closedRowOf([successor(cells)]);
    const content = saidOf(await rowOf({}), after).observations[0]?.content;
    return content?.kind === 'care-location' ? content.state : null;
  };
  expect(await stateWith({})).toBe('changed-hands');
  expect(await stateWith({ 'Location UPRN ID': '' })).toBe('changed-hands');
  expect(await stateWith({ 'Location HSCA start date': '14/11/2026' })).toBe('changed-hands');
  expect(await stateWith({ 'Provider Companies House Number': '99000001' })).toBe('registered-anew');
  // Of a person there is no name and no number, and yet somebody is there.
  expect(await stateWith({ 'Provider Ownership Type': 'Individual' })).toBe('changed-hands');
  expect(await stateWith({ 'Location HSCA start date': '15/11/2026' })).toBe('closed');
  expect(await stateWith({ 'Care home?': 'N' })).toBe('closed');
  expect(
    await stateWith({ 'Location UPRN ID': '100060000002', 'Location Street Address': '2 Example Road' }),
  ).toBe('closed');
});

test('a location that is in neither list is taken back, and one that ended long ago says nothing more', async () => {
  expect(saidOf(await rowOf({}), null)).toEqual({ observations: [], withdrawn: ['1-990000001'] });
  expect(saidOf(await closedRowOf([]), null)).toEqual({ observations: [], withdrawn: [] });
  const records = await recordsOf([], [closedHomeOf({ 'Location HSCA End Date': '31/08/2023' })]);
  expect(records).toEqual([]);
});

test('a location that is registered under another provider’s number is taken back of the first', async () => {
  const says = saidOf(await rowOf({}), await rowOf({ 'Provider Companies House Number': '99000008' }));
  expect(says.withdrawn).toEqual(['1-990000001']);
  expect(says.observations[0]?.about?.printedRef).toBe('99000008');
});

test('“not rated” is no rating, whatever it is called, and nobody’s word is guessed at', async () => {
  for (const printed of ['Not Rated', '', 'Insufficient evidence to rate', 'Not applicable'])
    expect(await rowOf({ 'Location Latest Overall Rating': printed })).toMatchObject({
      rating: null,
      ratedOn: null,
    });
});

test('of people nothing is kept: no manager, no nominated individual, no provider who is one, no address', async () => {
  const person = homeOf({
    'Location ID': '1-990000055',
    'Location Name': 'Given Name at Home',
    'Provider Name': 'Given Surname',
    'Provider Ownership Type': 'Individual',
    'Provider Companies House Number': '',
  });
  const document = documentOf(
    packedMonth({ active: [homeOf(), person], deactivated: [closedHomeOf()] }),
    'm.zip',
  );
  const kept = new TextDecoder().decode(await careLocations.keep?.(document));
  for (const word of ['Surname', 'Given', 'Example Road', 'GU1 1AA', 'anager'])
    expect(kept).not.toContain(word);
  expect(kept).toContain('1-990000055');
  const again = await careLocations.keep?.({ ...document, body: new TextEncoder().encode(kept) });
  expect(new TextDecoder().decode(again)).toBe(kept);
});

test('a month without one of its lists, of two days or of another layout is refused as a whole', async () => {
  const only = zipSync({ '01_September_2026_HSCA_Active_Locations.ods': odsOf('active', [homeOf()]) });
  await expect(everyRowOf(careLocations, documentOf(only, 'a.zip'))).rejects.toThrow(
    /without its list “Deactivated_Locations”/,
  );
  const mixed = zipSync({
    '01_September_2026_HSCA_Active_Locations.ods': odsOf('active', []),
    '01_October_2026_Deactivated_Locations.ods': odsOf('deactivated', []),
  });
  expect(() => careLocations.edition(documentOf(mixed, 'a.zip'))).toThrow(
    'lists of two months together (2026-09-01, 2026-10-01)',
  );
  const older = zipSync({
    '01_September_2026_HSCA_Active_Locations.ods': odsOf('active', [], ['Location ID', 'Location Name']),
    '01_September_2026_Deactivated_Locations.ods': odsOf('deactivated', []),
  });
  await expect(everyRowOf(careLocations, documentOf(older, 'a.zip'))).rejects.toThrow(
    /has no column “Care home\?”/,
  );
  expect(() => careLocations.edition(documentOf('<!DOCTYPE html>', 'a.zip'))).toThrow(/into one ZIP file/);
});
