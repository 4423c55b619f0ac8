import { readCompanyNumber, type CompanyNumber } from '@tocsin/domain';
import { blockingKeys, isCrowdedBlock, isUsableBlock, shorterLimit, shorterNameKeys } from './blocking.ts';
import type { RegisterEntry } from './compare.ts';
import { filingOf } from './filing.ts';
import { match, type Found, type MatchResult, type PrintedMention } from './match.ts';
import { createPostings, type Postings } from './postings.ts';
import { createTextColumn, type TextColumn } from './text-column.ts';

/** A whole register in memory, in typed arrays and without an object per row: some 110 bytes a company. */
export interface RegisterIndex {
  /** Rows filed. */
  readonly size: number;
  /** Bytes held. */
  readonly bytes: number;
  readonly find: (mention: PrintedMention) => MatchResult;
}

export interface RegisterIndexBuilder {
  /** Files one row. Several rows of one number are one company with several names. */
  add(entry: RegisterEntry): void;
  /** Sorts the postings; the builder must not be used afterwards. */
  finish(): RegisterIndex;
}

export function createRegisterIndex(): RegisterIndexBuilder {
  const rows = createTextColumn();
  const postings = createPostings();
  return {
    add(entry) {
      const { keys, words } = filingOf([entry.name, ...entry.formerNames]);
      for (const key of keys) postings.add(key, rows.size);
      for (const word of words) postings.add(wordKey(word), rows.size);
      postings.add(numberKey(entry.number), rows.size);
      rows.push(pack(entry));
    },
    finish() {
      return indexOver(rows, postings.finish());
    },
  };
}

function indexOver(rows: TextColumn, postings: Postings): RegisterIndex {
  function gather(mention: PrintedMention): Found {
    const found = new Set<number>();
    function collect(key: string, isUsable: (size: number) => boolean): number {
      const [from, to] = postings.range(key);
      if (isUsable(to - from)) for (let at = from; at < to; at += 1) found.add(postings.rowAt(at));
      return to - from;
    }

    let crowded = false;
    for (const key of blockingKeys(mention.name)) {
      const size = collect(key, (filed) => isUsableBlock(key, filed));
      if (isCrowdedBlock(key, size)) crowded = true;
    }
    for (const key of shorterNameKeys(mention.name)) collect(key, (filed) => filed <= shorterLimit);
    const number = readCompanyNumber(mention.number ?? '');
    if (number) collect(numberKey(number), () => true);
    return { entries: Array.from(found, (row) => unpack(rows.at(row))), crowded, wordCount };
  }

  function wordCount(word: string): number {
    const [from, to] = postings.range(wordKey(word));
    return to - from;
  }

  return {
    size: rows.size,
    bytes: rows.bytes + postings.bytes,
    find(mention) {
      return match(mention, gather(mention));
    },
  };
}

function wordKey(word: string): string {
  return `%${word}`;
}

function numberKey(number: CompanyNumber): string {
  return `#${number}`;
}

const separator = '\t';

function pack({ number, postcode, status, incorporatedOn, name, formerNames }: RegisterEntry): string {
  return [number, postcode ?? '', status ?? '', incorporatedOn ?? '', name, ...formerNames]
    .map((part) => part.replaceAll(separator, ' '))
    .join(separator);
}

function unpack(packed: string): RegisterEntry {
  const [number = '', postcode = '', status = '', incorporated = '', name = '', ...formerNames] =
    packed.split(separator);
  return {
    number: number as CompanyNumber,
    name,
    formerNames,
    postcode: postcode || null,
    status: status || null,
    incorporatedOn: incorporated || null,
  };
}
