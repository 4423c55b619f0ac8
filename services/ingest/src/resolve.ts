import {
  findCompanies,
  findCouncils,
  findLandlords,
  findPaidFrom,
  lookUpAll,
  printedOf,
  saveSuppliers,
  type Asker,
  type LookedUp,
  type MentionDecision,
  type SupplierUnderName,
  type Trx,
} from '@tocsin/db';
import { lacksZeros, readPrintedRef, SupplierRef, unreadNumber, type CompanyNumber } from '@tocsin/domain';
import {
  applyDecisions,
  bodyList,
  clearedBy,
  isRanked,
  type BodyList,
  type DecidedResult,
  type DecisionEntry,
} from '@tocsin/matching';

import {
  companyOfCharity,
  findIncorporated,
  isNoCompany,
  landlordRef,
  NO_COMPANY,
} from './other-registers.ts';

/** A supplier as a notice, a spend file or a council's register prints it, under the id of its mention or line. */
export interface PrintedSupplier {
  readonly id: string;
  readonly name: string;
  readonly scheme: string | null;
  readonly ref: string | null;
  readonly printed_ref: string | null;
  readonly postcode: string | null;
}

export type Resolution = Omit<MentionDecision, 'id'>;

/**
 * Which legal persons printed suppliers are, by what people decided or else by the register; never a guess. In their
 * order; persons who are not known yet are written.
 */
export async function resolveAll<P extends PrintedSupplier>(
  trx: Trx,
  printed: readonly P[],
  asker: Asker,
  decisionsOf: (one: P) => readonly DecisionEntry[],
): Promise<readonly { readonly printed: P; readonly resolution: Resolution }[]> {
  const landlords = await findLandlords(trx, printed.flatMap(landlordRef));
  const landlordOf = (one: P) => landlords.get(landlordRef(one)[0] ?? '');
  const named = printed.map((one) => ({ one, identifier: landlordOf(one)?.ref ?? identifierOf(one) }));
  const nobodys = new Set(
    printed.filter((one) => isNoCompany(one, landlordOf(one)) && decisionsOf(one).length === 0),
  );
  const looked = await lookUpNames(
    trx,
    named.filter(({ one }) => !nobodys.has(one)),
    asker,
    decisionsOf,
  );
  const incorporated = await findIncorporated(trx, named, asker);
  const nameOf = await findNames(trx, [...looked.values()], asker);
  // What a council writes in its own papers is not shown to others, and every council sees a supplier's name.
  const publicName = ({ name }: P) => (asker.council === null ? name : '');
  const persons = named.map(({ one, identifier }) => {
    const company = companyOfCharity(incorporated, identifier);
    if (company) return { ref: { scheme: 'GB-COH' as const, id: company.number }, name: company.name };
    if (isForeign(identifier)) return { ref: identifier, name: publicName(one) || identifier.id };
    const number = matchedNumber(looked.get(one));
    if (number === null) return null;
    const name = nameOf(number, looked.get(one)) ?? (publicName(one) || number);
    return { ref: { scheme: 'GB-COH' as const, id: number }, name };
  });
  const ids = await saveSuppliers(
    trx,
    persons.filter((person) => person !== null),
  );
  let saved = 0;
  return printed.map((one, at) => {
    const person = persons[at] ?? null;
    const supplierId = person ? (ids[saved++] ?? null) : null;
    if (nobodys.has(one)) return { printed: one, resolution: { ...NO_COMPANY, supplierId: null } };
    const { identifier = null } = named[at] ?? {};
    const by = companyOfCharity(incorporated, identifier) && identifier ? identifier.id : null;
    return { printed: one, resolution: resolutionOf(looked.get(one), person, supplierId, by) };
  });
}

type Looked = DecidedResult & Pick<LookedUp, 'entries'>;

function identifierOf({ scheme, ref }: PrintedSupplier): SupplierRef | null {
  const read = SupplierRef.safeParse({ scheme, id: ref });
  return read.success ? read.data : null;
}

function isPadded(printedRef: string | null, number: CompanyNumber): boolean {
  const read = printedRef === null ? null : readPrintedRef(printedRef);
  return read !== null && lacksZeros(read.printed, number);
}

/** An identifier of another register than the one that names are looked up in says by itself who is meant. */
function isForeign(identifier: SupplierRef | null): identifier is SupplierRef {
  return identifier !== null && identifier.scheme !== 'GB-COH';
}

async function lookUpNames<P extends PrintedSupplier>(
  trx: Trx,
  named: readonly { readonly one: P; readonly identifier: SupplierRef | null }[],
  asker: Asker,
  decisionsOf: (one: P) => readonly DecisionEntry[],
): Promise<ReadonlyMap<P, Looked>> {
  const asked = named.filter(({ identifier }) => !isForeign(identifier));
  const paidFrom = await findPaidFrom(trx, asker.council === null ? asked.map(({ one }) => one.id) : []);
  const found = await lookUpAll(
    trx,
    asked.map(({ one: { id, name, postcode, ref, printed_ref }, identifier }) => ({
      name,
      postcode,
      unread: ref === null ? unreadNumber(printed_ref) : null,
      isPadded: identifier?.scheme === 'GB-COH' && isPadded(printed_ref, identifier.id),
      number: identifier?.scheme === 'GB-COH' ? identifier.id : null,
      paidFrom: paidFrom.get(id) ?? null,
    })),
    asker,
  );
  const bodies = await findBodies(
    trx,
    asked.map(({ one }) => one.name),
  );
  return new Map(
    found.flatMap((looked, at) => {
      const one = asked[at]?.one;
      if (!one) return [];
      const undecided = applyDecisions({ ...printedOf(one), id: one.id }, looked, decisionsOf(one));
      const decided = clearedBy(bodies, one.name, one.ref, undecided);
      return [[one, { ...decided, entries: looked.entries }] as const];
    }),
  );
}

/** The councils of England, by all names that they are known by; none where no printed name could be one. */
async function findBodies(trx: Trx, names: readonly string[]): Promise<BodyList> {
  const councils = names.some(isRanked) ? await findCouncils(trx) : [];
  return bodyList(
    'the list of councils',
    councils.flatMap(({ name, alt_names: others }) => [name, ...others]),
  );
}

function matchedNumber(looked: Looked | undefined): CompanyNumber | null {
  return looked?.outcome === 'matched' ? looked.number : null;
}

/** The registered name of a match: of an entry that it was compared with, or of a company that people named. */
async function findNames(trx: Trx, all: readonly Looked[], asker: Asker) {
  const entryOf = (number: string, looked: Looked | undefined) =>
    looked?.entries.find((entry) => entry.number === number);
  const others = all.flatMap((looked) => {
    const number = matchedNumber(looked);
    return number === null || entryOf(number, looked) ? [] : [number];
  });
  const companies = await findCompanies(trx, others, asker);
  return (number: string, looked: Looked | undefined) =>
    (entryOf(number, looked) ?? companies.get(number))?.name;
}

function resolutionOf(
  looked: Looked | undefined,
  person: SupplierUnderName | null,
  supplierId: string | null,
  charity: string | null,
): Resolution {
  if (!looked)
    return {
      outcome: 'matched',
      supplierId,
      reason:
        charity === null
          ? `by the identifier: ${person?.ref.id}`
          : `by the charity number ${charity}: the register of charities gives it the company number ${person?.ref.id}`,
      score: null,
      candidates: [],
      decidedBy: null,
    };
  const candidates = looked.candidates.map(({ number }) => number);
  return {
    outcome: looked.outcome,
    supplierId,
    reason: looked.reason,
    score: candidates.length > 0 ? looked.score : null,
    candidates,
    decidedBy: looked.decision?.by ?? null,
  };
}
