/** Roles in place of a name. */
const ROLES =
  'individuals?|persons?|people|adults?|child(?:ren)?|famil(?:y|ies)|foster (?:carers?|parents?|famil(?:y|ies))|carers?|adopt(?:er|ive parent)s?|' +
  'guardians?|service users?|clients?|customers?|residents?|tenants?|landlords?|pensioners?|claimants?|applicants?|' +
  'recipients?|beneficiar(?:y|ies)|employees?|staff(?: members?)?|members? of (?:staff|the public)|sole traders?|' +
  'students?|pupils?|learners?|victims?|witness(?:es)?|payees?|citizens?|homeowners?|taxpayers?|care leavers?|shared lives carers?|' +
  '(?:kinship|respite|unpaid|informal|connected persons?) carers?|special guardians?|child ?minders?|lodgers?|donors?|next of kin|' +
  'parents?|relatives?|dependants?|volunteers?|appellants?|complainants?|leaseholders?|occupiers?|householders?|owner occupiers?|' +
  'young (?:persons?|people)|grantees?|(?:homestay |ukraine )?(?:hosts?|sponsors?|guests?)|supported lodgings(?: (?:providers?|hosts?|carers?))?|' +
  'host famil(?:y|ies)|bursar(?:y|ies)|compensation|adult placement carers?';
/** Whose service they use: no name either. */
const OF_A_SERVICE =
  "(?:homes for ukraine|temporary accommodation|disabled facilities grant|insurance|grant|dfg|dp|lac|adult(?:s’|s'|s)? social care|social care|adult(?:s’|s'|s)? services?|children(?:’s|'s|s)? services?|housing(?: benefit)?|homelessness) ";
/** Which service pays, behind a role: `Individual - Adult Care`, `Private Landlord (Housing)`. */
const FOR_A_SERVICE =
  "(?:\\s*[-–:,/(]+\\s*(?:(?:adults?(?:’s|'s|s’|s')?|child(?:ren)?(?:’s|'s|s)?|young|older|people|social|health|mental|learning|disabilit(?:y|ies)|care|services?|housing|homeless(?:ness)?|education|place|families|benefits?|temporary accommodation|and|&|redacted|gdpr)\\s*)+\\)?)?";
/** What people are paid, with no word of who. */
const PAID_TO_PEOPLE =
  '(?:(?:direct|personal|care|foster(?:ing)?(?: care)?|kinship(?: care)?|adoption|one[- ]off|compensation|insurance|special guardian(?:ship)?(?: orders?)?|sgo|residence orders?|child arrangements? orders?|staying put|hardship|discretionary|bursary|winter fuel)\\s*(?:payments?|allowances?|claims?|awards?|grants?)|residence orders?|staying put(?: carers?)?|special guardianship orders?|lac placements?|disabled facilities grants?|rent deposits?|(?:(?:council tax|business rates?|nndr|rent|tenant|housing benefit|parking|deposit|fee|client)\\s*)?refunds?)(?: recipients?)?';
/** A role or a reason in place of a name, and nothing else. */
const IN_PLACE_OF_A_NAME = new RegExp(
  `^\\W*(?:(?:payments? (?:to|for) )?(?:an? |the )?(?:private |vulnerable |named |various |sundry |multiple |confidential |anonymous |individual |looked after )*(?:${OF_A_SERVICE})?(?:${ROLES})${FOR_A_SERVICE}|` +
    '(?:name|payee|supplier|recipient|details?|vendor|information|data)?\\s*(?:is |are )?(?:not (?:disclosed|disclosable|published|shown|supplied|for publication|available)|undisclosed|suppressed|removed|hidden|anonymi[sz]ed|exempt(?:ed)?(?: from (?:publication|disclosure))?|sensitive|restricted|private|protected)|' +
    '(?:sensitive|protected|private|commercially sensitive) (?:data|payments?|information|payees?|suppliers?)|' +
    `${PAID_TO_PEOPLE}|` +
    'dpa|r e d a c t e d|redcated|redatced|redacetd|redactd|redacte?|' +
    '(?:s\\.? ?|sections? )(?:17|20|23|24|117)(?: payments?)?|(?:foi|gdpr|dpa)?\\W*exempt(?:ed|ion)?\\W*(?:under |by )?(?:(?:s\\.? ?|section )\\d+(?:\\(\\d+\\))*|foi|gdpr|dpa)?|' +
    'personal budgets?)\\W*$',
  'i',
);
/** More such prints, each the whole of what stands where a name should. */
const ALSO_IN_PLACE =
  /^\W*(?:personal(?: (?:info|payees?|payments?|individuals?|suppliers?|name))?|individual\(s\)|private (?:&|and) confidential|protected (?:by|under) (?:the )?(?:gdpr|dpa|data protection(?: act)?|law)|protected part(?:y|ies)|(?:name|payee|supplier|details?)?\W*(?:supressed|suppresed|pseudonymi[sz]ed|anonimi[sz]ed)|exempt\W+(?:personal|individual|confidential|private)(?: (?:data|info(?:rmation)?))?|(?:information|name|payee|supplier|details?) not (?:provided|recorded|held|given|known|entered|stated|disclosed)|no (?:supplier|payee|vendor|creditor|recipient) (?:name|details?|recorded|given)|unaccompanied asylum[- ]seek(?:ing|er)s?(?: child(?:ren)?| minors?)?(?: \(?uasc\)?)?|uasc(?: (?:placements?|carers?|allowances?|payments?))?|self[- ]employed(?: (?:individuals?|persons?|carers?|workers?))?|sole[- ]traders?\W+individuals?|third[- ]part(?:y|ies)(?: (?:claimants?|claims?|individuals?|payments?|payees?))?|victims? of (?:crime|abuse|domestic abuse|domestic violence)|bereaved (?:famil(?:y|ies)|parents?|relatives?|persons?)|(?:sgo|cao|ro|special guardianship) (?:carers?|guardians?|payments?|famil(?:y|ies))|(?:customer|ctax|c\.?tax|council[- ]tax|ct|hb|nndr|school meals?|resident|citizen|payer|overpayment|credit balance) (?:refunds?|reimbursements?|rebates?)|(?:home|basic|disturbance)[- ]loss(?: payments?| compensation)?|disturbance payments?|cash(?: payments?)?)\W*$/i;
/** A rule of law that stands where a name should: `s.40(2)`, `Section 40 (2) FOIA`, `Reg. 13`. */
const BY_A_RULE =
  /^\W*(?:exempt(?:ed|ion)?|withheld|removed|foia?|dpa|eir)?\W*(?:under |by )?(?:s|sec|sect|sections?|reg|regulation|art|article)\.? ?\d{1,3}[a-z]?(?: ?\(\w{1,4}\))*(?:,? (?:of )?(?:the )?(?:foia?|dpa|eir|gdpr|uk gdpr|freedom of information|data protection)(?: act)?(?: \d{4})?)?\W*$/i;
/** That a name was taken out, and why: `Removed under GDPR`, `Name deleted for data protection`. */
const TAKEN_OUT =
  /^\W*(?:(?:names?|payees?|suppliers?|recipients?|vendors?|details?|data|information) )*(?:is |are |was |has been |have been )?(?:removed|deleted|hidden|masked|obscured|withheld|suppressed|omitted|excluded|exempt(?:ed)?|anonymi[sz]ed|restricted|blanked(?: out)?|not (?:disclosed|published|shown|given))\W+(?:under|due to|because of|as per|per|in (?:line|accordance) with|on grounds of|owing to|for|pursuant to)\b/i;
/** `Commercially sensitive`, `Commercial in confidence`, `Sensitive`. */
const IN_CONFIDENCE =
  /^\W*(?:(?:commercial(?:ly)?|personal(?:ly)?|politically)[ -]+)?(?:sensitiv(?:e|ity)|confidential(?:ity)?|in[ -]confidence)(?: (?:data|information|payments?|payees?|suppliers?|details?|reasons?))?\W*$/i;
/** Letters as digits and marks stand for them. */
const LETTER_OF: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
};
const HIDING = ['redacted', 'redaction', 'withheld', 'confidential', 'anonymised', 'anonymized'];

/** A word for hiding, whatever a letter of it has become: `R3DACTED`, `R.E.D.A.C.T.E.D`, `Redcated`. */
function isWordForHiding(name: string): boolean {
  const letters = name
    .toLowerCase()
    .replaceAll(/[013457@$]/g, (mark) => LETTER_OF[mark] ?? '')
    .replaceAll(/[^a-z]/g, '');
  return HIDING.some((word) => isOneSlipFrom(word, letters));
}

/** The same word, or one with a letter left out, put in, changed, or changed places with the next. */
function isOneSlipFrom(word: string, letters: string): boolean {
  if (Math.abs(word.length - letters.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === letters[at]) at += 1;
  const [rest, other] = [word.slice(at), letters.slice(at)];
  return (
    rest.slice(1) === other.slice(1) ||
    rest.slice(1) === other ||
    rest === other.slice(1) ||
    (rest.slice(2) === other.slice(2) && rest[0] === other[1] && rest[1] === other[0])
  );
}

/** Whom words mean that name nobody: the last word, or the one before `of …`, `for …`, `in …`. */
const SOMEBODY =
  /^(?:individual|person|people|adult|child(?:ren)?|famil(?:y|ies)|parent|mother|father|sibling|relative|grandparent|guardian|carer|leaver|adopter|client|customer|resident|tenant|landlord|pensioner|claimant|applicant|recipient|beneficiary|employee|worker|staff|member|student|pupil|learner|victim|witness|payer|taxpayer|ratepayer|householder|homeowner|leaseholder|occupier|placement|assistant|estate|deceased|executor|minor|baby|infant|youth|patient|user|volunteer|host|sponsor|guest|lodger|debtor|spouse|wife|husband|partner|widow(?:er)?|son|daughter|dependant|dependent|refugee|asylum seeker)s?$/;
/** Words that stand beside them and name nobody either. */
const BESIDE_SOMEBODY =
  /^(?:an?|the|of|for|to|and|or|in|at|with|by|on|behalf|under|late|deceased|private|personal|foster(?:ed|ing)?|adopt(?:ed|ive)?|adoption|birth|kinship|respite|shared|special|legal|council(?:['’]s)?|tax|rates?|business|school|nursery|college|housing|benefit|council house|care|social|service|looked|after|young|older|elderly|vulnerable|disabled|homeless|unnamed|named|unknown|anonymous|confidential|individual|adult|child(?:['’]s|ren['’]?s?)?|famil(?:y|ies)|parent|pupil|student|tenant|resident|client|staff|member|residential|supported|emergency|temporary|accommodation|sen|send|ehcp|ehc|former|ex|sole|various|sundry|other|single|one|off|payments?|refunds?|grants?|allowances?|reimbursements?|expenses)$/;

/**
 * Whether a name is made of common words for people alone, as no list has it: `Parent of child`, `School pupil`, `Deceased
 * estate`. A person should look.
 */
export function isMadeOfRoles(name: string): boolean {
  if (IN_PLACE_OF_A_NAME.test(name)) return false;
  const words = name.toLowerCase().match(/[\p{L}'’]+|\d+/gu) ?? [];
  if (words.length < 2 || words.length > 7) return false;
  if (!words.every((word) => SOMEBODY.test(word) || BESIDE_SOMEBODY.test(word))) return false;
  const head = words.findIndex((word) => /^(?:of|for|in|at|to|with|under)$/.test(word));
  return SOMEBODY.test(words.at(-1) ?? '') || (head > 0 && SOMEBODY.test(words[head - 1] ?? ''));
}

/** Whether a print without a legal form names nobody, but says who was paid by role, or why it does not. */
export function standsForAName(name: string): boolean {
  return (
    IN_PLACE_OF_A_NAME.test(name) ||
    ALSO_IN_PLACE.test(name) ||
    BY_A_RULE.test(name) ||
    TAKEN_OUT.test(name) ||
    IN_CONFIDENCE.test(name) ||
    isWordForHiding(name) ||
    isMadeOfRoles(name)
  );
}

/** Only marks, or a letter again and again, perhaps with a number: `*****`, `XXXXXXX`, `Xxxx 12`, `[ ]`. */
export function isMasked(name: string): boolean {
  const text = name.replaceAll(/[\s\d]/g, '');
  return (
    (text !== '' && !/[\p{L}\p{N}]/u.test(text)) ||
    /^[^\p{L}]*(?:(x)\1{2,}|([a-z])\2{3,})[^\p{L}]*$/iu.test(text) ||
    /\*{3,}|\bx{4,}\b|█{2,}/i.test(name)
  );
}
