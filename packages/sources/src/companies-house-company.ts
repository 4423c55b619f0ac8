import { readCompanyNumber, type CompanyNumber } from '@tocsin/domain';
import { z } from 'zod';
import { lookAt, numberIn, type AnswerKind } from './companies-house/answer.ts';
import { controllers } from './companies-house/controllers.ts';
import { insolvency } from './companies-house/insolvency.ts';
import { profile } from './companies-house/profile.ts';
import { defineSource, UnreadableDocument, type Item, type SourceDocument } from './define-source.ts';
import { readJson } from './document.ts';

const ADDRESS = 'https://api.company-information.service.gov.uk';

/** What a company is asked, in this order. */
const kinds: readonly AnswerKind[] = [profile, insolvency, controllers];

const Cursor = z.object({
  /** The company last asked about in a round that was not finished; null after a whole round. */
  after: z.string().nullable(),
});

export const companiesHouseCompany = defineSource({
  id: 'companies-house-company',
  title: 'Companies House register',
  publisher: 'Companies House',
  homepage: 'https://find-and-update.company-information.service.gov.uk',
  licence: 'Open Government Licence v3.0 (public register; Crown copyright)',
  description:
    'What the register says about each supplier that some council depends on: status, what is due, insolvency cases ' +
    'and companies that control it. Asked company by company, those with open alerts first, within 600 requests in ' +
    'five minutes a key, so a round of many thousand takes hours: the stream brings changes sooner. Names of ' +
    'officers, practitioners and controllers who are people are not read. Flags of the profile that contradict the ' +
    'lists (`has_charges`, `has_been_liquidated`) are not read either.',
  schedule: '0 */6 * * *',
  pace: { requests: 600, perSeconds: 300, bucket: 'companies-house' },
  expect: { min: 0, max: 1_000_000 },
  needs: ['COMPANIES_HOUSE_KEY'],
  covers: [],
  cursor: Cursor,

  async *fetch(http, cursor, { watched, setting }) {
    const address = setting('COMPANIES_HOUSE_URL') ?? ADDRESS;
    const key = setting('COMPANIES_HOUSE_KEY') ?? '';
    const headers = { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
    const start = watched.findIndex((number) => number === cursor?.after) + 1;
    for (const number of watched.slice(start)) {
      for (const [index, { path }] of kinds.entries()) {
        const { url, retrievedAt, contentType, body } = await http.get(
          [address, 'company', number, path].filter(Boolean).join('/'),
          { headers, answers: [404], priority: 'background' },
        );
        const document = { url, retrievedAt, contentType, body };
        yield index === kinds.length - 1 ? { document, cursor: { after: number } } : { document };
      }
    }
    return { after: null };
  },

  *parse(document: SourceDocument): Iterable<Item> {
    const body = readJson(document);
    if (typeof body !== 'object' || body === null) throw new UnreadableDocument('no answer of the register');
    yield readAnswer(document, body as Record<string, unknown>);
  },
});

function readAnswer(document: SourceDocument, body: Record<string, unknown>): Item {
  const item = document.url.split('/').slice(-2).join('/');
  const printed = body['company_number'];
  const number =
    typeof printed === 'string'
      ? readCompanyNumber(printed)
      : (numberIn(document.url) ?? numberIn(JSON.stringify(body['links'] ?? '')));
  if ('errors' in body) return readError(item, document, body['errors'], number);
  const kind = kinds.find(({ recognises }) => recognises(body));
  if (!kind) return { item, outcome: 'refused', reason: 'an answer of a kind that is not known here' };
  if (!number) {
    const reason =
      typeof printed === 'string'
        ? `company_number: “${printed}” is not a company number`
        : 'no company number in the answer, its address or file name';
    return { item, outcome: 'refused', reason };
  }
  return kind.read({ item, number, body, retrievedAt: document.retrievedAt });
}

const Errors = z.array(z.object({ error: z.string() }));

/** The register answers 404 where a company has no such list: that is a look that found nothing. */
function readError(
  item: string,
  document: SourceDocument,
  errors: unknown,
  number: CompanyNumber | null,
): Item {
  const [first] = Errors.safeParse(errors).data ?? [];
  if (!first?.error.endsWith('-not-found'))
    return {
      item,
      outcome: 'refused',
      reason: `the register refused to answer: ${first?.error ?? 'no reason'}`,
    };
  const kind = kinds.find(({ path }) => path !== '' && document.url.endsWith(`/${path}`));
  return {
    item,
    outcome: 'ignored',
    reason: `404: ${first.error}`,
    ...(kind && number
      ? { looks: lookAt({ item, number, body: null, retrievedAt: document.retrievedAt }, kind.topic) }
      : {}),
  };
}
