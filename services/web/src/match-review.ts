import {
  councilItself,
  findCompany,
  findPaidFrom,
  findPlaces,
  findPrinted,
  findSharedDecisions,
  findSupplierByRef,
  findSupplierNames,
  isRegisterLoaded,
  lookUp,
  printedOf,
  type SharedDecision,
  type Trx,
  type Unmatched,
} from '@tocsin/db';
import { CompanyNumber, dayOf, type IsoDate, readCompanyNumber, ROW_ID } from '@tocsin/domain';
import { decisionReasons, kindOfName, verdicts, type RegisterEntry } from '@tocsin/matching';
import {
  viewOfWaiting,
  WaitingName,
  type Candidate,
  type DecisionLine,
  type ReviewView,
} from './match-view.ts';

const PLACES = 5;

const ITEM = new RegExp(`^(mention|line|payee)-(${ROW_ID})$`);
const Of = WaitingName.shape.of;

/** The item that an address names; undefined for anything else. */
export function itemOf(key: string): Pick<Unmatched, 'of' | 'id'> | undefined {
  const match = ITEM.exec(key);
  return match?.[2] ? { of: Of.parse(match[1]), id: match[2] } : undefined;
}

/**
 * Everything that helps a person to say who a printed name of the council is; undefined when it prints no such name, or
 * the name is an individual's. `look` is a number or another name to look up.
 */
export async function findReview(
  trx: Trx,
  council: string,
  asOf: IsoDate,
  key: string,
  look: string,
): Promise<ReviewView | undefined> {
  const asked = itemOf(key);
  const item = asked && (await findPrinted(trx, council, asOf, asked));
  if (!item || isHidden(item)) return undefined;
  const shared = (await findSharedDecisions(trx, [printedOf(item)])).get(item.text) ?? [];
  const { name, postcode } = item;
  const number = CompanyNumber.safeParse(item.ref);
  const paidFrom = (await findPaidFrom(trx, item.of === 'mention' ? [item.id] : [])).get(item.id) ?? null;
  const printed = { name, postcode, number: number.success ? number.data : null, paidFrom };
  const looked = await lookUp(trx, printed, councilItself(council));
  const candidates = looked.candidates.map((candidate) =>
    candidateOf(
      looked.entries.find((entry) => entry.number === candidate.number),
      candidate,
    ),
  );
  const others = await lookElsewhere(trx, council, look, item.postcode);
  return {
    item: viewOfWaiting(item),
    kind: looked.kind,
    why: item.reason ?? looked.reason,
    candidates: [
      ...candidates,
      ...others.filter(({ number: one }) => !candidates.some((c) => c.number === one)),
    ],
    isRegisterLoaded: await isRegisterLoaded(trx),
    look: look === '' ? null : { asked: look, found: others.length },
    places: await findPlaces(trx, council, item, PLACES),
    decisions: decisionLines(shared),
  };
}

/** A name that says, or that a person said, that it is a human being's is shown to nobody. */
function isHidden({ name, outcome }: Unmatched): boolean {
  const kind = kindOfName(name);
  return kind === 'redacted' || (kind === 'individual' && outcome !== 'matched');
}

async function lookElsewhere(
  trx: Trx,
  council: string,
  look: string,
  postcode: string | null,
): Promise<Candidate[]> {
  if (look === '') return [];
  const number = readCompanyNumber(look);
  if (!number) {
    const asked = { name: look, number: null, postcode };
    const { candidates, entries } = await lookUp(trx, asked, councilItself(council));
    return candidates.map((one) =>
      candidateOf(
        entries.find((entry) => entry.number === one.number),
        one,
      ),
    );
  }
  const entry = await findCompany(trx, number, councilItself(council));
  const supplierId = entry ? undefined : await findSupplierByRef(trx, { scheme: 'GB-COH', id: number });
  const known = supplierId && (await findSupplierNames(trx, [supplierId])).get(supplierId)?.name;
  const name =
    entry?.name ?? (known || 'Not read yet: nothing is known of this number but that it is well formed');
  return [candidateOf(entry, { number, name, score: null, points: [] })];
}

function candidateOf(
  entry: RegisterEntry | undefined,
  { number, name, score, points }: Pick<Candidate, 'number' | 'name' | 'score' | 'points'>,
): Candidate {
  const { formerNames = [], status = null, postcode = null } = entry ?? {};
  return { number, name, formerNames, status, postcode, score, points };
}

function decisionLines(shared: readonly SharedDecision[]): DecisionLine[] {
  const undone = new Set(shared.map(({ undoes }) => undoes));
  return shared.flatMap(({ id, verdict, reason, number, council, at }) =>
    verdict === null || reason === null
      ? []
      : [
          {
            council,
            on: dayOf(at),
            says: number ?? verdicts[verdict],
            because: decisionReasons[reason],
            takenBack: undone.has(id),
          },
        ],
  );
}
