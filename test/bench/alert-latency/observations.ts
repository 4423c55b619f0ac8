import { addDays, type CompanyNumber, type GssCode, type IsoDate } from '@tocsin/domain';
import type { SourceDocument } from '@tocsin/sources';
import { filingsSince, type RegisterEvent } from '../../national/companies-house-stream.ts';
import { registerAnswer } from '../../national/companies-house.ts';
import { indexOf } from '../../national/companies.ts';
import type { Country } from '../../national/country.ts';
import { bytesOf } from '../../national/made.ts';
import { contractTruth } from '../../national/notices-of-contracts.ts';
import { streamOf } from '../../national/random.ts';
import { documentOf, noticePage } from '../../support/system-documents.ts';

/** One thing that a publisher says, in a document of its own. */
export interface Said {
  readonly source: string;
  readonly document: SourceDocument;
}

/**
 * A supplier that fails, and the councils whose notices of running contracts print its number: they must be told. What
 * stands only in a council's register, published or not, is not loaded here.
 */
export interface Failing {
  readonly number: CompanyNumber;
  readonly name: string;
  readonly councils: ReadonlySet<GssCode>;
}

const NOTICES: ReadonlySet<string> = new Set(['contracts-finder', 'find-a-tender']);

/** Suppliers on which councils depend, in an order of chance. */
export function failingOf(country: Country, today: IsoDate): readonly Failing[] {
  const councils = new Map<CompanyNumber, Set<GssCode>>();
  for (const council of country.councils)
    for (const { supplier, live, numberPrinted, published } of contractTruth(country, council, today)) {
      if (!live || !numberPrinted || !NOTICES.has(published)) continue;
      const known = councils.get(supplier);
      if (known) known.add(council.gss);
      else councils.set(supplier, new Set([council.gss]));
    }
  const random = streamOf(country.seed, 'who fails in the bench');
  return [...councils]
    .filter(([number]) => tradesOn(country, indexOf(number)))
    .map(([number, of]) => ({ rank: random.next(), number, councils: of }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ number, councils: of }) => ({
      number,
      name: country.supplier(indexOf(number)).name,
      councils: of,
    }));
}

function tradesOn(country: Country, index: number): boolean {
  return country.fate(index).kind === 'trades-on';
}

/** A petition against a supplier, published today: its place tells its notice from all others. */
export function petitionAgainst({ number, name }: Failing, place: number, today: IsoDate): Said {
  const id = String(9_700_000 + place);
  return {
    source: 'gazette-insolvency',
    document: noticePage({ id, code: '2450', company: name, number, published: today }),
  };
}

/** What the streams sent of filings in so many days before. */
const DAYS = 400;

/**
 * What the register says of suppliers that trade on, without end: by turns a filing as its stream sends it, and the
 * profile of a company. None of those whose number is given is named.
 */
export function* ordinary(
  country: Country,
  today: IsoDate,
  except: ReadonlySet<string>,
): Generator<Said, never> {
  const isMeant = (index: number) => tradesOn(country, index) && !except.has(country.supplier(index).number);
  const numberOf = ({ line }: RegisterEvent) =>
    /^\/company\/([^/]+)/.exec(String(line['resource_uri']))?.[1] ?? '';
  const filings = filingsSince(country, addDays(country.until, -DAYS)).filter((event) =>
    isMeant(indexOf(numberOf(event))),
  );
  const random = streamOf(country.seed, 'what else is said in the bench');
  for (let place = 0; ; place += 1) {
    const filing = filings[Math.floor(random.next() * filings.length)];
    if (filing) yield filingSaid(filing, place);
    let index = Math.floor(random.next() * country.size.suppliers);
    while (!isMeant(index)) index = (index + 1) % country.size.suppliers;
    yield profileSaid(country, country.supplier(index).number, today);
  }
}

function filingSaid({ line }: RegisterEvent, place: number): Said {
  const published_at = new Date().toISOString().slice(0, 19);
  const event = { timepoint: 90_000_000 + place, published_at, type: 'changed' };
  return {
    source: 'companies-house-stream',
    document: {
      ...documentOf(
        'https://stream.companieshouse.gov.uk/filings',
        `${JSON.stringify({ ...line, event })}\n`,
        new Date().toISOString(),
      ),
      contentType: 'application/x-ndjson',
    },
  };
}

function profileSaid(country: Country, number: string, today: IsoDate): Said {
  const path = `/company/${number}`;
  return {
    source: 'companies-house-company',
    document: {
      url: `https://api.company-information.service.gov.uk${path}`,
      retrievedAt: new Date().toISOString(),
      contentType: 'application/json',
      body: bytesOf(JSON.stringify(registerAnswer({ ...country, today }, path))),
    },
  };
}
