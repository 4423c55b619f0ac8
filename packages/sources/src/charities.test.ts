import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { charities } from './charities.ts';
import { UnreadableDocument } from './define-source.ts';
import { documentOf, everyRowOf, fixture } from './testing.ts';

const EDITION = {
  version: '2026-11-20',
  url: 'https://ccewuksprdoneregsadata1.blob.core.windows.net/data/txt/publicextract.charity.zip',
  retrievedAt: '2026-11-22T05:40:00.000Z',
  publishedAt: '2026-11-20T00:00:00.000Z',
};
const text = fixture('charities.txt');
const rows = async (document = text) =>
  (await everyRowOf(charities, document)).flatMap((record) => (record.outcome === 'row' ? [record.row] : []));

/** As the Commission sends it: one table in an archive. */
const archived = (member: string, { body } = text) => documentOf(zipSync({ [member]: body }), 'extract.zip');

/** The rows of the extract with some of its text written otherwise. */
async function withText(from: string, to: string) {
  const written = new TextDecoder().decode(text.body).replace(from, () => to);
  return everyRowOf(charities, documentOf(written, 'charity.txt'));
}

test('every record of the extract has one outcome, linked charities none of their own', async () => {
  const records = await everyRowOf(charities, text);
  expect(records.map(({ item, outcome }) => `${item} ${outcome}`)).toEqual([
    '9900001 row',
    '9900002 row',
    '9900003 row',
    '9900004 row',
    '9900005 row',
    '9900006 row',
    '9900001 ignored',
    '9900007 refused',
    '9900008 refused',
  ]);
  expect(records.flatMap((record) => ('reason' in record ? [record.reason] : []))).toEqual([
    'a linked charity: its parent speaks for it',
    'charity_insolvent: “Perhaps” is neither True nor False',
    'charity_registration_status: “Suspended” is neither word',
  ]);
});

test('both formats of the extract say the same, by themselves and in their archives', async () => {
  const read = await everyRowOf(charities, text);
  for (const document of [
    fixture('charities.json'),
    archived('publicextract.charity.txt'),
    archived('publicextract.charity.json', fixture('charities.json')),
  ]) {
    expect(await everyRowOf(charities, document)).toEqual(read);
    expect(charities.edition(document)).toBe('2026-11-20');
  }
});

test('a charity is kept as what it is registered as, with the company that it is', async () => {
  expect(await rows()).toMatchObject([
    { form: 'company', company: '99000001', reporting: 'Submission Overdue' },
    { form: 'cio', company: 'CE099002', dissolution: { noticeEndsOn: '2026-12-18' } },
    { form: 'trust', company: null, reporting: 'Submission Double Default', lastYear: null },
    { form: 'company', company: '09000044', inAdministration: true, insolvent: false },
    { form: 'other', status: 'removed', removedOn: '2026-06-30' },
    { form: 'other', status: 'removed', removedOn: '1998-02-11' },
  ]);
});

test('no address, telephone number or mail address is read, nor kept in the archive', async () => {
  const kept = new TextDecoder().decode(await charities.keep?.(archived('publicextract.charity.txt')));
  for (const said of [kept, JSON.stringify(await rows())])
    expect(said).not.toMatch(/Example Street|EX1 1AA|01632|@charity\.example|Care for older people/);
  expect(kept).toContain('EXAMPLE CARE HOLDINGS');
  // What cannot be read is not kept: nobody knows what is in it.
  expect(await charities.keep?.(documentOf('<html>', 'extract'))).toEqual(new Uint8Array());
});

test('what an entry says counts from the extract that shows it first, a removal from its own day', async () => {
  const [first, , , , removed, gone] = await rows();
  expect(charities.toObservations(null, first ?? null, EDITION)).toEqual({
    withdrawn: [],
    observations: [
      {
        ref: '9900001',
        occurredOn: null,
        publishedAt: EDITION.publishedAt,
        url: 'https://register-of-charities.charitycommission.gov.uk/charity-details/?regId=9900001&subId=0',
        quote: null,
        about: {
          name: 'EXAMPLE CARE HOLDINGS',
          ref: { scheme: 'GB-CHC', id: '9900001' },
          printedRef: 'GB-CHC-9900001',
          postcode: null,
        },
        content: {
          kind: 'charity-entry',
          status: 'registered',
          form: 'company',
          removedOn: null,
          insolvent: false,
          inAdministration: false,
          dissolution: null,
          reporting: 'Submission Overdue',
          lastYear: { endedOn: '2026-03-31', income: 215_000_000, expenditure: 230_500_000 },
        },
      },
    ],
  });
  expect(charities.toObservations(null, removed ?? null, EDITION).observations).toMatchObject([
    { occurredOn: '2026-06-30', publishedAt: '2026-06-29T23:00:00.000Z', content: { status: 'removed' } },
  ]);
  expect(charities.toObservations(null, gone ?? null, EDITION)).toEqual({ observations: [], withdrawn: [] });
});

test('an entry that changes is a new version from the day of its extract, one that is gone is taken back', async () => {
  const [first] = await rows();
  if (!first) throw new Error('no charity');
  const removed = { ...first, status: 'removed' as const, removedOn: '2026-11-03' };
  expect(charities.toObservations(first, removed, EDITION)).toMatchObject({
    withdrawn: [],
    observations: [{ ref: '9900001', occurredOn: '2026-11-03', publishedAt: EDITION.publishedAt }],
  });
  expect(charities.toObservations(first, null, EDITION)).toEqual({
    observations: [],
    withdrawn: ['9900001'],
  });
});

test('a removal of two years ago is told, one of a day earlier is no news', async () => {
  const [, , , , removed] = await rows();
  const toldOf = (removedOn: string) =>
    charities.toObservations(null, removed ? { ...removed, removedOn } : null, EDITION).observations.length;
  expect([toldOf('2024-11-20'), toldOf('2024-11-19')]).toEqual([1, 0]);
});

test('words that are neither, days that no calendar has and lines with a cell too few are refused one by one', async () => {
  const reasons = async (from: string, to: string) =>
    (await withText(from, to)).flatMap((record) => (record.outcome === 'refused' ? [record.reason] : []));
  expect(await reasons('2026-06-30 00:00:00', '2026-06-31 00:00:00')).toContain(
    'date_of_removal: “2026-06-31 00:00:00” is not a day',
  );
  expect(await reasons('EXAMPLE MUSIC TRUST\tTrust\t', 'EXAMPLE MUSIC TRUST\t')).toContain(
    'not as many cells as columns',
  );
  expect(await reasons('\t9900003\t0', '\tnone\t0')).toContain(
    'registered_charity_number: “none” is not one',
  );
  expect(await reasons('EXAMPLE ALMSHOUSES', ' ')).toContain('charity_name is empty');
  expect(await reasons('\t2150000\t', '\t£2m\t')).toContain('latest_income: “£2m” is no sum');
});

test('a page, another table, a cut list and an extract without its day are refused as a whole', async () => {
  const read = (body: string | Uint8Array) => everyRowOf(charities, documentOf(body, 'extract'));
  await expect(read('<!DOCTYPE html>\n<p>Sorry</p>')).rejects.toThrow(
    /a table without “registered_charity_number”/,
  );
  await expect(everyRowOf(charities, archived('publicextract.charity_trustee.txt'))).rejects.toThrow(
    /without publicextract\.charity\.txt or \.json; it holds: publicextract\.charity_trustee\.txt/,
  );
  const json = new TextDecoder().decode(fixture('charities.json').body);
  await expect(read(json.slice(0, -80))).rejects.toThrow(/does not end: it may be cut off/);
  await expect(read('')).rejects.toThrow(UnreadableDocument);
  expect(() => charities.edition(documentOf('a\tb\n1\t2', 'extract'))).toThrow(/no date_of_extract/);
  expect(() => charities.edition(documentOf('[{"a":1}]', 'extract'))).toThrow(UnreadableDocument);
});
