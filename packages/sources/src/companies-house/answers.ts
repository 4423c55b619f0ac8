import { findCompanyNumber, readCompanyNumber, type CompanyNumber } from '@tocsin/domain';
import { z } from 'zod';
import type { Item, SourceDocument } from '../define-source.ts';
import { lookAt, type AnswerKind } from './answer.ts';
import { charges } from './charges.ts';
import { controllers } from './controllers.ts';
import { filingHistory } from './filing-history.ts';
import { insolvency } from './insolvency.ts';
import { officers } from './officers.ts';
import { profile } from './profile.ts';

/** What a company is asked, in this order; an answer is of the first kind that recognises it. */
export const answerKinds: readonly AnswerKind[] = [
  profile,
  insolvency,
  filingHistory,
  charges,
  officers,
  controllers,
];

/** Reads one answer of the register, an error body included. */
export function readAnswer(document: SourceDocument, body: Readonly<Record<string, unknown>>): Item {
  const address = document.url.split('?')[0] ?? '';
  const item = address.split('/').slice(-2).join('/');
  const printed = body['company_number'];
  const number =
    typeof printed === 'string'
      ? readCompanyNumber(printed)
      : (findCompanyNumber(address) ?? findCompanyNumber(JSON.stringify(body['links'] ?? '')));
  if ('errors' in body) return readError(item, address, body['errors'], number, document.retrievedAt);
  const kind = answerKinds.find(({ recognises }) => recognises(body));
  if (!kind) return emptyList(item, address, body, number, document.retrievedAt);
  if (!number) {
    const reason =
      typeof printed === 'string'
        ? `company_number: “${printed}” is not a company number`
        : 'no company number in the answer, its address or file name';
    return { item, outcome: 'refused', reason };
  }
  return kind.read({ item, number, body, retrievedAt: document.retrievedAt });
}

/** A list without items looks like every other; its address tells which it is. */
function emptyList(
  item: string,
  address: string,
  body: Readonly<Record<string, unknown>>,
  number: CompanyNumber | null,
  retrievedAt: string,
): Item {
  const kind = kindAt(address);
  const isEmpty = Array.isArray(body['items']) && body['items'].length === 0;
  if (!kind || !isEmpty || !number)
    return { item, outcome: 'refused', reason: 'an answer of a kind that is not known here' };
  const looks = lookAt({ item, number, body, retrievedAt }, kind.topic);
  return { item, outcome: 'ignored', reason: `nothing listed under ${kind.path}`, looks };
}

function kindAt(address: string): AnswerKind | undefined {
  return answerKinds.find(({ path }) => path !== '' && address.endsWith(`/${path}`));
}

const Errors = z.array(z.object({ error: z.string() }));

/** The register answers 404 where a company has no such list: that is a look that found nothing. */
function readError(
  item: string,
  address: string,
  errors: unknown,
  number: CompanyNumber | null,
  retrievedAt: string,
): Item {
  const [first] = Errors.safeParse(errors).data ?? [];
  if (!first?.error.endsWith('-not-found')) {
    const reason = `the register refused to answer: ${first?.error ?? 'no reason'}`;
    return { item, outcome: 'refused', reason };
  }
  const kind = kindAt(address);
  const looks = kind && number ? lookAt({ item, number, body: null, retrievedAt }, kind.topic) : [];
  return { item, outcome: 'ignored', reason: `404: ${first.error}`, looks };
}
