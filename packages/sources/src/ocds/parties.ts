import {
  readCharityNumber,
  readCompanyNumber,
  readPrintedRef,
  type Award,
  type BuyerMention,
  type SupplierMention,
  type SupplierRef,
} from '@tocsin/domain';
import type { Release, ReleaseContract, ReleaseParty } from './schema.ts';

type Reference = Pick<ReleaseParty, 'id' | 'name' | 'identifier'>;

/** The suppliers of an award, with what the release's parties say about them. */
export function suppliersOf(release: Release, references: readonly Reference[]): SupplierMention[] {
  return references.flatMap((reference) => {
    const party = partyOf(release, reference, 'supplier');
    const printed = [...new Set([...(party ? identifiersOf(party) : []), ...identifiersOf(reference)])];
    // Of two company numbers nobody knows which is meant.
    const companies = new Set(printed.flatMap((id) => companyIn(id) ?? []));
    const numbered = companies.size > 1 ? undefined : printed.find((id) => refOf(id) !== null);
    const printedRef =
      numbered ?? printed.find((id) => readPrintedRef(id)?.scheme === 'GB-COH') ?? printed[0] ?? null;
    const name = tidy(party?.name) ?? tidy(reference.name) ?? printedRef;
    if (!name) return [];
    const ref = numbered === undefined ? null : refOf(numbered);
    return [{ name, ref, printedRef, postcode: postcodeOf(party) }];
  });
}

/**
 * Parties in the role of subcontractor. A release with several awards does not say whose they are, so none is read from
 * it.
 */
export function subcontractorsOf(release: Release): SupplierMention[] {
  const awards = new Set([
    ...(release.awards ?? []).map(({ id }) => String(id)),
    ...(release.contracts ?? []).map(({ id, awardID }) => String(awardID ?? id)),
  ]);
  if (awards.size !== 1 || (release.awards ?? []).length > 1) return [];
  const named = (release.parties ?? []).filter((party) => hasRole(party, 'subcontractor'));
  return suppliersOf(release, named);
}

/** Who joins a contract by a change of it, and who leaves; proposals are no changes. */
export function supplierChangesOf(
  release: Release,
  contracts: readonly ReleaseContract[],
): Pick<Award, 'suppliersAdded' | 'suppliersRemoved'> {
  const amendments = contracts.flatMap((contract) => contract.amendments ?? []);
  const left = (release.parties ?? []).filter((party) => hasRole(party, 'removedSupplier'));
  const references = [...amendments.flatMap(({ suppliersRemoved }) => suppliersRemoved ?? []), ...left];
  const removed = new Map(references.map((reference) => [String(reference.id ?? reference.name), reference]));
  const suppliersAdded = suppliersOf(
    release,
    amendments.flatMap((amendment) => amendment.suppliersAdded ?? []),
  );
  const suppliersRemoved = amendments.length > 0 ? suppliersOf(release, [...removed.values()]) : [];
  return {
    ...(suppliersAdded.length > 0 ? { suppliersAdded } : {}),
    ...(suppliersRemoved.length > 0 ? { suppliersRemoved } : {}),
  };
}

/** Everyone who buys: one procurement may have several buyers. */
export function buyersOf(release: Release): BuyerMention[] {
  const parties = (release.parties ?? []).filter((party) => hasRole(party, 'buyer'));
  const named = parties.flatMap((party) => {
    const name = tidy(party.name);
    return name ? [{ name, ids: identifiersOf(party), postcode: postcodeOf(party) }] : [];
  });
  const name = tidy(release.buyer?.name);
  if (named.length > 0 || !name) return named;
  return [{ name, ids: release.buyer?.id ? [String(release.buyer.id)] : [], postcode: null }];
}

/** Whether a party stands in a role of OCDS’s list; some publishers print it with a capital. */
export function hasRole({ roles }: ReleaseParty, role: string): boolean {
  return Boolean(roles?.some((one) => one.trim().toLowerCase() === role.toLowerCase()));
}

/**
 * The party of a reference. One id may stand twice, in different roles and under different names: the one in the role
 * asked for comes first, then the one of the same name.
 */
function partyOf(release: Release, reference: Reference, role: string): ReleaseParty | undefined {
  const { id, name } = reference;
  const isNamed = (party: ReleaseParty) => tidy(party.name) !== null && tidy(party.name) === tidy(name);
  const parties = (release.parties ?? []).filter((party) =>
    id === null || id === undefined ? isNamed(party) : String(party.id) === String(id),
  );
  const inRole = parties.filter((party) => hasRole(party, role));
  return inRole.find(isNamed) ?? inRole[0] ?? parties.find(isNamed) ?? parties[0];
}

/** `GB-COH-03782379`, `GB-PPON-…`, `GB-CFS-…`: every identifier of a party as printed, registers before listings. */
function identifiersOf(party: Reference & Pick<ReleaseParty, 'additionalIdentifiers'>): string[] {
  const listed = [party.identifier, ...(party.additionalIdentifiers ?? [])].flatMap((identifier) =>
    identifier?.scheme && identifier.id ? [`${identifier.scheme.trim()}-${identifier.id}`] : [],
  );
  const own = party.id === null || party.id === undefined ? [] : [String(party.id)];
  return [...new Set([...listed, ...own])];
}

/** Reads an organisation identifier of org-id.guide that we know; null when it is malformed or of another scheme. */
function refOf(printed: string): SupplierRef | null {
  const read = readPrintedRef(printed);
  if (!read) return null;
  if (read.scheme === 'GB-CHC') {
    const charity = readCharityNumber(read.printed);
    return charity === null ? null : { scheme: 'GB-CHC', id: charity };
  }
  const number = readCompanyNumber(read.printed);
  return number === null ? null : { scheme: 'GB-COH', id: number };
}

function companyIn(printed: string): string | null {
  const ref = refOf(printed);
  return ref?.scheme === 'GB-COH' ? ref.id : null;
}

function postcodeOf(party: ReleaseParty | undefined): string | null {
  return tidy(party?.address?.postalCode)?.toUpperCase() ?? null;
}

function tidy(text: string | null | undefined): string | null {
  return text?.replace(/\s+/g, ' ').trim() || null;
}
