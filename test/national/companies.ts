import { addDays, CompanyNumber, type IsoDate } from '@tocsin/domain';
import { fateOf, isInTrouble, kindOf, workingDay } from './fates.ts';
import { streamOf } from './random.ts';
import { MOST_SUPPLIERS } from './size.ts';

/** A line of business, in the words of the registers that print it. */
export interface Trade {
  readonly word: string;
  readonly sic: string;
  readonly sicText: string;
  readonly cpv: string;
  readonly service: string;
}

export const trades: readonly Trade[] = [
  trade(
    'Care Homes',
    '87300',
    'Residential care activities for the elderly and disabled',
    '85311000',
    'Residential care',
  ),
  trade('Homecare', '88100', 'Social work activities without accommodation', '85320000', 'Home care'),
  trade('Construction', '41201', 'Construction of commercial buildings', '45210000', 'School extensions'),
  trade('Highways', '42110', 'Construction of roads and motorways', '45233139', 'Highway maintenance'),
  trade('Cleaning', '81210', 'General cleaning of buildings', '90911200', 'Cleaning of offices'),
  trade(
    'Software',
    '62020',
    'Information technology consultancy activities',
    '72000000',
    'Case management system',
  ),
  trade('Coaches', '49390', 'Other passenger land transport', '60130000', 'Home to school transport'),
  trade('Catering', '56290', 'Other food services', '55524000', 'School meals'),
  trade('Recycling', '38110', 'Collection of non-hazardous waste', '90511000', 'Waste collection'),
  trade('Grounds', '81300', 'Landscape service activities', '77310000', 'Grounds maintenance'),
  trade('Staffing', '78200', 'Temporary employment agency activities', '79620000', 'Agency staff'),
  trade('Training', '85590', 'Other education not elsewhere classified', '80500000', 'Skills training'),
];

function trade(word: string, sic: string, sicText: string, cpv: string, service: string): Trade {
  return { word, sic, sicText, cpv, service };
}

/** A company that does not exist: Companies House has given out no number that begins with 99. */
export interface Company {
  readonly index: number;
  readonly number: CompanyNumber;
  /** As the register prints it. */
  readonly name: string;
  /** Given up within its first months; another company may be called so today, a namesake. */
  readonly formerName: string | null;
  readonly isPartnership: boolean;
  readonly trade: Trade;
  readonly postcode: string;
  readonly incorporatedOn: IsoDate;
  /** Month (1 to 12) whose last day ends its years. */
  readonly yearEnds: number;
  readonly scale: 'micro' | 'small' | 'large';
  /** The company that holds all its shares. */
  readonly parent: Holding | null;
}

export interface Holding {
  readonly number: CompanyNumber;
  readonly name: string;
  readonly postcode: string;
  readonly notifiedOn: IsoDate;
  /** When it entered administration, which its subsidiaries have outlived so far; null for most. */
  readonly insolventOn: IsoDate | null;
  readonly noticeId: string;
}

const FIRST_SUPPLIER = 99_100_000;
/** Limited liability partnerships have numbers of their own; nobody has one that begins with OC9. */
const PARTNERSHIP = 'OC9';
const PARTNERSHIP_DIGITS = 5;

/** The place of a supplier by its number; that of a holding company, which is none, is beyond all suppliers. */
export function indexOf(number: string): number {
  return number.startsWith(PARTNERSHIP)
    ? Number(number.slice(PARTNERSHIP.length))
    : Number(number) - FIRST_SUPPLIER;
}

/** Of so many suppliers in a row one is a limited liability partnership. */
const PARTNERSHIP_EVERY = 40;

function isPartnershipAt(seed: number, index: number): boolean {
  const block = Math.floor(index / PARTNERSHIP_EVERY);
  const place = streamOf(seed, 'partnership', block).between(0, PARTNERSHIP_EVERY - 1);
  return index % PARTNERSHIP_EVERY === place && index < 10 ** PARTNERSHIP_DIGITS;
}

function numberOf(index: number, isPartnership: boolean): CompanyNumber {
  return CompanyNumber.parse(
    isPartnership
      ? PARTNERSHIP + String(index).padStart(PARTNERSHIP_DIGITS, '0')
      : String(FIRST_SUPPLIER + index),
  );
}

const FIRST_HOLDING = 99_600_000;
/** Of so many suppliers in a row, the first three may be one group. */
const GROUP_EVERY = 12;
const GROUP_OF = 3;

export function companyAt(seed: number, index: number, until: IsoDate): Company {
  const random = streamOf(seed, 'company', index);
  const picked = random.pick(trades);
  const isPartnership = isPartnershipAt(seed, index);
  const form = random.pick(['Limited', 'Limited', 'Ltd', 'Ltd', 'PLC']);
  const name = `${madeUpWord(seed, index)} ${picked.word} ${isPartnership ? 'LLP' : form}`;
  // Whatever befalls a company does so in its sixth year at the earliest.
  const young = kindOf(seed, index) === 'trades-on' && random.chance(0.15);
  const age = young ? random.between(60, 2_000) : random.between(2_200, 9_000);
  const ownFormer = random.chance(0.05) ? `${madeUpWord(seed, index)} TRADING LIMITED`.toUpperCase() : null;
  const postcode = `EX${random.between(1, 39)} ${random.between(1, 9)}${letters(random.next)}`;
  const incorporatedOn = addDays(until, -age);
  return {
    index,
    number: numberOf(index, isPartnership),
    name: name.toUpperCase(),
    formerName: namesakeAfter(seed, index, incorporatedOn, until) ?? ownFormer,
    isPartnership,
    trade: picked,
    postcode,
    incorporatedOn,
    yearEnds: random.pick([3, 3, 3, 12, 12, 6, 9, random.between(1, 12)]),
    scale: random.pick(['micro', 'micro', 'small', 'small', 'small', 'large']),
    parent: isPartnership ? null : parentOf(seed, index, until),
  };
}

/** A name is given up within so many days of a company's first, and free for another from then on. */
export const NAME_KEPT_DAYS = 50;

/**
 * What the next company in the row is called, where it is in trouble and this one, which trades on, was called so before
 * it: two companies on the register answer to that name.
 */
function namesakeAfter(seed: number, index: number, incorporatedOn: IsoDate, until: IsoDate): string | null {
  if (kindOf(seed, index) !== 'trades-on' || !isInTrouble(fateOf(seed, index + 1, until))) return null;
  if (!streamOf(seed, 'namesake', index).chance(0.7)) return null;
  const next = companyAt(seed, index + 1, until);
  return next.incorporatedOn > addDays(incorporatedOn, NAME_KEPT_DAYS) ? next.name : null;
}

function parentOf(seed: number, index: number, until: IsoDate): Holding | null {
  const group = Math.floor(index / GROUP_EVERY);
  if (index % GROUP_EVERY >= GROUP_OF || !streamOf(seed, 'group', group).chance(0.5)) return null;
  return {
    number: CompanyNumber.parse(String(FIRST_HOLDING + group)),
    name: `${madeUpWord(seed, MOST_SUPPLIERS + group)} HOLDINGS LIMITED`.toUpperCase(),
    postcode: 'EX1 1AA',
    notifiedOn: addDays(until, -streamOf(seed, 'control', index).between(100, 390)),
    insolventOn: holdingFate(seed, group, until),
    noticeId: `98${String(group).padStart(8, '0')}`,
  };
}

/** Of so many groups in a row one has lost its holding company to administration. */
const HOLDING_FAILS_EVERY = 4;

function holdingFate(seed: number, group: number, until: IsoDate): IsoDate | null {
  const random = streamOf(seed, 'holding', Math.floor(group / HOLDING_FAILS_EVERY));
  if (group % HOLDING_FAILS_EVERY !== random.between(0, HOLDING_FAILS_EVERY - 1)) return null;
  return workingDay(addDays(until, -streamOf(seed, 'holding fails', group).between(10, 90)));
}

const FIRST = 'Bra Cle Dro Fen Gla Hur Jor Kel Lam Mor Nev Ost Pra Qui Ros Sta Tre Ulv Vel Wyn'.split(' ');
const MIDDLE = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');
const LAST =
  'bex cott dale fax gorn hurst kett lind mere nox port quay rick stow thorn vik wold yard zell'.split(' ');
const WORDS = FIRST.length * MIDDLE.length * MIDDLE.length * LAST.length;
/** Without a common divisor with the number of words: each index has a word of its own. */
const STRIDE = 104_729;

/** A word that no real company is called by, another for each index. */
function madeUpWord(seed: number, index: number): string {
  let at = (index * STRIDE + (streamOf(seed, 'words').between(0, WORDS - 1) % WORDS)) % WORDS;
  const take = (list: readonly string[]) => {
    const part = list[at % list.length] ?? '';
    at = Math.floor(at / list.length);
    return part;
  };
  return [take(FIRST), take(MIDDLE), take(MIDDLE), take(LAST)].join('');
}

const LETTERS = 'ABDEFGHJLNPQRSTUWXYZ';

function letters(next: () => number): string {
  const letter = () => LETTERS.charAt(Math.floor(next() * LETTERS.length));
  return letter() + letter();
}
