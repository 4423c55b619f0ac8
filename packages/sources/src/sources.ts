import { accountsPacks } from './accounts-packs.ts';
import { careLocations } from './care-locations.ts';
import { canaryNotice } from './canary/canary-notice.ts';
import { charities } from './charities.ts';
import { companiesHouseCompany } from './companies-house-company.ts';
import { companiesHouseStream } from './companies-house-stream.ts';
import { contractsFinder } from './contracts-finder.ts';
import { councilSpend } from './council-spend.ts';
import type { DocumentSource, Source } from './define-source.ts';
import { findATender } from './find-a-tender.ts';
import { gazetteInsolvency } from './gazette-insolvency.ts';
import { housingJudgements } from './housing-judgements.ts';
import { housingProviders } from './housing-providers.ts';
import { mutuals } from './mutuals.ts';
import { ofstedProviders } from './ofsted-providers.ts';
import { paymentPractices } from './payment-practices.ts';
import { registerOfCompanies } from './register-of-companies.ts';

/** Every public source, one line each. */
export const sources: readonly Source[] = [
  gazetteInsolvency,
  companiesHouseCompany,
  companiesHouseStream,
  accountsPacks,
  findATender,
  contractsFinder,
  councilSpend,
  paymentPractices,
  charities,
  careLocations,
  mutuals,
  housingProviders,
  housingJudgements,
  ofstedProviders,
  registerOfCompanies,
];

/** The source of that id, the canary's too, or undefined. */
export function sourceById(id: string): Source | undefined {
  return [...sources, canaryNotice].find((source) => source.id === id);
}

/** As `sourceById`, of a source that is read document by document; throws where there is none of that id. */
export function documentSource(id: string): DocumentSource {
  const source = sourceById(id);
  if (!source || source.kind === 'table' || source.kind === 'register')
    throw new Error(`There is no source of documents called ${id}`);
  return source;
}
