import { dayOf } from '@tocsin/domain';
import { readdirSync, readFileSync } from 'node:fs';
import { documentSource } from '@tocsin/sources';
import { describe, expect, it } from 'vitest';

const folder = new URL('./', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');

interface Entry {
  readonly file: string;
  readonly source: string;
  readonly publishedAt: string;
  readonly retrievedAt: string;
  /** Where the publisher would serve such a document. */
  readonly url: string;
  readonly contentType: string;
}

const manifest = JSON.parse(read('manifest.json')) as readonly Entry[];

/** A row of a CSV file: quoted fields may hold commas. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}

const councils = read('councils.csv')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [gss, name, , , county, start = '', end, successors, others] = cells(line);
    return { gss, name, county, start, end, successors: list(successors), names: [name ?? '', ...list(others)] };
  });

function list(joined = ''): string[] {
  return joined === '' ? [] : joined.split('|');
}

function itemsOf({ file, source, url, retrievedAt, contentType }: Entry) {
  const body = new TextEncoder().encode(read(file));
  return [...documentSource(source).parse({ url, retrievedAt, contentType, body })];
}

const items = manifest.flatMap((entry) => itemsOf(entry).map((item) => ({ entry, item })));
const observations = items.flatMap(({ item }) => (item.outcome === 'observed' ? item.observations : []));
const awards = observations.flatMap(({ content }) => (content.kind === 'award' ? content : []));

describe('the sample', () => {
  it('lists every document once, in the order of publication', () => {
    const folders = [...new Set(manifest.map(({ source }) => source))];
    const files = folders.flatMap((name) =>
      readdirSync(new URL(name, folder)).map((file) => `${name}/${file}`),
    );
    expect(manifest.map(({ file }) => file).sort()).toEqual(files.sort());
    const moments = manifest.map(({ publishedAt, retrievedAt }) => `${publishedAt} ${retrievedAt}`);
    expect(moments).toEqual([...moments].sort());
    for (const { file, source, publishedAt, retrievedAt } of manifest) {
      expect(file.startsWith(`${source}/`), file).toBe(true);
      expect(retrievedAt >= publishedAt && publishedAt >= '2016' && retrievedAt < '2026', file).toBe(true);
    }
  });

  it('is read by the sources as they read the publishers, and nothing is refused or ignored', () => {
    expect(items.filter(({ item }) => item.outcome !== 'observed')).toEqual([]);
    expect(new Set(items.map(({ entry }) => entry.file)).size).toBe(manifest.length);
  });

  it('holds at least 60 awards of 15 councils to 40 suppliers', () => {
    const named = awards.flatMap(({ suppliers }) => suppliers.map(({ name, ref }) => ref?.id ?? name));
    expect(new Set(awards.map(({ ocid, awardId }) => `${ocid}/${awardId}`)).size).toBeGreaterThanOrEqual(60);
    expect(new Set(named).size).toBeGreaterThanOrEqual(40);
    expect(new Set(awards.map(({ buyers }) => buyers[0]?.name)).size).toBeGreaterThanOrEqual(15);
  });

  it('names only buyers that are one council each', () => {
    const owners = new Map<string, string>();
    for (const { gss, names } of councils)
      for (const name of new Set(names.map((each) => each.toLowerCase()))) {
        expect(owners.get(name), name).toBeUndefined();
        owners.set(name, gss ?? '');
      }
    const buyers = awards.flatMap((award) => award.buyers.map(({ name }) => name));
    expect(buyers.filter((name) => !owners.has(name.toLowerCase()))).toEqual([]);
  });

  it('knows 332 councils of today and where the others went', () => {
    const codes = new Set(councils.map(({ gss }) => gss));
    expect(codes.size).toBe(councils.length);
    const onDay = councils.filter(({ start, end }) => start <= '2026-11-22' && (!end || end >= '2026-11-22'));
    expect(onDay).toHaveLength(332);
    for (const { name, county, end, successors } of councils) {
      expect(county === '' || codes.has(county), name).toBe(true);
      expect(
        successors.every((code) => codes.has(code)) && (end !== '') === successors.length > 0,
        name,
      ).toBe(true);
    }
  });

  it('has councils that depended on each company on the day it failed', () => {
    expect(dependingOn('03679838', '2018-01-15')).toEqual([
      'London Borough of Croydon',
      'London Borough of Ealing',
      'London Borough of Harrow',
      'London Borough of Hounslow',
    ]);
    expect(dependingOn('00594581', '2018-01-15')).toEqual(['Lincolnshire County Council']);
    expect(dependingOn('03782379', '2018-01-15')).toEqual(['Oxfordshire County Council']);
    expect(dependingOn('03198709', '2018-01-25')).toEqual(['Oxfordshire County Council']);
    expect(dependingOn('00425188', '2021-10-06')).toEqual(['Leicester City Council']);
    expect(dependingOn('00450103', '2024-09-20')).toEqual([
      'Hertfordshire County Council',
      'London Borough of Hillingdon',
      'West Sussex County Council',
    ]);
  });

  it('gives a proceeding only to the companies whose failure it tells', () => {
    const failed = observations.flatMap(({ about, content }) =>
      content.kind === 'insolvency-case' || content.kind === 'insolvency-notice'
        ? (about?.ref?.id ?? [])
        : [],
    );
    const warned = observations.flatMap(({ about, content }) =>
      content.kind === 'company-profile' && (content.status !== 'active' || content.accounts.overdue)
        ? (about?.ref?.id ?? [])
        : [],
    );
    expect([...new Set(failed)].sort()).toEqual([
      '00425188',
      '00450103',
      '00594581',
      '03198709',
      '03679838',
      '03782379',
    ]);
    expect(warned.filter((number) => !failed.includes(number))).toEqual([]);
  });

  it('has a source for every document, and nobody’s address or telephone number', () => {
    const sources = read('SOURCES.md');
    for (const { file } of manifest) {
      expect(sources.includes(`| ${file} |`), file).toBe(true);
      expect(read(file)).not.toMatch(/[\w.]+@[\w-]+\.\w/);
      expect(read(file)).not.toMatch(/contactPoint|\+44|\(0\d{2,4}\)|\b0\d{2,4} \d{3,4} ?\d{3,4}\b/);
    }
  });
});

/** Buyers whose last statement published by that day has a contract with the company that had not ended. */
function dependingOn(number: string, day: string): string[] {
  const latest = new Map(
    observations
      .filter(({ publishedAt }) => dayOf(publishedAt) <= day)
      .flatMap(({ ref, content }) => (content.kind === 'award' ? [[ref, content] as const] : [])),
  );
  const live = [...latest.values()].filter(
    ({ suppliers, endsOn }) =>
      suppliers.some(({ ref }) => ref?.id === number) && (endsOn === null || endsOn >= day),
  );
  return live.map(({ buyers }) => buyers[0]?.name ?? '').sort();
}
