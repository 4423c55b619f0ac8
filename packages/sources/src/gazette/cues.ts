/** Words after which the company stands that the notice is about. */
const ABOUT =
  /(?:\b(?:wind(?:ing)?[ -]?up(?: of)?|in the matters? of|order(?:ing)? that|craving\b[^.;]{0,80}? that|above[- ]named compan(?:y|ies)(?: of)?|(?:name of (?:the )?)?company(?: name)?:|companies:|respondent(?: company)?:?|(?:administrative )?(?:administrators?|liquidators?|receivers?|managers?|monitors?|supervisors?) (?:of|to|over|in respect of)|against|to (?:(?:all|the|its|known) ){0,2}creditors(?: of)?:?)|(?<=\s)-?v(?:s?\.?|ersus)?-?(?=\s))[\s:,]*/i;
/** Words after which somebody else stands: who asks the court, acts for them, owns or advises the company. */
const OTHER =
  /\b(?:presented(?: to [^,;]{1,80})?(?: on [^,;]{1,40})?,? by|(?:petition|application|instance|behalf|request) of|petition by|petitioner'?s?:?|petitioning creditors?:?|applicants?:?|(?<!\bto (?:(?:all|the|its|our) ){0,2})creditors?:?|charge holder:?|solicitors?(?: for)?:?|agents?(?: for)?:?|practitioners?:?|(?:appointed|made)\b(?:[^.;]{0,60}?)? by|supporting|subsidiary of|owned by|(?:ultimate )?parent(?: company)?:?|(?:holding|sister|associated|another) company:?|office[- ]?holders?(?:[’']s?)?(?: firm| details)?:?|(?:administrators?|liquidators?|receivers?|supervisors?|nominees?|monitors?|lenders?|bank|landlords?|guarantors?|purchasers?|buyers?|firm):)[\s:,(]*/i;
export const LEADING = new RegExp(`^.{0,40}?${ABOUT.source}`, 'i');
const CUES = new RegExp(`(${ABOUT.source})|(${OTHER.source})`, 'gi');

/** Behind the number of who asks the court, or is appointed: `LENDER LTD (99003098) v …`, `…, a creditor`. */
const ASKS =
  /^[\s)\],]*(?:-?v(?:s?\.?|ersus)?-?\s|\(?["“]?(?:the |a |an |as |being )*(?:petitioning |judgment )?(?:petitioners?|applicants?|creditors?|pursuers?)\b(?! of\b)|(?:(?:who|which),? )?(?:(?:has|have|had) (?:presented|petitioned|applied|lodged|filed|issued)|presents|petitions|applies|(?:presented|lodged|filed|issued) (?:a|the|its|this) (?:[\w-]+ )?petition|(?:petitioned|applied) (?:the|for|to))\b|(?:both |each )?(?:(?:was|were|has been|have been) )?appointed (?:as )?(?:the |an? )?(?:joint )?(?:administrat|administrative|liquidator|receiver))/i;
/** Behind the number of who appoints somebody: a lender, or the company itself where the notice is headed by it. */
const APPOINTS = /^[\s)\],]*(?:(?:who|which),? )?(?:has |have |had )?appoint(?:s|ed)\b/i;

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
  return ASKS.test(behind) || UNTOUCHED.test(behind);
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
