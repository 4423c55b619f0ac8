import { Ocid, Pence, type IsoDate, type Item, type Money, type SupplierMention } from '@tocsin/domain';
import { agreementOf } from '../contracts-finder/agreement.ts';
import type { SourceDocument } from '../define-source.ts';
import { readPrintedDay } from '../tables/day.ts';
import { headerSignature, type ContractLayout, type ContractRole, type CouncilMap } from './map.ts';
import { readPence } from '../tables/money.ts';
import { isNothing, payeeOf } from './payee.ts';
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
  readonly header: readonly string[];
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
  const { places, header } = context;
  const headed = headerSignature(header);
  const seen = new Map<string, number>();
  return (cells, row) => {
    const item = `row ${row}`;
    const printed = (role: ContractRole) => cleanText(cells[places[role] ?? -1] ?? '');
    if (cells.every((cell) => cell.trim() === '')) return { item, outcome: 'ignored', reason: 'blank line' };
    if (headed !== '' && headerSignature(cells) === headed)
      return { item, outcome: 'ignored', reason: 'header repeated' };
    const [number, charity, postcode] = [
      printed('companyNumber'),
      printed('charityNumber'),
      printed('postcode'),
    ];
    const { kind, mention } = payeeOf(printed('supplier'), number, charity, postcode);
    if (kind === 'individual' || kind === 'redacted')
      return { item, outcome: 'ignored', reason: `${kind} supplier` };
    try {
      return { item, outcome: 'observed', observations: [observe(context, seen, printed, mention)] };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { item, outcome: 'refused', reason: error.message };
    }
  };
}

type Printed = (role: ContractRole) => string;

function observe(
  { map, layout, document }: ContractContext,
  seen: Map<string, number>,
  printed: Printed,
  supplier: SupplierMention | null,
) {
  const title = printed('title');
  if (isNothing(title)) throw new Unreadable('the title is empty');
  if (!supplier) throw new Unreadable('the supplier is empty');
  const startsOn = printedOn(printed, 'startsOn');
  const endsOn = printedOn(printed, 'expiresOn') ?? printedOn(printed, 'endsOn');
  if (startsOn && endsOn && endsOn < startsOn)
    throw new Unreadable(`it ends on ${endsOn}, before it starts on ${startsOn}`);
  const extendsTo = printedOn(printed, 'extendsTo');
  const reference = isNothing(printed('reference')) ? `${title} (${supplier.name})` : printed('reference');
  const ocid = Ocid.parse(`${OWN_PREFIX}${map.gss}:${reference}`);
  const awardId = numbered(seen, ocid, startsOn ?? 'undated');
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
      value: sumOf(printed, layout),
      valueGross: null,
      awardedOn: printedOn(printed, 'awardedOn'),
      startsOn,
      endsOn,
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

const CALLED: Readonly<Partial<Record<ContractRole, string>>> = {
  startsOn: 'start date',
  endsOn: 'end date',
  expiresOn: 'expiry date',
  extendsTo: 'last day after extensions',
  awardedOn: 'award date',
};

function printedOn(printed: Printed, role: ContractRole): IsoDate | null {
  const cell = printed(role);
  if (isNothing(cell) || OPEN.test(cell)) return null;
  const day = readPrintedDay(cell);
  if (day) return day.day;
  throw new Unreadable(`the ${CALLED[role]} “${cell.slice(0, 60)}” is not a day that we can read`);
}

function sumOf(printed: Printed, { vat }: ContractLayout): Money | null {
  const cell = printed('value');
  if (isNothing(cell) || OPEN.test(cell)) return null;
  const pence = readPence(cell);
  if (pence !== null && pence >= 0) return { pence: Pence.parse(pence), vat };
  throw new Unreadable(`the value “${cell.slice(0, 60)}” is not a sum of money`);
}
