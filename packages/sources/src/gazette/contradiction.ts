import type { NoticeFamily } from '@tocsin/domain';
import { petitionEndIn, saysMisnamed } from './correction.ts';
import { sentencesOf } from './clauses.ts';
import { liquidationIn } from './prose.ts';

/** What the words of a notice tell beyond doubt, whatever its code says. */
export type ToldByWords =
  | 'person'
  | 'petition'
  | 'petition-ended'
  | 'order'
  | 'order-ended'
  | 'members'
  | 'creditors'
  | 'administration'
  | 'receivership'
  | 'moratorium'
  | 'appointment-ended'
  | 'petition-halted';

/** Words that follow one another, however much stands between them. */
const TELLS: readonly (readonly [ToldByWords, ...RegExp[]])[] = [
  ['petition', /\bpetition\b.{0,300}?\bwind(?:ing)?[- ]up\b/is, /\bwill (?:be heard|call)\b/i],
  [
    'order',
    /\bwinding[- ]up order (?:was|has been) made\b|\bdate of (?:the )?winding[- ]up order\b|\b(?:was|were|been) ordered to be wound up\b/i,
  ],
  [
    'administration',
    /\b(?:appointment of|appointed)(?: as)?(?: an?)?(?: joint)? administrators?\b|\badministrators? (?:was|were|has been|have been) appointed\b/i,
  ],
  [
    'receivership',
    /\b(?:appointment of|appointed)(?: as)?(?: an?)?(?: joint)? (?:administrative |fixed charge |lpa )?receivers?\b/i,
  ],
  ['moratorium', /\bmoratorium\b.{0,80}\b(?:came|comes|has come|coming) into force\b/is],
];

/** Of an order that does not stand, or not now; a notice of it is headed as one of the order itself. */
const ORDER_ENDED =
  /\bwinding[- ]up order\b(?:(?!\border\b)[^.]){0,80}\b(?:was|is|be|been|were) (?:hereby )?(?:rescinded|set aside|annulled|stayed|sisted|recalled|discharged)\b|\b(?:rescission|rescinding|annulment|stay|sist|recall) of (?:the |that |a )?winding[- ]up order\b|\bproceedings (?:under|in) the winding[- ]up\b[^.]{0,80}\b(?:are|be|been|were|was) (?:hereby )?(?:stayed|sisted)\b|\badministration order\b[^.]{0,80}\b(?:was|is|been|be) (?:hereby )?discharged\b/i;

/** Of office-holders who hold none, or no more: the company is its directors’ again, or was never theirs. */
const APPOINTMENT_ENDED =
  /(?<!\b(?:earlier|previous|prior|former|first|original|another|any|each|such|no) )\bappointments?\b[^.;]{0,120}?\b(?:was|were|is|are|been|be) (?:hereby )?(?:(?:declared|held|found|ruled|adjudged) (?:to (?:be|have been) )?)?(?:invalid|void|null|defective|of no (?:legal )?effect|set aside|quashed|rescinded|revoked)\b|\bresolutions?\b[^.;]{0,120}?\b(?:was|were|been) (?:declared |held )?(?:rescinded|revoked|invalid|void|set aside)\b|(?<!\b(?:earlier|previous|prior|former|first|original|another|any|each|such|no) )\b(?:administration|liquidation|receivership|appointment)\b (?:has |have |had )?(?:(?:is|was|been) (?:hereby )?)?(?:ended|terminated|come to an end|ceased|stayed|sisted|annulled|set aside)\b|\b(?:returned|restored|handed back|reverted) to (?:the (?:control|management|hands) of )?(?:its|the|their) directors\b/i;

const OF_A_PERSON =
  /\b(?:bankruptcy (?:order|petition)|adjudged bankrupt|in bankruptcy|trustee in bankruptcy|debt relief order|individual voluntary arrangement)\b|(?<!limited liability )\bpartnerships?\b/i;
const OF_A_COMPANY = /\bcompan(?:y|ies)\b|\bregistered (?:number|office)\b/i;
/** What happens to companies alone: without such words a company is named beside a person, as where somebody works. */
const COMPANYS_OWN =
  /\bw(?:ind(?:ing)?|ound)[- ]?up\b|\bliquidat(?:ion|ors?)\b|\badministrat(?:ion|ors?)\b|(?<!official )\breceivers?(?:hip)?\b|\bmoratorium\b|\bcompany voluntary arrangement\b/i;
/** By which a winding-up is the court’s: a liquidation that is called voluntary besides began as one. */
const BY_COURT =
  /\bwinding[- ]up order|\bcompulsory|\bby (?:order of )?the (?:high |county )?court\b|\bofficial receiver|\bsecretary of state/i;
const ORDER_MADE =
  /\bdate of (?:the )?winding[- ]up order\b|\bwinding[- ]up order (?:was |has been )?made\b|\border made\b|\bordered (?:to be|that .{0,80}\bbe) wound up\b/i;

/** What its words vouch for: said of one of these, a notice is of the kind of its code whatever else it tells. */
const OWN: Partial<Readonly<Record<NoticeFamily, RegExp>>> = {
  'winding-up-petition': /\bpetition/i,
  'petition-dismissed': /\bdismiss|\bstruck out\b/i,
  'winding-up-order': ORDER_MADE,
  'compulsory-liquidation': /\bliquidator/i,
  administration: /\badministrat/i,
  'administrative-receivership': /(?<!official )\breceiver/i,
  receivership: /(?<!official )\breceiver/i,
  'creditors-voluntary-liquidation': /\bliquidat|\bvoluntar|\bresol(?:ution|ved)\b/i,
  'creditors-decision': /\bliquidat|\bvoluntar|\bdecision|\bdeemed consent\b|\bmeeting/i,
  'members-voluntary-liquidation': /\bliquidat|\bvoluntar|\bresol(?:ution|ved)\b|\bmembers\b/i,
  moratorium: /\bmoratorium/i,
  'moratorium-ended': /\bmoratorium/i,
};

const families = Object.keys(OWN) as NoticeFamily[];

/** What no words of its own vouch against. */
const NEVER_VOUCHED: readonly ToldByWords[] = [
  'person',
  'order-ended',
  'appointment-ended',
  'petition-halted',
];
/** What of these a step inside a proceeding, which tells nothing either way, cannot be. */
const NEVER_A_STEP: readonly ToldByWords[] = ['person', 'petition', 'order-ended'];

/** What the prose of a notice, without its headings, tells beyond doubt, and which families it vouches for. */
export interface Words {
  readonly tells: readonly ToldByWords[];
  readonly vouches: readonly NoticeFamily[];
  /** Whether they speak of a winding-up by the court. */
  readonly byCourt: boolean;
  /** Whether an earlier notice called its company by a wrong name or number; missing where it was kept without. */
  readonly misnamed?: boolean;
}

/** Of the words of a notice nothing else is kept. */
export function readNoticeWords(prose: string): Words {
  const ended = petitionEndIn(prose) === 'petition-dismissed';
  const whose = liquidationIn(prose);
  return {
    tells: [
      ...(isOfAPerson(prose) ? (['person'] as const) : []),
      ...TELLS.flatMap(([told, ...words]) => (follow(prose, words) ? [told] : [])),
      ...(ORDER_ENDED.test(prose) ? (['order-ended'] as const) : []),
      ...(isSaidToBeSo(APPOINTMENT_ENDED, prose) ? (['appointment-ended'] as const) : []),
      ...(isSaidToBeSo(PETITION_HALTED, prose) ? (['petition-halted'] as const) : []),
      ...(ended ? (['petition-ended'] as const) : []),
      ...(whose === null ? [] : [whose]),
    ],
    vouches: families.filter((family) => OWN[family]?.test(prose)),
    byCourt: BY_COURT.test(prose),
    misnamed: saysMisnamed(prose),
  };
}

/** Of a petition that the court does not go on with, or not now. */
const PETITION_HALTED =
  /(?<!\b(?:earlier|previous|prior|former|first|original|another|bankruptcy) )\bpetition\b[^.;]{0,120}?\b(?:was|is|been) (?:hereby )?(?:set aside|stayed|sisted|quashed|annulled)\b/i;

/** What may, or is not to, come to pass is not so. */
function isSaidToBeSo(words: RegExp, prose: string): boolean {
  return sentencesOf(prose).some((one) => words.test(one) && !MAY_BE.test(one));
}

const MAY_BE =
  /\b(?:if|unless|whether|may|might|could|would|shall|will|should|not|until|purpose|objective)\b/i;

function isOfAPerson(prose: string): boolean {
  return OF_A_PERSON.test(prose) && !(OF_A_COMPANY.test(prose) && COMPANYS_OWN.test(prose));
}

/** Each is looked for behind the first of the one before, so that nothing is gone through twice. */
function follow(prose: string, words: readonly RegExp[]): boolean {
  let from = 0;
  return words.every((one) => {
    const found = one.exec(prose.slice(from));
    from += found ? found.index + found[0].length : 0;
    return found !== null;
  });
}

/** Which of what its words tell is what. */
const KINDS: Readonly<Record<ToldByWords, readonly NoticeFamily[]>> = {
  person: [],
  petition: ['winding-up-petition'],
  'petition-ended': ['winding-up-petition', 'petition-dismissed'],
  order: ['winding-up-order', 'compulsory-liquidation'],
  'order-ended': ['petition-dismissed'],
  members: ['members-voluntary-liquidation', 'creditors-voluntary-liquidation', 'creditors-decision'],
  creditors: ['creditors-voluntary-liquidation', 'creditors-decision', 'members-voluntary-liquidation'],
  administration: ['administration'],
  receivership: ['administrative-receivership', 'receivership'],
  moratorium: ['moratorium', 'moratorium-ended'],
  'appointment-ended': [
    'winding-up-petition',
    'petition-dismissed',
    'winding-up-order',
    'compulsory-liquidation',
    'moratorium',
    'moratorium-ended',
  ],
  'petition-halted': families.filter((family) => family !== 'winding-up-petition'),
};

const IN_WORDS: Readonly<Record<ToldByWords, string>> = {
  person: 'a person or a partnership',
  petition: 'a petition that will be heard',
  'petition-ended': 'a petition that was dismissed',
  order: 'a winding-up order',
  'order-ended': 'an order that was rescinded, stayed or discharged',
  members: 'a members’ voluntary liquidation',
  creditors: 'a creditors’ voluntary liquidation',
  administration: 'the appointment of administrators',
  receivership: 'the appointment of receivers',
  moratorium: 'a moratorium',
  'petition-halted': 'a petition that was set aside or stayed',
  'appointment-ended': 'an appointment that does not stand',
};

/**
 * Of what else than its code says the words of a notice tell, where they say nothing of what its code says; null where
 * they agree, or say nothing of a kind at all.
 */
export function contradictionIn(
  family: NoticeFamily,
  words: Words,
): { readonly told: ToldByWords; readonly says: string } | null {
  const isStep = OWN[family] === undefined;
  const others = words.tells.filter(
    (told) => !KINDS[told].includes(family) && (!isStep || NEVER_A_STEP.includes(told)),
  );
  // Of what a notice tells, that an order has ended outweighs that there was one.
  const told = others.find((one) => NEVER_VOUCHED.includes(one)) ?? others[0];
  if (told === undefined || vouchedFor(family, told, words)) return null;
  return { told, says: IN_WORDS[told] };
}

function vouchedFor(family: NoticeFamily, told: ToldByWords, { vouches, byCourt }: Words): boolean {
  if (NEVER_VOUCHED.includes(told)) return false;
  const isCourts = family === 'winding-up-order' || family === 'compulsory-liquidation';
  if (isCourts && (told === 'members' || told === 'creditors')) return byCourt;
  return vouches.includes(family);
}
