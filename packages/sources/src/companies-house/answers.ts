import { findCompanyNumber, readCompanyNumber, registerElsewhere, type CompanyNumber } from '@tocsin/domain';
import { UnreadableDocument, type Item, type SourceDocument } from '../define-source.ts';
import { readJson } from '../document.ts';
import { bytesOf, membersOf } from '../members.ts';
import { KEPT_OF_ALL, lookAt, type AnswerKind } from './answer.ts';
import { charges } from './charges.ts';
import { controllers } from './controllers.ts';
import { filingHistory } from './filing-history.ts';
import { insolvency } from './insolvency.ts';
import { officers } from './officers.ts';
import { profile } from './profile.ts';

/** What a company is asked, in this order. */
export const answerKinds: readonly AnswerKind[] = [
  profile,
  insolvency,
  filingHistory,
  charges,
  officers,
  controllers,
];

/** A list of several pages, as received one after the other, each behind a record separator (RFC 7464). */
export const PAGES = 'application/json-seq';

/** Reads one answer of the register. Its status and address decide what it is; its body only what it says. */
export function readAnswer(document: SourceDocument): readonly Item[] {
  const address = document.url.split(/[?#]/)[0] ?? '';
  const item = address.split('/').slice(-2).join('/');
  const status = document.status ?? 200;
  if (status === 404) return [notThere(item, address, document.retrievedAt)];
  if (status < 200 || status > 299)
    return [{ item, outcome: 'refused', reason: `the register answered ${status}` }];
  const body = bodyOf(document);
  if ('errors' in body)
    return [unread(document, item, kindAt(address), `an error under the status ${status} of an answer`)];
  const kind = kindOf(address, body);
  if (!kind) return [{ item, outcome: 'refused', reason: 'an answer of a kind that is not known here' }];
  const printed = body['company_number'];
  const number =
    typeof printed === 'string'
      ? readCompanyNumber(printed)
      : (findCompanyNumber(address) ?? findCompanyNumber(JSON.stringify(body['links'] ?? '')));
  if (!number) {
    const reason =
      typeof printed === 'string'
        ? `company_number: “${printed}” is not a company number`
        : 'no company number in the answer, its address or file name';
    return [unread(document, item, kind, reason)];
  }
  const asked = askedAbout(address);
  if (asked !== null && asked !== number)
    return [unread(document, item, kind, `company_number: “${number}” is not who was asked about`)];
  const answer = { item, number, retrievedAt: document.retrievedAt };
  return kind.read({ ...answer, body }).map((read) =>
    // The answer as a whole: somebody looked, and could read nothing.
    read.outcome === 'refused' && read.item === item
      ? { ...read, looks: lookAt(answer, kind.topic, 'in-part') }
      : read,
  );
}

/** The answer as a whole could not be read: whoever was asked about was looked at, and nothing was found out. */
function unread(
  { url, retrievedAt }: SourceDocument,
  item: string,
  kind: AnswerKind | undefined,
  reason: string,
): Item {
  const number = askedAbout(url.split(/[?#]/)[0] ?? '');
  if (!kind || number === null) return { item, outcome: 'refused', reason };
  return { item, outcome: 'refused', reason, looks: lookAt({ number, retrievedAt }, kind.topic, 'in-part') };
}

/** What the archive keeps of an answer: what is read of its kind. Of an error, and of what is of no kind, nothing is read. */
export function keepAnswer(document: SourceDocument): Uint8Array {
  const status = document.status ?? 200;
  if (status < 200 || status > 299) return new Uint8Array();
  const body = bodyOf(document);
  const kind = kindOf(document.url.split(/[?#]/)[0] ?? '', body);
  return bytesOf(membersOf(body, { ...KEPT_OF_ALL, ...kind?.kept }));
}

function kindOf(address: string, body: Readonly<Record<string, unknown>>): AnswerKind | undefined {
  return kindAt(address) ?? answerKinds.find(({ recognises }) => recognises(body));
}

/** The answer as JSON; the pages of one list as one. Throws `UnreadableDocument` for anything else. */
export function bodyOf(document: SourceDocument): Readonly<Record<string, unknown>> {
  // As it is kept, a list of several pages is one already.
  if (document.contentType !== PAGES || document.body[0] !== RECORD_SEPARATOR)
    return objectOf(readJson(document));
  const pages = pagesOf(document.body).map((body) => objectOf(readJson({ body })));
  const items = pages.flatMap((page) => (Array.isArray(page['items']) ? (page['items'] as unknown[]) : []));
  // A list that grows while it is paged, or is asked for twice, says some of its entries twice.
  const distinct = new Map(items.map((item) => [JSON.stringify(item), item]));
  return { ...pages[0], items: [...distinct.values()] };
}

const RECORD_SEPARATOR = 0x1e;

function pagesOf(body: Uint8Array): Uint8Array[] {
  const starts = [...body.entries()].flatMap(([at, byte]) => (byte === RECORD_SEPARATOR ? [at] : []));
  return starts.map((start, index) => body.subarray(start + 1, starts[index + 1] ?? body.length));
}

function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null) throw new UnreadableDocument('no answer of the register');
  return body as Record<string, unknown>;
}

/** Whom an address of the register asks about; null for a file. */
function askedAbout(address: string): CompanyNumber | null {
  const [, asked = ''] = /\/company\/([^/]+)(?:\/[^/]+)?$/.exec(address) ?? [];
  return findCompanyNumber(asked);
}

/** What an address, or a file called after one, asks for; nothing where it does not tell. */
function kindAt(address: string): AnswerKind | undefined {
  const [isAddress, path = ''] = /\/company\/[^/]+(?:\/([^/]+))?$/.exec(address) ?? [];
  if (isAddress) return answerKinds.find((kind) => kind.path === path);
  const name = address.replace(/\.json$/, '').replaceAll('_', '-');
  return answerKinds.find((kind) => kind.path !== '' && name.endsWith(`-${kind.path}`));
}

/**
 * 404 is an answer, whatever its body: of a list that there is none, of the profile that nobody is registered under this
 * number (any longer). About whom another register is kept, it says nothing.
 */
function notThere(item: string, address: string, retrievedAt: string): Item {
  const kind = kindAt(address);
  const number = findCompanyNumber(address);
  if (!kind || !number)
    return { item, outcome: 'ignored', reason: '404: nothing under this address', looks: [] };
  const answer = { number, retrievedAt };
  if (kind === profile) {
    const reason = '404: not on the register under this number (any longer)';
    return { item, outcome: 'ignored', reason, looks: lookAt(answer, kind.topic, 'gone') };
  }
  const looks = lookAt(answer, kind.topic, registerElsewhere(number) === null ? 'none' : 'not-held');
  return { item, outcome: 'ignored', reason: `404: none under ${kind.path}`, looks };
}
