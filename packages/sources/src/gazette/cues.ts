import { BARE_NUMBER } from '@tocsin/domain';
import { ENDING } from './names.ts';

/** Words after which the company stands that the notice is about. */
const ABOUT =
  /(?:\b(?:wind(?:ing)?[ -]?up(?: of)?|in the matters? of|order(?:ing)? that|craving\b[^.;]{0,80}? that|above[- ]named compan(?:y|ies)(?: of)?|(?:name of (?:the )?)?company(?: name)?:|companies:|respondent(?: company)?:?|(?:administrative )?(?:administrators?|liquidators?|receivers?|managers?|monitors?|supervisors?) (?:of|to|over|in respect of)|against|to (?:(?:all|the|its|known) ){0,2}creditors(?: of)?:?|(?:petition|notice|advertisement|order|appointment) (?:concerns|concerned|relates? to|related to|(?:is|was) (?:in respect of|against|about)))|(?<=\s)-?v(?:s?\.?|ersus)?-?(?=\s))[\s:,]*/i;
/** Words after which somebody else stands: who asks the court, acts for them, owns or advises the company. */
const OTHER =
  /\b(?:presented(?: to [^,;]{1,80})?(?: on [^,;]{1,40})?,? by|(?:petition|application|instance|behalf|request) of|petition by|petitioner'?s?:?|petitioning creditors?:?|applicants?:?|(?<!\bto (?:(?:all|the|its|our) ){0,2})creditors?:?|charge holder:?|solicitors?(?: for)?:?|agents?(?: for)?:?|practitioners?:?|(?:appointed|made)\b(?:[^.;]{0,60}?)? by|(?:incorrectly|wrongly|erroneously|mistakenly|in error) (?:stated|given|shown|printed|described|named|spelt|recorded|identified)(?: (?:as|to be))?|supporting|subsidiary of|owned by|(?:ultimate )?parent(?: company)?:?|(?:holding|sister|associated|another) company:?|office[- ]?holders?(?:[’']s?)?(?: firm| details)?:?|(?:administrators?|liquidators?|receivers?|supervisors?|nominees?|monitors?|lenders?|bank|landlords?|guarantors?|purchasers?|buyers?|firm|directors?|secretary|secretaries|shareholders?|tenants?|lessors?|lessees?|insurers?|insured|funders?|investors?|trustees?|auditors?|accountants?|suret(?:y|ies)|suppliers?|contractors?|customers?|assignees?|assignors?|sellers?|vendors?|owners?|acquirers?|transferees?|brokers?|valuers?|claimants?|mortgagees?|chargees?|beneficiar(?:y|ies))(?: of the (?:business|assets?|property|premises|shares?|lease|undertaking)[^.;:()]{0,40})?:)[\s:,(]*/i;
export const LEADING = new RegExp(`^.{0,40}?${ABOUT.source}`, 'i');
const CUES = new RegExp(`(${ABOUT.source})|(${OTHER.source})`, 'gi');

/** Behind the number of who asks the court, or is appointed: `LENDER LTD (99003098) v …`, `…, a creditor`. */
const ASKS =
  /^[\s)\],]*(?:-?v(?:s?\.?|ersus)?-?\s|\(?["“]?(?:the |a |an |as |being )*(?:petitioning |judgment )?(?:petitioners?|applicants?|creditors?|pursuers?)\b(?! of\b)|(?:(?:who|which),? )?(?:(?:has|have|had) (?:presented|petitioned|applied|lodged|filed|issued)|presents|petitions|applies|(?:presented|lodged|filed|issued) (?:a|the|its|this) (?:[\w-]+ )?petition|(?:petitioned|applied) (?:the|for|to))\b|(?:both |each )?(?:(?:was|were|has been|have been) )?appointed (?:as )?(?:the |an? )?(?:joint )?(?:administrat|administrative|liquidator|receiver))/i;
/** Behind the number of who appoints somebody: a lender, or the company itself where the notice is headed by it. */
const APPOINTS =
  /^[\s)\],]*(?:(?:who|which),? )?(?:(?:under|pursuant to|in exercise of|by virtue of|in reliance on|in its capacity|acting|being|holding|as (?:an? |the )?(?:[\w-]+ ){0,3}(?:holder|chargee|mortgagee|lender|trustee|agent))\b[^.;()]{0,120}?\s)?(?:has |have |had )?(?<!\b(?:is|was|were|are|be|been) )appoint(?:s|ed)\b/i;

/** Behind the number of a company of the group that a notice sets apart from those that it is about. */
const UNTOUCHED =
  /^[\s)\],]*(?:(?:which|who),? )?(?:(?:is|are|was|were) not (?:affected|in (?:administration|liquidation|receivership)|part of|subject to|the subject|included|insolvent)|(?:is|are|was|were|remains?) (?:unaffected|outside))\b/i;

/** Words after which a name of before stands, or one under which a company trades: the notice calls it otherwise. */
const NAMED_OTHERWISE =
  /\b(?:(?:former|previous|earlier|old|trading)(?: (?:company|business|registered))? names?(?: of(?: the)? company)?|(?:formerly|previously)(?: known as| called)?|trading as|t\/a|known as)[\s:,("“]*$/i;

/** Whether the words right before a name say that it is not what its company is called. */
export function isNamedOtherwise(before: string): boolean {
  return NAMED_OTHERWISE.test(before);
}

export function isOther(behind: string): boolean {
  return ASKS.test(behind) || UNTOUCHED.test(behind) || SERVES_IT.test(behind);
}

/** Who holds an office in a company, or a charge over it. */
const OFFICE = String.raw`(?:(?:joint|former|proposed|interim|provisional|administrative|sole) ){0,3}(?:administrators?|liquidators?|receivers?(?: and managers?)?|managers?|supervisors?|nominees?|monitors?)`;
/** Who has to do with a company and is not in its trouble. */
const BYSTANDER = String.raw`(?:(?:sole|joint|former|corporate|company|majority|minority|head|managing|principal|main|major|only|ultimate|immediate|security) ){0,3}(?:directors?|secretary|secretaries|shareholders?|members?|guarantors?|suret(?:y|ies)|landlords?|lessors?|tenants?|lessees?|purchasers?|buyers?|acquirers?|sellers?|vendors?|agents?|solicitors?|accountants?|auditors?|insurers?|funders?|investors?|lenders?|bank(?:ers?)?|trustees?|suppliers?|contractors?|customers?|owners?|parent(?: company)?|holding company|creditors?|mortgagees?|chargees?)`;
const AS_WHO = String.raw`^[\s)\],]*(?:(?:who|which|the|an?|as|acts?|acting|acted|being|is|are|was|were|in its capacity)\b[\s,]*){0,5}`;
const OF_WHOM = String.raw`,? (?:of|to|for|over|in respect of)\s+`;
const ACTS = new RegExp(`${AS_WHO}${OFFICE}${OF_WHOM}`, 'i');
const TIED = new RegExp(
  String.raw`(?:${AS_WHO}${BYSTANDER}${OF_WHOM}|^[\s)\],]*(?:who|which) (?:holds?|held|has|owns?|owned)\b[^.;()]{0,80}? (?:over|in|of)\s+)`,
  'i',
);
/** `CEDAR LTD (99004003) is its director`, `…, a floating charge holder`. */
const SERVES_IT = new RegExp(
  String.raw`^[\s)\],]*(?:(?:who|which|as|being|is|are|was|were)\b[\s,]*){0,3}(?:(?:its|their|the company[’']s) ${BYSTANDER}\b|(?:the |an? )?(?:(?:qualifying|floating|fixed|secured) ){0,3}(?:charge[- ]?holders?|debenture[- ]?holders?|holders? of (?:an? |the )?(?:qualifying |floating |fixed )*(?:charge|debenture|security)|chargees?|mortgagees?|security (?:trustee|agent))\b)`,
  'i',
);
const NAMES_ONE = new RegExp(String.raw`^[^;]{1,140}?\b(?:${ENDING})\b`, 'i');

/** The words up to the name of a company, where they say that the one whose number stands before them holds office in it. */
export function actsFor(behind: string): boolean {
  return (untilName(ACTS, behind) ?? untilName(ACTS, behind.replace(IN_ROW, ''))) !== null;
}

/** Others with their numbers, before what is said of all of them. */
const IN_ROW = new RegExp(
  String.raw`^(?:[\s)\],]*(?:and\b|&)?(?:(?!\b(?:administrat|liquidator|receiver|supervisor|nominee|monitor|manager))[^.;()]){1,140}\((?:[^()]{0,40}\s)?${BARE_NUMBER}(?=\))){1,8}`,
);

/** The words between a number and the name of a company that say that whose it is has to do with that company. */
export function tieTo(behind: string): string | null {
  return untilName(TIED, behind);
}

/** Whether by such words either of the two may be the one that the notice is about. */
export function isMutual(tie: string): boolean {
  return MUTUAL.test(tie);
}

const MUTUAL =
  /\b(?:tenants?|parent|holding company|lessees?|guarantors?|suret(?:y|ies)|members?|contractors?|customers?|suppliers?|sellers?|vendors?)\b/i;

function untilName(words: RegExp, behind: string): string | null {
  const [found = null] = words.exec(behind) ?? [];
  if (found === null) return null;
  const name = behind.slice(found.length);
  return /^[A-Z0-9“"]/.test(name) && NAMES_ONE.test(name) ? found : null;
}

/** Whether what stands behind a number says that whose it is appointed somebody. */
export function isAppointing(behind: string): boolean {
  return APPOINTS.test(behind);
}

/** The words behind the last of those that say whose a number is, and what they say. */
export function afterCue(words: string): { readonly words: string; readonly role: 'about' | 'other' | null } {
  const cue = [...words.matchAll(CUES)].at(-1);
  if (!cue) return { words, role: null };
  return { words: words.slice(cue.index + cue[0].length), role: cue[1] === undefined ? 'other' : 'about' };
}
