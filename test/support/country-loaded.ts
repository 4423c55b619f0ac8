import { createHash } from 'node:crypto';
import { asCouncil, loadRegister, saveRecipient, saveRegister, type IngestReport } from '@tocsin/db';
import { addTo } from '@tocsin/domain';
import { documentSource, readBulkRegister, readRegister } from '@tocsin/sources';
import { loadCouncils } from '../../services/cli/src/councils.ts';
import { ingestDocument, ingestDocuments } from '../../services/cli/src/ingest.ts';
import type { Country } from '../national/country.ts';
import { documentsOf, truthOf, type Made, type NationalDocument } from '../national/made.ts';
import type { System } from './system.ts';

const CONTRACT_SOURCES = ['contracts-finder', 'find-a-tender'];

/**
 * What comes from elsewhere than councils. Of the register only what it says of companies to which, or to whose parents,
 * anything happened: that every answer can be read is proved without a database.
 */
export function publishedElsewhere(made: readonly Made[]): readonly NationalDocument[] {
  const holdings = new Set(truthOf(made, 'holdings').map(({ number }) => number));
  const fated = [
    ...truthOf(made, 'fates').map(({ number }) => number),
    ...truthOf(made, 'suppliers').flatMap(({ number, parent }) =>
      parent && holdings.has(parent) ? [number] : [],
    ),
  ];
  return documentsOf(made).filter(
    ({ source, file }) =>
      !['council-spend', 'register-of-companies', 'own-registers'].includes(source) &&
      (source !== 'companies-house-company' || fated.some((number) => file.includes(number))),
  );
}

/**
 * Brings a country into a system by the services' own path, each council with an officer who is told of all that is at
 * risk: the register, what councils paid and hold, contracts, then what happened to their suppliers. Returns what became
 * of every document, by source.
 */
export async function loadCountry(
  system: System,
  country: Country,
  made: readonly Made[],
  elsewhere: readonly NationalDocument[] = publishedElsewhere(made),
): Promise<ReadonlyMap<string, readonly IngestReport[]>> {
  const reports = new Map<string, IngestReport[]>();
  const add = (report: IngestReport) => addTo(reports, report.source, report);
  await loadCouncils(system.db);
  for (const { gss } of country.councils)
    await asCouncil(system.db, gss, (trx) =>
      saveRecipient(trx, {
        council: gss,
        address: `officer@${gss.toLowerCase()}.example`,
        role: 'procurement officer',
        levels: ['elevated', 'severe', 'insolvent'],
      }),
    );
  await loadRegister(system.db, 'national', companiesOf(made));
  const spending = spendingOf(made);
  for await (const report of ingestDocuments(system.db, documentSource('council-spend'), spending, null))
    add(report);
  for (const document of documentsOf(made))
    if (document.source === 'own-registers') await handInRegister(system, document);
  // Contracts before what happened to their suppliers: an alert keeps what was known when it was raised.
  const ofContracts = (document: NationalDocument) => CONTRACT_SOURCES.includes(document.source);
  for (const document of elsewhere.filter(ofContracts)) add(await load(system, document));
  await system.settled();
  for (const document of elsewhere.filter((one) => !ofContracts(one))) add(await load(system, document));
  await system.settled();
  return reports;
}

async function* companiesOf(made: readonly Made[]) {
  const register = documentsOf(made).find(({ source }) => source === 'register-of-companies');
  if (!register) throw new Error('no register');
  async function* bytes() {
    if (register) yield register.body;
  }
  for await (const batch of readBulkRegister(bytes())) yield batch.companies;
}

async function* spendingOf(made: readonly Made[]) {
  for (const document of documentsOf(made))
    if (document.source === 'council-spend') yield { file: document.file, document };
}

async function handInRegister(system: System, { file, council, body }: NationalDocument): Promise<void> {
  if (!council) throw new Error(`${file} is nobody’s`);
  const { lines } = await readRegister(body);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const by = { council, fileName: file, sha256, uploadedBy: 'An Officer', columns: null };
  await asCouncil(system.db, council, (trx) => saveRegister(trx, { ...by, lines }));
}

async function load(system: System, document: NationalDocument): Promise<IngestReport> {
  const source = documentSource(document.source);
  if (!source) throw new Error(`no source ${document.source}`);
  return ingestDocument(system.db, source, document, null);
}
