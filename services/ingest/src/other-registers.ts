import {
  findCharityCompanies,
  lookUpAll,
  type Asker,
  type CharityCompany,
  type Landlord,
  type Trx,
} from '@tocsin/db';
import { LANDLORD_SCHEME, type SupplierRef } from '@tocsin/domain';

// Other registers than Companies House tell which charity, society or landlord is which legal person.

/** A printed supplier, by the numbers beside its name. */
interface Numbered {
  readonly ref: string | null;
  readonly printed_ref: string | null;
}

/** The housing regulator’s lists print a landlord’s registration number, and no other. */
export function landlordRef({ ref, printed_ref: printed }: Numbered): readonly string[] {
  return ref === null && printed?.startsWith(LANDLORD_SCHEME) ? [printed] : [];
}

/** A society or a charity is never looked up as a company by its name alone, nor a landlord of whom no form is known. */
export function isNoCompany(one: Numbered, landlord: Landlord | undefined): boolean {
  return landlordRef(one).length > 0 && !landlord?.ref && !landlord?.isCompany;
}

/** What becomes of such a one, until people say who it is. */
export const NO_COMPANY = {
  outcome: 'none',
  reason:
    'a landlord that is no company, or of whom no corporate form is known: it is not looked up among companies by its name alone',
  score: null,
  candidates: [],
  decidedBy: null,
} as const;

/**
 * Of the charities among printed identifiers, those that are companies: by the register of charities, where the register
 * of companies has under that number nobody of another name.
 */
export async function findIncorporated(
  trx: Trx,
  named: readonly { readonly identifier: SupplierRef | null }[],
  asker: Asker,
): Promise<ReadonlyMap<string, CharityCompany>> {
  const charities = named.flatMap(({ identifier }) => (identifier?.scheme === 'GB-CHC' ? identifier.id : []));
  const listed = [...(await findCharityCompanies(trx, charities))];
  const looked = await lookUpAll(
    trx,
    listed.map(([, { name, number }]) => ({ name, number, postcode: null })),
    asker,
  );
  return new Map(
    listed.flatMap(([charity, { name, number }], at) => {
      const found = looked[at];
      if (found?.outcome !== 'matched' || found.number !== number) return [];
      const registered = found.entries.find((entry) => entry.number === number)?.name;
      return [[charity, { name: registered ?? name, number }] as const];
    }),
  );
}

export function companyOfCharity(
  incorporated: ReadonlyMap<string, CharityCompany>,
  identifier: SupplierRef | null,
): CharityCompany | undefined {
  return identifier?.scheme === 'GB-CHC' ? incorporated.get(identifier.id) : undefined;
}
