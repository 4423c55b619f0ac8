import { recordDocument, type Db } from '@tocsin/db';
import { CompanyNumber, type Observation, type Signal, type SupplierMention } from '@tocsin/domain';

interface TestController {
  readonly name: string;
  /** Null for a company of another country's register. */
  readonly number: string | null;
  readonly ceasedOn?: string;
  readonly saidOn?: string;
}

/** Records that one company is controlled by another, as the companies register says it. */
export async function saveController(db: Db, number: string, controller: TestController): Promise<void> {
  const ref = `psc/${controller.name}`;
  await saveSaid(db, number, ref, controller.saidOn ?? '2026-06-01T10:00:00Z', {
    kind: 'parent-company',
    parent: {
      name: controller.name,
      ref: controller.number ? { scheme: 'GB-COH', id: CompanyNumber.parse(controller.number) } : null,
      country: null,
    },
    notifiedOn: '2020-01-01',
    ceasedOn: controller.ceasedOn ?? null,
  });
}

/** Records that what the companies register said of a controller is taken back. */
export async function takeBackController(
  db: Db,
  number: string,
  { name, saidOn }: { readonly name: string; readonly saidOn: string },
): Promise<void> {
  const source = 'companies-house-company';
  const url = 'https://find-and-update.company-information.service.gov.uk/taken-back';
  const withdrawal = { source, ref: `${number}/psc/${name}`, version: saidOn, publishedAt: saidOn, url };
  await recordDocument(db, {
    sourceId: source,
    url,
    contentType: null,
    retrievedAt: saidOn,
    body: Buffer.from(JSON.stringify(withdrawal)),
    asOf: null,
    parse: () => [{ item: number, outcome: 'withdrawn', withdrawals: [withdrawal] }],
  });
}

/** Records that the accounts of one company list another as a subsidiary, by its name alone. */
export async function saveListed(
  db: Db,
  number: string,
  listedOn: string,
  subsidiary: string,
): Promise<void> {
  const content: Signal = {
    kind: 'parent-company',
    parent: { name: number, ref: { scheme: 'GB-COH', id: CompanyNumber.parse(number) }, country: null },
    notifiedOn: listedOn,
    ceasedOn: null,
    listedOn,
  };
  const about = { name: subsidiary, ref: null, printedRef: null, postcode: null };
  await saveSaid(db, number, `accounts/subsidiary/${subsidiary}`, '2026-06-01T10:00:00Z', content, about);
}

/** Records that administrators were appointed over a company, as the companies register says it; or that they left. */
export async function saveAdministration(
  db: Db,
  number: string,
  saidOn: string,
  endedOn?: string,
): Promise<void> {
  await saveSaid(db, number, 'insolvency/1', saidOn, {
    kind: 'insolvency-case',
    caseNumber: '1',
    caseType: 'in-administration',
    dates: [
      { type: 'administration-started-on', on: '2026-07-01' },
      ...(endedOn ? [{ type: 'administration-ended-on', on: endedOn }] : []),
    ],
  });
}

/** Records that a company filed accounts, as the companies register has them; null where they state no turnover. */
export async function saveTurnover(
  db: Db,
  number: string,
  balanceDate: string,
  turnover: number | null,
  saidOn: string,
): Promise<void> {
  await saveSaid(db, number, `accounts/${balanceDate}`, saidOn, {
    kind: 'accounts-figures',
    balanceDate,
    currency: 'GBP',
    figures: turnover === null ? { cash: 1 } : { turnover },
    consolidated: null,
    previous: null,
    standard: null,
    dormant: null,
    audited: null,
    flags: [],
  });
}

async function saveSaid(
  db: Db,
  number: string,
  ref: string,
  saidOn: string,
  content: Signal,
  about: SupplierMention = mentionOf(number),
): Promise<void> {
  const url = `https://find-and-update.company-information.service.gov.uk/company/${number}/${content.kind}`;
  const observation: Observation = {
    source: 'companies-house-company',
    ref: `${number}/${ref}`,
    version: saidOn,
    occurredOn: '2020-01-01',
    publishedAt: saidOn,
    url,
    quote: null,
    about,
    content,
  };
  await recordDocument(db, {
    sourceId: 'companies-house-company',
    url,
    contentType: null,
    retrievedAt: saidOn,
    body: Buffer.from(JSON.stringify(observation)),
    asOf: null,
    parse: () => [{ item: number, outcome: 'observed', observations: [observation] }],
  });
}

function mentionOf(number: string): SupplierMention {
  const ref = { scheme: 'GB-COH', id: CompanyNumber.parse(number) } as const;
  return { name: number, ref, printedRef: `GB-COH-${number}`, postcode: null };
}
