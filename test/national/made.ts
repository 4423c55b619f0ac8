import type { CompanyNumber, GssCode, IsoDate, VatBasis } from '@tocsin/domain';
import type { SourceDocument } from '@tocsin/sources';
import type { FiledAccounts } from './accounts.ts';
import type { Fate } from './fates.ts';

/** A document as its publisher would serve it, with the place in the folder of the country where it lies. */
export interface NationalDocument extends SourceDocument {
  /** Source that reads it; `register-of-companies` is the monthly bulk file, which `load-register` takes. */
  readonly source: string;
  /** Below `documents/`. */
  readonly file: string;
  /** False for a file that was handed over: its folder and name tell whose it is. */
  readonly hasAddress: boolean;
  /** The council whose file it is, of spending and registers. */
  readonly council?: GssCode;
  /** The day on which the public could read it. */
  readonly publishedOn: IsoDate;
}

/** What is known to be so, by the file `truth/<kind>.ndjson` of which each is a line. */
export interface TruthOf {
  readonly councils: {
    readonly gss: GssCode;
    readonly name: string;
    readonly slug: string;
    /** Whether its map comes with the code. */
    readonly isMapped: boolean;
    readonly format: 'csv' | 'xlsx';
    readonly vat: VatBasis;
  };
  readonly suppliers: {
    readonly number: CompanyNumber;
    readonly name: string;
    readonly formerName: string | null;
    readonly sic: string;
    readonly postcode: string;
    readonly incorporatedOn: IsoDate;
    readonly parent: CompanyNumber | null;
  };
  /** Holding companies in administration: no council pays them, but subsidiaries of theirs. */
  readonly holdings: {
    readonly number: CompanyNumber;
    readonly name: string;
    readonly insolventOn: IsoDate;
    readonly noticeId: string;
  };
  /** Of companies to which anything happened. */
  readonly fates: Fate & { readonly number: CompanyNumber };
  /** The newest sets of accounts of each company, which the register holds as data. */
  readonly accounts: Pick<FiledAccounts, 'filing' | 'madeUpTo' | 'filedOn' | 'figures' | 'previous'> & {
    readonly company: CompanyNumber;
  };
  /** Who is meant by a name as a council prints it. */
  readonly names: {
    readonly council: GssCode;
    readonly printed: string;
    readonly supplier: CompanyNumber;
  };
  readonly contracts: {
    readonly ocid: string;
    /** `own-register`: known to its council alone. */
    readonly published: 'contracts-finder' | 'find-a-tender' | 'council-register' | 'own-register';
    readonly council: GssCode;
    readonly supplier: CompanyNumber;
    readonly title: string;
    readonly pence: number;
    readonly awardedOn: IsoDate;
    readonly publishedOn: IsoDate;
    readonly startsOn: IsoDate;
    /** As it stands after every notice. */
    readonly endsOn: IsoDate;
    readonly change: 'extended' | 'ended' | 'breach' | null;
    readonly numberPrinted: boolean;
    /** Runs on the day on which everything is public. */
    readonly live: boolean;
  };
  /** What a council paid a supplier in the last twelve months. */
  readonly spend: {
    readonly council: GssCode;
    readonly supplier: CompanyNumber;
    readonly vat: VatBasis;
    readonly payments: number;
    readonly pence: number;
    /** Of them in the twelve months up to the day on which everything is public. */
    readonly recentPence: number;
    /** Of all, what was paid after the supplier became insolvent. */
    readonly sincePence: number;
    readonly lastOn: IsoDate;
    /** Whether the print tells who was paid: by a number, or by a name that no other company on the register had. */
    readonly isTold: boolean;
  };
  /** A file that a council hands in as its own register of contracts. */
  readonly registers: {
    readonly file: string;
    readonly council: GssCode;
    readonly contracts: number;
    /** Lines that nobody can read. */
    readonly refused: number;
  };
  /**
   * A company in a formal insolvency, and a council that must be told of it on the day on which everything is public: it
   * has contracts that run, also of its own register and with subsidiaries of the company, or has paid more than it was
   * credited in twelve months, and prints told whom.
   */
  readonly told: {
    readonly supplier: CompanyNumber;
    readonly council: GssCode;
    readonly insolventOn: IsoDate;
    readonly contracts: readonly string[];
    /** With subsidiaries: in no sum. */
    readonly throughGroup: readonly string[];
    readonly recentPence: number;
  };
  /** What a spending file holds. */
  readonly files: {
    readonly file: string;
    readonly council: GssCode;
    readonly month: string;
    readonly vat: VatBasis;
    readonly lines: number;
    readonly payments: number;
    /** Lines that nobody can read, by what is wrong with them. */
    readonly refused: Readonly<Record<string, number>>;
    /** Payments to a supplier that is named; the others are hidden, or to people. */
    readonly named: number;
    readonly pence: number;
  };
}

export type TruthKind = keyof TruthOf;

/** What a generator makes, in one stream: documents, and what is true beside them. */
export type Made =
  | { readonly document: NationalDocument }
  | { readonly truth: { readonly of: TruthKind; readonly line: TruthOf[TruthKind] } };

export function truth<K extends TruthKind>(of: K, line: TruthOf[K]): Made {
  return { truth: { of, line } };
}

/** The documents among what was made. */
export function documentsOf(made: readonly Made[]): readonly NationalDocument[] {
  return made.flatMap((one) => ('document' in one ? [one.document] : []));
}

/** What is true of one kind of thing. */
export function truthOf<K extends TruthKind>(made: readonly Made[], of: K): readonly TruthOf[K][] {
  return made.flatMap((one) => ('truth' in one && one.truth.of === of ? [one.truth.line as TruthOf[K]] : []));
}

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** As JSON with its address and the moment at which it was fetched. */
export function jsonDocument(
  of: Pick<NationalDocument, 'source' | 'file' | 'url' | 'publishedOn' | 'status'>,
  body: unknown,
  retrievedAt: string,
): Made {
  const bytes = bytesOf(JSON.stringify(body));
  return {
    document: { ...of, retrievedAt, contentType: 'application/json', body: bytes, hasAddress: true },
  };
}
