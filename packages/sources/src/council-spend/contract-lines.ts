import {
  Ocid,
  Pence,
  saysNoEnd,
  type IsoDate,
  type Item,
  type Money,
  type SupplierMention,
} from '@tocsin/domain';
import { agreementOf } from '../contracts-finder/agreement.ts';
import type { SourceDocument } from '../define-source.ts';
import type { DayOrder } from '../council-register/order-of-days.ts';
import { readPrintedDay } from '../tables/day.ts';
import type { ContractLayout, ContractRole, CouncilMap } from './map.ts';
import { readPence } from '../tables/money.ts';
import { isNothing, payeeOf } from './payee.ts';
import { isTotalOfNothing } from './totals.ts';
import { cleanText } from '../tables/text.ts';

/** What councils print where a contract has no fixed end, or a sum that nobody has worked out. */
const OPEN =
  /^(?:tbc|tba|tbd|to be (?:confirmed|agreed|determined)|ongoing|rolling|on-going|open(?: ended)?|indefinite|various|variable|unknown|not known|as required|see .*|n\/k|per call[- ]?off)\.?$/i;
/** Registers have no ocid. This prefix is ours and registered nowhere, so that it can never be a publisher's. */
const OWN_PREFIX = 'ocds-tocsin-';

export interface ContractContext {
  readonly map: CouncilMap;
  readonly layout: ContractLayout;
  readonly places: Readonly<Partial<Record<ContractRole, number>>>;
  readonly days: DayOrder;
  /** How often a reference was met: added to. */
  readonly numbers: Map<string, number>;
  readonly document: Pick<SourceDocument, 'url' | 'retrievedAt'>;
}

/** Thrown inside one line: it is refused, and the reason is shown to people. */
class Unreadable extends Error {}

/**
 * Reads the lines of a contract register that a council publishes. Each becomes a contract of that council, or is
 * ignored or refused with the reason. A line is known again by the council's own reference and its first day.
 */
export function createContractReader(
  context: ContractContext,
): (cells: readonly string[], row: number) => Item {
  const { places } = context;
  return (cells, row) => {
    const item = `row ${row}`;
    const printed = (role: ContractRole) => cleanText(cells[places[role] ?? -1] ?? '');
    if (cells.every((cell) => cell.trim() === '')) return { item, outcome: 'ignored', reason: 'blank line' };
    if (isTotalOfNothing(cells)) return { item, outcome: 'ignored', reason: 'total' };
    const [number, charity, postcode] = [
      printed('companyNumber'),
      printed('charityNumber'),
      printed('postcode'),
    ];
    const { kind, mention } = payeeOf(printed('supplier'), number, charity, postcode);
    if (kind === 'individual' || kind === 'redacted')
      return { item, outcome: 'ignored', reason: `${kind} supplier` };
    // A contract with “Various” is a contract, though nobody is named.
    const name = printed('supplier');
    const nobody = isNothing(name) ? null : { name, ref: null, printedRef: null, postcode: null };
    try {
      return { item, outcome: 'observed', observations: [observe(context, printed, mention ?? nobody)] };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { item, outcome: 'refused', reason: error.message };
    }
  };
}

type CellOfRole = (role: ContractRole) => string;

function observe(
  { map, layout, document, days, numbers }: ContractContext,
  printed: CellOfRole,
  supplier: SupplierMention | null,
) {
  const title = printed('title');
  if (isNothing(title)) throw new Unreadable('the title is empty');
  if (!supplier) throw new Unreadable('the supplier is empty');
  const unread: Record<string, string> = {};
  const dayOf = (role: (typeof DAYS)[number]) => printedOn(printed, role, days, unread);
  const startsOn = dayOf('startsOn');
  let endsOn = dayOf('expiresOn') ?? dayOf('endsOn');
  if (startsOn && endsOn && endsOn < startsOn) {
    unread['endsOn'] = `it ends on ${endsOn}, before it starts on ${startsOn}`;
    endsOn = null;
  }
  const extendsTo = dayOf('extendsTo');
  const awardedOn = dayOf('awardedOn');
  const sum = sumOf(printed, layout);
  const reference = isNothing(printed('reference')) ? `${title} (${supplier.name})` : printed('reference');
  const ocid = Ocid.parse(`${OWN_PREFIX}${map.gss}:${reference}`);
  const awardId = numbered(numbers, ocid, startsOn ?? 'undated');
  return {
    source: 'council-spend',
    ref: `${ocid}/${awardId}`,
    version: document.retrievedAt,
    occurredOn: startsOn,
    publishedAt: document.retrievedAt,
    // A file handed in from a folder has no address: the council's page has.
    url: /^https?:/.test(document.url) ? document.url : (map.contracts ?? map.page).url,
    quote: null,
    about: null,
    content: {
      kind: 'award' as const,
      ocid,
      awardId,
      noticeId: isNothing(printed('reference')) ? null : printed('reference'),
      noticeType: null,
      title,
      buyers: [{ name: map.name, ids: [map.gss], postcode: null }],
      suppliers: [supplier],
      value: sum.value,
      valueGross: null,
      awardedOn,
      startsOn,
      endsOn,
      ...(sum.doubt === null ? {} : { valueDoubt: sum.doubt }),
      ...(Object.keys(unread).length > 0 ? { unread } : {}),
      ...(extendsTo && (endsOn === null || extendsTo > endsOn) ? { extendsTo } : {}),
      agreement: agreementOf(printed('procedure'), title, 1),
      status: 'active' as const,
      cpv: /^\d{8}\b/.exec(printed('cpv'))?.[0] ?? null,
      regime: 'unknown' as const,
    },
  };
}

/** An extension is often a further line under the same reference, with a first day of its own. */
function numbered(seen: Map<string, number>, ocid: string, day: string): string {
  const key = `${ocid}/${day}`;
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  return count === 1 ? day : `${day}/${count}`;
}

/** Columns that hold days. */
export const DAYS = [
  'startsOn',
  'endsOn',
  'expiresOn',
  'extendsTo',
  'awardedOn',
] as const satisfies readonly ContractRole[];
const CALLED: Readonly<Record<(typeof DAYS)[number], string>> = {
  startsOn: 'start date',
  endsOn: 'end date',
  expiresOn: 'expiry date',
  extendsTo: 'last day after extensions',
  awardedOn: 'award date',
};

/** A day that cannot be read is not known, and said: the contract stands without it. */
function printedOn(
  printed: CellOfRole,
  role: (typeof DAYS)[number],
  days: DayOrder,
  unread: Record<string, string>,
): IsoDate | null {
  const cell = printed(role);
  if (isNothing(cell) || OPEN.test(cell) || saysNoEnd(cell)) return null;
  const doubt = days.doubtOf(role, cell);
  const day = doubt === null ? readPrintedDay(cell) : null;
  if (day) return day.day;
  unread[role] = doubt ?? `the ${CALLED[role]} “${cell.slice(0, 60)}” is not a day that we can read`;
  return null;
}

function sumOf(printed: CellOfRole, { vat }: ContractLayout): { value: Money | null; doubt: string | null } {
  const cell = printed('value');
  if (isNothing(cell) || OPEN.test(cell)) return { value: null, doubt: null };
  const pence = readPence(cell);
  if (pence !== null && pence >= 0) return { value: { pence: Pence.parse(pence), vat }, doubt: null };
  return { value: null, doubt: `the register says “${cell.slice(0, 60)}”, which is not a sum of money` };
}
