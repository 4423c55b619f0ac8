import { createHash } from 'node:crypto';
import { addDays, Signal, type Award, type Item, type Observation } from '@tocsin/domain';
import {
  documentSource,
  openSpendFile,
  readBulkRegister,
  readRegister,
  type SpendRow,
} from '@tocsin/sources';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountsOf } from './accounts.ts';
import { indexOf } from './companies.ts';
import { givesDay } from './gazette.ts';
import { countryOf, hasNamesake, type Country } from './country.ts';
import { generate } from './generate.ts';
import type { Made, NationalDocument, TruthKind, TruthOf } from './made.ts';
import { type BrokenLine, brokenLines } from './spend-file.ts';

const country = countryOf({ size: 'small', seed: 1 });
let made: readonly Made[];
beforeAll(() => {
  made = [...generate(country)];
}, 120_000);

function documentsOf(source: string): readonly NationalDocument[] {
  return made.flatMap((one) => ('document' in one && one.document.source === source ? [one.document] : []));
}

function truthOf<K extends TruthKind>(of: K): readonly TruthOf[K][] {
  return made.flatMap((one) => ('truth' in one && one.truth.of === of ? [one.truth.line as TruthOf[K]] : []));
}

function parse(document: NationalDocument): readonly Item[] {
  return [...documentSource(document.source).parse(document)];
}

function refusedIn(items: readonly Item[]): readonly Item[] {
  return items.filter(({ outcome }) => outcome === 'refused');
}

function observedIn(items: readonly Item[]): readonly Observation[] {
  return items.flatMap((item) => (item.outcome === 'observed' ? item.observations : []));
}

function hashOf(one: Country): string {
  const hash = createHash('sha256');
  for (const part of generate(one)) {
    if ('truth' in part) hash.update(JSON.stringify(part.truth));
    else hash.update(part.document.file).update(part.document.body);
  }
  return hash.digest('hex');
}

describe('a country', () => {
  test('is the same, byte for byte, for the same seed, and another for another', () => {
    const size = { councils: 3, suppliers: 60, payments: 900 };
    const first = hashOf(countryOf({ size, seed: 7 }));
    expect(hashOf(countryOf({ size, seed: 7 }))).toBe(first);
    expect(hashOf(countryOf({ size, seed: 8 }))).not.toBe(first);
  });

  test('holds a company of every fate, none of which can be real', () => {
    const kinds = new Set(truthOf('fates').map(({ kind }) => kind));
    expect(kinds.size).toBe(19);
    for (const { number } of truthOf('suppliers')) expect(number).toMatch(/^(?:99[1-5]\d{5}|OC9\d{5})$/);
    const names = truthOf('suppliers').map(({ name }) => name);
    expect(new Set(names).size).toBe(country.size.suppliers);
  });

  test('holds what is hard: namesakes, partnerships, insolvent parents, quarters, files without a header, own registers', () => {
    const files = truthOf('files');
    const counts = {
      namesakes: truthOf('suppliers').filter(({ number }) => hasNamesake(country, indexOf(number))).length,
      paidNamesakes: truthOf('spend').filter(({ isTold }) => !isTold).length,
      partnerships: truthOf('suppliers').filter(({ number }) => number.startsWith('OC9')).length,
      holdings: truthOf('holdings').length,
      quarters: files.filter(({ file }) => /-[a-z]{3}-20\d\d\./.test(file)).length,
      bare: country.councils.filter(({ bare }) => bare !== null).length,
      refused: files.filter(({ refused }) => Object.keys(refused).length > 0).length,
      ownRegisters: truthOf('registers').length,
      ownToldOf: truthOf('told').filter(({ contracts }) => contracts.some((one) => one.startsWith('own-')))
        .length,
      toldThroughGroup: truthOf('told').filter(({ throughGroup }) => throughGroup.length > 0).length,
      toldByContract: truthOf('told').filter(({ contracts }) => contracts.length > 0).length,
    };
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
  });

  test('has every payment of its size, in files of its councils', () => {
    expect(truthOf('files').reduce((sum, { payments }) => sum + payments, 0)).toBe(country.size.payments);
    expect(truthOf('councils')).toHaveLength(country.size.councils);
  });
});

const NOT_FACTS = ['council-spend', 'own-registers', 'register-of-companies'];
/** Kinds of fact that no document of the country tells, with the reason. */
const UNTOLD: Readonly<Record<string, string>> = {
  'payment-practices': 'a list of another kind, read whole: its own test reads one',
  'short-interest': 'no source yet',
  'public-report': 'for hindsight only',
};

/** What the reader says of a line that cannot be read, by what is wrong with it. */
const REFUSALS: Readonly<Record<BrokenLine, RegExp>> = {
  'no such day': /^the date “31\/02\/2026” is not a day/,
  'no sum of money': /^the amount “1\.234,56” is not a sum of money$/,
  'a sum for a name': /^a sum where the payee should be/,
};

function refusalsBy(rows: readonly SpendRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    if (row.outcome !== 'refused') continue;
    const why = brokenLines.find((one) => REFUSALS[one].test(row.reason)) ?? row.reason;
    counts[why] = (counts[why] ?? 0) + 1;
  }
  return counts;
}

describe('every document is read by our own source, with nothing refused but what nobody can read, and says what is true', () => {
  test('spending files: each line a payment, to the penny, and each broken one refused for what is wrong with it', async () => {
    const maps = country.councils.map(({ map }) => map);
    const files = new Map(truthOf('files').map((line) => [line.file, line]));
    const paid = new Map<string, number>();
    const spellings = new Map(
      truthOf('names').map(({ council, printed, supplier }) => [`${council} ${printed}`, supplier]),
    );
    for (const document of documentsOf('council-spend')) {
      const file = await openSpendFile(maps, document);
      if (file.contracts) continue;
      const rows = [...file.rows];
      const payments = rows.flatMap((row) => ('payment' in row ? [row.payment] : []));
      const pence = payments.reduce((total, payment) => total + payment.pence, 0);
      const known = files.get(document.file);
      expect(refusalsBy(rows)).toEqual(known?.refused);
      const named = payments.filter(({ mention }) => mention !== null);
      expect({ lines: rows.length, payments: payments.length, named: named.length, pence }).toEqual({
        lines: known?.lines,
        payments: known?.payments,
        named: known?.named,
        pence: known?.pence,
      });
      for (const payment of named) {
        const supplier = spellings.get(`${file.council} ${payment.mention?.name}`);
        const key = `${file.council} ${String(supplier)}`;
        paid.set(key, (paid.get(key) ?? 0) + payment.pence);
      }
    }
    const known = truthOf('spend').map(({ council, supplier, pence }) => [`${council} ${supplier}`, pence]);
    expect(Object.fromEntries(paid)).toEqual(Object.fromEntries(known));
  });

  test('registers of contracts and both notice services: each contract with its sum, supplier and end', async () => {
    const maps = country.councils.map(({ map }) => map);
    const awards: Award[] = [];
    for (const document of documentsOf('council-spend')) {
      const file = await openSpendFile(maps, document);
      const items = [...(file.contracts?.(document) ?? [])];
      expect(refusedIn(items)).toEqual([]);
      awards.push(...awardsIn(items));
    }
    for (const document of [...documentsOf('contracts-finder'), ...documentsOf('find-a-tender')]) {
      const items = parse(document);
      expect(refusedIn(items)).toEqual([]);
      awards.push(...awardsIn(items));
    }
    const known = truthOf('contracts').filter(({ published }) => published !== 'own-register');
    expect(new Set(known.map(({ published }) => published)).size).toBe(3);
    expect(new Set(awards.map(({ ocid }) => ocid)).size).toBe(known.length);
    for (const { ocid, pence, supplier, numberPrinted, endsOn } of known) {
      const said = awards.filter((award) => award.ocid === ocid);
      expect(said[0]?.value?.pence).toBe(pence);
      expect(said[0]?.suppliers[0]?.ref?.id ?? null).toBe(numberPrinted ? supplier : null);
      // A later notice tells only what it changes.
      expect(said.findLast((award) => award.endsOn !== null)?.endsOn).toBe(endsOn);
    }
  });

  test('every kind of fact is told by a source of ours, but for those that are named', () => {
    // Every notice of contracts, since few tell how a contract went; of the others enough.
    const some = made
      .flatMap((one) => ('document' in one ? [one.document] : []))
      .filter(({ source }) => !NOT_FACTS.includes(source))
      .filter(({ source }, at) => source === 'find-a-tender' || at % 5 === 0);
    const told = new Set(observedIn(some.flatMap(parse)).map(({ content }) => content.kind));
    const kinds = Signal.options.map((option) => option.shape.kind.value);
    expect(kinds.filter((kind) => !told.has(kind))).toEqual(Object.keys(UNTOLD));
  });

  test('own registers of councils: each contract with its sum, supplier and days, and the broken line named', async () => {
    for (const { file, council, contracts, refused } of truthOf('registers')) {
      const [document] = documentsOf('own-registers').filter((one) => one.file === file);
      const { lines, errors } = await readRegister(document?.body ?? new Uint8Array());
      expect([lines.length, errors.length]).toEqual([contracts, refused]);
      const known = truthOf('contracts').filter(
        (one) => one.council === council && one.published === 'own-register',
      );
      expect(
        lines.map(({ title, valuePence, startsOn, endsOn, ref }) => [
          title,
          valuePence,
          startsOn,
          endsOn,
          ref?.id ?? null,
        ]),
      ).toEqual(
        known.map(({ title, pence, startsOn, endsOn, supplier, numberPrinted }) => [
          title,
          pence,
          startsOn,
          endsOn,
          numberPrinted ? supplier : null,
        ]),
      );
    }
  });

  test('the register: each company, its cases, its filings, its parent and the figures of its accounts', () => {
    const documents = documentsOf('companies-house-company');
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
    for (const { number, name, incorporatedOn } of truthOf('suppliers'))
      expect(profiles.get(number)).toMatchObject({ name, incorporatedOn });
    for (const { number, insolventNow, dissolvedOn } of truthOf('fates')) {
      const status = profiles.get(number)?.status;
      expect(status === 'dissolved').toBe(dissolvedOn !== null);
      if (insolventNow) expect(status).toMatch(/^(liquidation|administration)$/);
    }
    const parents = of('parent-company').map(({ number, content }) => `${number} ${content.parent.ref?.id}`);
    const held = truthOf('suppliers').flatMap(({ number, parent }) =>
      parent ? [`${number} ${parent}`] : [],
    );
    expect(new Set(parents)).toEqual(new Set(held));
    const figures = of('accounts-figures').map(({ number, content }) => ({
      company: number,
      madeUpTo: content.balanceDate,
      figures: content.figures,
      before: content.previous?.figures ?? null,
    }));
    const known = truthOf('accounts').map((filed) => ({
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
    for (const { number, insolventOn } of truthOf('fates'))
      if (insolventOn) expect(insolvencies.has(number)).toBe(true);
  });

  test('the streams: the cases and filings of the last weeks', () => {
    const items = documentsOf('companies-house-stream').flatMap(parse);
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
    const [document] = documentsOf('register-of-companies');
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
      truthOf('fates').flatMap(({ number, dissolvedOn }) => (dissolvedOn ? [number] : [])),
    );
    for (const { number, name, formerName, parent } of truthOf('suppliers')) {
      const names = formerName ? [name, formerName] : [name];
      expect(listed.get(number)).toEqual(dissolved.has(number) ? undefined : names);
      if (parent) expect(listed.has(parent)).toBe(true);
    }
  });

  test('notices of The Gazette: in the search and on a page of its own, each of its company and code', () => {
    const documents = documentsOf('gazette-insolvency');
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
      ...truthOf('holdings').map(({ number, insolventOn, noticeId }) => ({
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

function awardsIn(items: readonly Item[]): readonly Award[] {
  return observedIn(items).flatMap(({ content }) => (content.kind === 'award' ? [content] : []));
}
