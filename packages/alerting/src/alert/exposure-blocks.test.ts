import { GssCode, Pence, type ExposedContract, type Exposure } from '@tocsin/domain';
import { statedEnd, viewOfExposure } from '@tocsin/exposure';
import { expect, test } from 'vitest';
import { composeAlertMail } from '../mail/alert-mail.ts';
import { dependenceSentences } from './dependence.ts';
import { firstEndWords, lastDayWords, regimeWords, spendSentences, yearWords } from './exposure-blocks.ts';
import { exposure, petitionFacts, published } from '../fixtures/alert-facts.ts';

function mailOf(change: Partial<Exposure>) {
  return composeAlertMail({ ...petitionFacts, exposure: viewOfExposure({ ...exposure, ...change }) });
}

const placedBy = { council: GssCode.parse('E10000030'), name: 'Surrey County Council' };
const awaiting = { since: '2027-04-01', between: ['East Surrey Council', 'West Surrey Council'] };

test('a contract that awaits allocation is told with who sees it, and is in no sum', () => {
  const { subject, text } = mailOf({
    contracts: [published, { ...published, ref: 'award:ocds-b5fd17-2/1', placedBy, awaiting }],
  });
  expect(subject).toContain('(1 contract, £2m)');
  expect(text).toContain('1 contract of a council that was split awaits allocation and is not counted.');
  expect(text).toContain('Placed by: Surrey County Council');
  expect(text).toContain('since 1 April 2027, between East Surrey Council and West Surrey Council');
  expect(
    mailOf({ contracts: [{ ...published, placedBy, awaiting }], spendLast12Months: null }).subject,
  ).toContain('(1 contract awaiting allocation)');
});

test('a subject says of how many contracts no value is known beside the sum of the others', () => {
  const unvalued = (n: number) => ({
    ...published,
    ref: `award:ocds-b5fd17-9/${n}`,
    value: null,
    valueLeft: null,
  });
  const brief = (...contracts: ExposedContract[]) => mailOf({ contracts }).subject.replace(/^.*\(/, '(');
  expect(brief(published, unvalued(1))).toBe('(2 contracts, £2m and one value not known)');
  expect(brief(published, unvalued(1), unvalued(2))).toBe('(3 contracts, £2m and 2 values not known)');
  expect(brief(unvalued(1))).toBe('(1 contract, value not known)');
});

test('a contract is told with the reference that the council itself has for it', () => {
  expect(mailOf({ contracts: [{ ...published, reference: 'SCC/005' }] }).text).toContain(
    'Your reference: SCC/005',
  );
  expect(mailOf({ contracts: [published] }).text).not.toContain('Your reference');
});

test('a sum of twelve months says of which: those before what stands on the record, or the newest read', () => {
  const { spend: read } = viewOfExposure(exposure);
  if (!read) throw new Error('spend was read');
  const spend = { ...read, to: '2026-10-31' };
  const paid = (event: string | null) => ({ event, before: null, since: null });
  expect(yearWords({ spend, paid: paid('2026-11-01') })).toBe('before 1 November 2026');
  expect(yearWords({ spend, paid: paid('2026-11-20') })).toBe('to 31 October 2026');
  expect(yearWords({ spend, paid: paid('2026-10-31') })).toBe('to 31 October 2026');
  expect(yearWords({ spend, paid: paid(null) })).toBe('to 31 October 2026');
  expect(yearWords({ spend: null, paid: null })).toBeNull();
});

test('of a contract of the council’s own register nothing is said to be published or not', () => {
  expect(lastDayWords({ ...published, endsOn: null })).toBe('Not published');
  expect(lastDayWords({ ...published, origin: 'register', endsOn: null })).toBe(
    'Not known from your register',
  );
  expect(lastDayWords({ ...published, endsOn: '2028-03-31' })).toBe('31 March 2028');
  const printed = (endPrinted: string) =>
    lastDayWords({ ...statedEnd({ endsOn: null, endPrinted }), origin: 'register' });
  expect(printed('Rolling')).toBe('No fixed end (“Rolling”)');
  // On the page of allocations contracts are as they are held, before anybody has read what their end says.
  expect(lastDayWords({ endsOn: null, endPrinted: 'Rolling', origin: 'register' })).toBe(
    'No fixed end (“Rolling”)',
  );
  expect(printed('31/03/28')).toBe('Not known: the register says “31/03/28”');
});

test('the first end is a day, no fixed end only where no contract has one, and else not known', () => {
  const open = { ...published, endsOn: null, endPrinted: 'Rolling', noFixedEnd: true as const };
  const unknown = { ...published, endsOn: null };
  const first = (contracts: (typeof published)[], nextEnd: string | null = null) =>
    firstEndWords({ nextEnd, contracts });
  expect(first([open, published], '2028-03-31')).toBe('31 March 2028');
  expect(first([open, open])).toBe('No fixed end');
  expect(first([open, unknown])).toBe('Not known');
  expect(first([])).toBe('Not known');
});

test('a contract through the group is told with its chain and the pages that say so, and is in no sum', () => {
  const urls = ['https://find-and-update.company-information.service.gov.uk/company/1'];
  const via = {
    relation: 'subsidiary' as const,
    chain: ['Example Homes North Ltd', 'Example Care Homes Ltd'],
    urls,
  };
  const { subject, text } = mailOf({
    contracts: [],
    throughGroup: [{ ...published, via }],
    spendLast12Months: null,
    basis: 'group',
  });
  expect(subject).toContain('(through its group)');
  expect(text).toContain('With its subsidiary: Example Homes North Ltd → Example Care Homes Ltd');
  expect(text).toContain(urls[0]);
  expect(text).toContain('They are not counted above.');
});

test('who was told before and depends on the supplier no more reads that no contract is known', () => {
  const none = { contracts: [], spendLast12Months: null };
  expect(mailOf({ ...none, basis: 'group' }).subject).toContain('(no contract known)');
  expect(mailOf({ ...none, basis: 'spend' }).subject).toContain('(value not known)');
});

test('a flag for consent sends to legal services and answers nothing', () => {
  const { text } = mailOf({ contracts: [{ ...published, consent: 'may-need-consent' }] });
  expect(text).toContain('Section 24 direction: May need consent: ask legal services');
});

test('the last day of extensions stands beside the end', () => {
  expect(mailOf({ contracts: [{ ...published, extendsTo: '2029-12-31' }] }).text).toContain(
    'Can be extended to: 31 December 2029',
  );
});

test('the next break of each contract is told, that none is left, and that nobody has recorded one', () => {
  const own: ExposedContract = { ...published, origin: 'register' };
  const next = { nextBreakOn: '2026-09-30', safeguards: { breaksOn: ['2026-03-31', '2026-09-30'] } };
  const past = { safeguards: { breaksOn: ['2026-03-31'] } };
  const told = (change: Partial<ExposedContract>) =>
    /Next break: (.*)/.exec(mailOf({ contracts: [{ ...own, ...change }] }).text)?.[1];
  expect(told(next)).toBe('30 September 2026');
  expect(told(past)).toBe('None left');
  expect(told({})).toBe('Not recorded in your register');
  expect(told({ origin: 'notice' })).toBe('Not published');
});

test('a value left that was reckoned by the year says so', () => {
  const { text } = mailOf({ contracts: [{ ...published, leftBy: 'annual-value' }] });
  expect(text).toContain('Value left: £2,000,000 (without VAT, by its annual value)');
  expect(text).toContain('or the annual value for the days left where your register states one');
  expect(mailOf({ contracts: [published] }).text).not.toContain('annual value');
});

test('what the spend says beyond its sum is said in sentences, and nothing where nothing is known', () => {
  const spend = { net: Pence.parse(9_000_00), gross: Pence.parse(0), unknown: Pence.parse(0) };
  expect(
    dependenceSentences({
      trend: { basis: 'net', change: -0.254 },
      ofTurnover: { share: 0.0004, balanceDate: '2026-03-31' },
      unseen: { from: '2026-04-02', to: '2026-09-30', payments: 3, spend },
    }),
  ).toEqual([
    'That is 25.4% less than in the twelve months before (without VAT).',
    'It equals less than 0.1% of the turnover that the supplier filed for the year to 31 March 2026.',
    '£9,000 without VAT between 2 April 2026 and 30 September 2026 was paid on days that no known contract covers: a contract may be missing from the notices and the register.',
  ]);
  expect(dependenceSentences({ trend: null, ofTurnover: null, unseen: null })).toEqual([]);
  expect(dependenceSentences(null)).toEqual([]);
});

test('of twelve months of which no file was read spend is not known, and what was paid since is told all the same', () => {
  const sums = (pounds: number) => ({
    net: Pence.parse(pounds * 100),
    gross: Pence.parse(0),
    unknown: Pence.parse(0),
  });
  const told = (monthsRead: number, pounds: number) =>
    spendSentences(
      viewOfExposure({
        ...exposure,
        spend: {
          from: '2017-01-15',
          to: '2018-01-14',
          last12Months: sums(pounds),
          previous12Months: null,
          payments: 0,
          monthsRead,
        },
        paid: {
          event: '2018-01-15',
          before: null,
          since: { payments: 1, sum: sums(3_000), firstOn: '2026-11-03', lastOn: '2026-11-03' },
        },
      }),
    );
  expect(told(0, 0)).toContain(
    'from 15 January 2017 to 14 January 2018: not known, because no file of those months',
  );
  expect(told(1, 0)).toContain(
    'Nothing paid to this supplier is in the spending files read for the 12 months',
  );
  expect(told(0, 5)).toContain(
    'Paid in the 12 months from 15 January 2017 to 14 January 2018: £5 without VAT.',
  );
  expect(told(0, 0)).toContain('1 payment, £3,000 without VAT, the last on 3 November 2026');
});

test('whether section 78 applies is said where the value is over the threshold of either year, and is else not known', () => {
  const words = (pounds: number) =>
    regimeWords({
      regime: 'procurement-act-2023',
      value: { pence: Pence.parse(pounds * 100), vat: 'gross' },
    });
  expect(words(214_904)).toContain('section 78 implies a right to terminate into public contracts');
  // Public if its procurement was begun since 1 January 2026, which is not published with it.
  expect(words(207_720)).toContain('is not known');
});

test('a value that no council could hold is told with its doubt', () => {
  const valueNote = 'Doubtful: more than a district council could hold (£250m).';
  expect(mailOf({ contracts: [{ ...published, valueNote }] }).text).toContain(valueNote);
});
