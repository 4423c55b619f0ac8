import { addDays, type Observation } from '@tocsin/domain';
import { readBulkRegister } from '@tocsin/sources';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountsOf } from './accounts.ts';
import { countryOf } from './country.ts';
import { givesDay } from './gazette.ts';
import { generate } from './generate.ts';
import { truthOf, type Made } from './made.ts';
import { documentsFrom, observedIn, parse, refusedIn } from './read.ts';

const country = countryOf({ size: 'small', seed: 1 });
let made: readonly Made[];
beforeAll(() => {
  made = [...generate(country)];
}, 120_000);

describe('every document about companies is read by our own source, with nothing refused, and says what is true', () => {
  test('the register: each company, its cases, its filings, its parent and the figures of its accounts', () => {
    const documents = documentsFrom(made, 'companies-house-company');
    const items = documents.flatMap(parse);
    expect(refusedIn(items)).toEqual([]);
    const said = observedIn(items);
    const of = <K extends Observation['content']['kind']>(kind: K) =>
      said.flatMap(({ about, content }) =>
        content.kind === kind
          ? [
              {
                number: about?.ref?.id ?? '',
                content: content as Extract<Observation['content'], { kind: K }>,
              },
            ]
          : [],
      );
    const profiles = new Map(of('company-profile').map(({ number, content }) => [number, content]));
    expect(profiles.size).toBe(country.size.suppliers);
    for (const { number, name, incorporatedOn } of truthOf(made, 'suppliers'))
      expect(profiles.get(number)).toMatchObject({ name, incorporatedOn });
    for (const { number, insolventNow, dissolvedOn } of truthOf(made, 'fates')) {
      const status = profiles.get(number)?.status;
      expect(status === 'dissolved').toBe(dissolvedOn !== null);
      if (insolventNow) expect(status).toMatch(/^(liquidation|administration)$/);
    }
    const parents = of('parent-company').map(({ number, content }) => `${number} ${content.parent.ref?.id}`);
    const held = truthOf(made, 'suppliers').flatMap(({ number, parent }) =>
      parent ? [`${number} ${parent}`] : [],
    );
    expect(new Set(parents)).toEqual(new Set(held));
    const figures = of('accounts-figures').map(({ number, content }) => ({
      company: number,
      madeUpTo: content.balanceDate,
      figures: content.figures,
      before: content.previous?.figures ?? null,
    }));
    const known = truthOf(made, 'accounts').map((filed) => ({
      company: filed.company,
      madeUpTo: filed.madeUpTo,
      figures: filed.figures,
      before: filed.previous?.figures ?? null,
    }));
    expect(figures).toEqual(known);
    const filings = of('accounts-filed').map(({ number, content }) => `${number} ${content.filedOn}`);
    const filed = Array.from({ length: country.size.suppliers }, (_, index) => index).flatMap((index) =>
      accountsOf(country, index).map(({ filedOn }) => `${country.supplier(index).number} ${filedOn}`),
    );
    expect(filings.toSorted()).toEqual(filed.toSorted());
    const insolvencies = new Set(of('insolvency-case').map(({ number }) => number));
    for (const { number, insolventOn } of truthOf(made, 'fates'))
      if (insolventOn) expect(insolvencies.has(number)).toBe(true);
  });

  test('the streams: the cases and filings of the last weeks', () => {
    const items = documentsFrom(made, 'companies-house-stream').flatMap(parse);
    expect(refusedIn(items)).toEqual([]);
    const since = addDays(country.until, -90);
    const filed = Array.from({ length: country.size.suppliers }, (_, index) =>
      accountsOf(country, index),
    ).flat();
    const observed = observedIn(items).filter(({ content }) => content.kind === 'accounts-filed');
    expect(observed).toHaveLength(filed.filter(({ filedOn }) => filedOn >= since).length);
    expect(observed.length).toBeGreaterThan(5);
  });

  test('the register of companies: every company that is not dissolved, under its name and former name', async () => {
    const [document] = documentsFrom(made, 'register-of-companies');
    const listed = new Map<string, readonly string[]>();
    let refused = 0;
    async function* chunks() {
      if (document) yield document.body;
    }
    for await (const batch of readBulkRegister(chunks())) {
      refused += batch.refused;
      for (const { number, name, previousNames } of batch.companies)
        listed.set(number, [name, ...previousNames]);
    }
    expect(refused).toBe(0);
    const dissolved = new Set(
      truthOf(made, 'fates').flatMap(({ number, dissolvedOn }) => (dissolvedOn ? [number] : [])),
    );
    for (const { number, name, formerName, parent } of truthOf(made, 'suppliers')) {
      const names = formerName ? [name, formerName] : [name];
      expect(listed.get(number)).toEqual(dissolved.has(number) ? undefined : names);
      if (parent) expect(listed.has(parent)).toBe(true);
    }
  });

  test('notices of The Gazette: in the search and on a page of its own, each of its company and code', () => {
    const documents = documentsFrom(made, 'gazette-insolvency');
    const items = documents.flatMap(parse);
    expect(refusedIn(items)).toEqual([]);
    const steps = country.size.suppliers;
    const published = Array.from({ length: steps }, (_, index) => index).flatMap((index) =>
      country
        .fate(index)
        .steps.filter(({ code }) => code !== null)
        .map(({ on, code, noticeId, hearingOn }) => ({
          number: country.supplier(index).number as string,
          id: noticeId,
          code,
          on: code !== null && givesDay(code) ? on : null,
          hearing: hearingOn ?? null,
        })),
    );
    published.push(
      ...truthOf(made, 'holdings').map(({ number, insolventOn, noticeId }) => ({
        number: number as string,
        id: noticeId,
        code: '2410',
        on: insolventOn,
        hearing: null,
      })),
    );
    const pages = documents.filter(({ file }) => file.endsWith('.html')).flatMap(parse);
    const read = observedIn(pages).map(({ content, about, occurredOn }) => ({
      number: about?.ref?.id ?? '',
      id: 'noticeId' in content ? content.noticeId : null,
      code: 'code' in content ? content.code : null,
      on: occurredOn,
      hearing: 'hearing' in content ? (content.hearing?.on ?? null) : null,
    }));
    const byId = (a: { id: string | null }, b: { id: string | null }) =>
      (a.id ?? '').localeCompare(b.id ?? '');
    expect(read.toSorted(byId)).toEqual(published.toSorted(byId));
    expect(observedIn(items)).toHaveLength(published.length * 2);
  });
});
