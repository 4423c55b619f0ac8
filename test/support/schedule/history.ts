/** What councils do by pages. Of acknowledging and reopening an alert no words are kept. */
export type DeedKind = 'acknowledge' | 'note' | 'dismiss' | 'reopen' | 'decide' | 'upload';

/** How a council was answered: nobody knows what became of a deed whose answer was not heard, or was a fault. */
export type Answer = 'acknowledged' | 'refused' | 'unknown';

/** Something that a council did, with moments in milliseconds since the start. */
export interface Deed {
  readonly council: string;
  readonly kind: DeedKind;
  /** `alert 17`, `names`, `register`. */
  readonly about: string;
  /** Words that stand nowhere else, of this council alone (`markOf`); empty where no words are kept. */
  readonly mark: string;
  readonly began: number;
  readonly ended: number;
  readonly answer: Answer;
}

/** Something that a council looked at. */
export interface Reading {
  readonly council: string;
  readonly page: string;
  /** What the page tells every deed of; null where it tells some of several. */
  readonly about: string | null;
  /** The council that it belongs to, where it was asked for by somebody else’s address. */
  readonly of: string;
  readonly began: number;
  readonly ended: number;
  readonly status: number;
  /** The marks on it, in the order of the page. */
  readonly marks: readonly string[];
}

/** A mail that the mail server has stored. */
export interface StoredMail {
  readonly at: number;
  readonly to: string;
  readonly messageId: string;
  readonly marks: readonly string[];
}

/** A deed as it is kept, in the order in which it was. */
export interface KeptDeed {
  readonly council: string;
  readonly kind: DeedKind;
  readonly about: string;
  readonly mark: string;
}

export interface KeptAlert {
  readonly id: string;
  readonly council: string;
  readonly supplier: string;
  readonly cause: string;
  /** The alert whose outcome it tells. */
  readonly follows: string | null;
  /** It waits to be told in a letter, which is gathered for hours. */
  readonly isGathered: boolean;
  /** The alert or letter that it is told in. */
  readonly toldIn: string;
}

export interface KeptDelivery {
  readonly messageId: string;
  /** The alert or letter that it tells. */
  readonly tells: string;
  readonly recipient: string;
  readonly status: string;
  /** Sendings that are counted as perhaps doubled. */
  readonly uncertain: number;
}

/** A council and a supplier, by its company number. */
export interface Pair {
  readonly council: string;
  readonly supplier: string;
}

/** What is there when all is healed and quiet. */
export interface End {
  readonly deeds: readonly KeptDeed[];
  readonly alerts: readonly KeptAlert[];
  readonly deliveries: readonly KeptDelivery[];
  /** Messages that were not handled in all the time that they had. */
  readonly stuck: readonly string[];
  /** How often each contract is kept, by its ocid. */
  readonly contracts: Readonly<Record<string, number>>;
}

/** What is true of the events that were published. */
export interface Truth {
  /** Who must have been told of which formal insolvency. */
  readonly must: readonly Pair[];
  /** Who ever depended on whom: of others nobody is told. */
  readonly may: readonly Pair[];
  /** Contracts that were published, by their ocids. */
  readonly contracts: readonly string[];
}

/** Everything that was seen from outside while a schedule of faults was lived through, and what was true and kept. */
export interface History {
  readonly deeds: readonly Deed[];
  readonly readings: readonly Reading[];
  readonly mails: readonly StoredMail[];
  readonly end: End;
  readonly truth: Truth;
}

const MARK = /MARK-[A-Z]\d{8}-\d+/g;

/** The `nth` words of a council that nobody else writes. */
export function markOf(council: string, nth: number): string {
  return `MARK-${council}-${nth}`;
}

/** The marks in a text, each once, in its order. */
export function marksIn(text: string): readonly string[] {
  return [...new Set(text.match(MARK))];
}

/** Whose words they are. */
export function councilOfMark(mark: string): string {
  return mark.split('-')[1] ?? '';
}

/** The officer of a council. */
export function addressOf(council: string): string {
  return `officer@${council.toLowerCase()}.example`;
}
