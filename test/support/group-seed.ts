import { recordDocument, type Db } from '@tocsin/db';
import { CompanyNumber, type Observation } from '@tocsin/domain';

interface TestController {
  readonly name: string;
  /** Null for a company of another country's register. */
  readonly number: string | null;
  readonly ceasedOn?: string;
  readonly saidOn?: string;
}

/** Records that one company is controlled by another, as the companies register says it. */
export async function saveController(db: Db, number: string, controller: TestController): Promise<void> {
  const saidOn = controller.saidOn ?? '2026-06-01T10:00:00Z';
  const url = `https://find-and-update.company-information.service.gov.uk/company/${number}/persons-with-significant-control`;
  const observation: Observation = {
    source: 'companies-house-company',
    ref: `${number}/psc/${controller.name}`,
    version: saidOn,
    occurredOn: '2020-01-01',
    publishedAt: saidOn,
    url,
    quote: null,
    about: {
      name: number,
      ref: { scheme: 'GB-COH', id: CompanyNumber.parse(number) },
      printedRef: `GB-COH-${number}`,
      postcode: null,
    },
    content: {
      kind: 'parent-company',
      parent: {
        name: controller.name,
        ref: controller.number ? { scheme: 'GB-COH', id: CompanyNumber.parse(controller.number) } : null,
        country: null,
      },
      notifiedOn: '2020-01-01',
      ceasedOn: controller.ceasedOn ?? null,
    },
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
