/** Roles in place of a name. */
const ROLES =
  'individuals?|persons?|people|adults?|child(?:ren)?|famil(?:y|ies)|foster (?:carers?|parents?|famil(?:y|ies))|carers?|adopt(?:er|ive parent)s?|' +
  'guardians?|service users?|clients?|customers?|residents?|tenants?|landlords?|pensioners?|claimants?|applicants?|' +
  'recipients?|beneficiar(?:y|ies)|employees?|staff(?: members?)?|members? of (?:staff|the public)|sole traders?|' +
  'students?|pupils?|learners?|victims?|witness(?:es)?|payees?|citizens?|homeowners?|taxpayers?|care leavers?|shared lives carers?|' +
  '(?:kinship|respite|unpaid|informal|connected persons?) carers?|special guardians?|child ?minders?|lodgers?|donors?|next of kin|' +
  'parents?|relatives?|dependants?|volunteers?|appellants?|complainants?|leaseholders?|occupiers?|householders?';
/** Whose service they use: no name either. */
const OF_A_SERVICE =
  "(?:adult(?:s’|s'|s)? social care|social care|adult(?:s’|s'|s)? services?|children(?:’s|'s|s)? services?|housing(?: benefit)?|homelessness) ";
/** A role or a reason in place of a name, and nothing else. */
const IN_PLACE_OF_A_NAME = new RegExp(
  `^\\W*(?:(?:payments? (?:to|for) )?(?:an? |the )?(?:private |vulnerable |named |various |sundry |multiple |confidential |anonymous |individual |looked after )*(?:${OF_A_SERVICE})?(?:${ROLES})|` +
    '(?:name|payee|supplier|recipient|details?|vendor|information|data)?\\s*(?:is |are )?(?:not (?:disclosed|disclosable|published|shown|supplied|for publication|available)|undisclosed|suppressed|removed|hidden|anonymi[sz]ed|exempt(?:ed)?(?: from (?:publication|disclosure))?|sensitive|restricted|private|protected)|' +
    '(?:sensitive|protected|private|commercially sensitive) (?:data|payments?|information|payees?|suppliers?)|' +
    '(?:direct|personal|care|foster(?:ing)?|adoption|one[- ]off|compensation|insurance) (?:payments?|allowances?|claims?)(?: recipients?)?|' +
    '(?:s\\.? ?|sections? )(?:17|20|23|24|117)(?: payments?)?|(?:foi|gdpr|dpa)?\\W*exempt(?:ed|ion)?\\W*(?:under |by )?(?:(?:s\\.? ?|section )\\d+|foi|gdpr|dpa)?|' +
    'personal budgets?)\\W*$',
  'i',
);
/** Whether a print without a legal form names nobody, but says who was paid by role, or why it does not. */
export function standsForAName(name: string): boolean {
  return IN_PLACE_OF_A_NAME.test(name);
}

/** Only marks, or a letter again and again, perhaps with a number: `*****`, `XXXXXXX`, `Xxxx 12`, `[ ]`. */
export function isMasked(name: string): boolean {
  const text = name.replaceAll(/[\s\d]/g, '');
  return (
    (text !== '' && !/[\p{L}\p{N}]/u.test(text)) ||
    /^[^\p{L}]*(x)\1{2,}[^\p{L}]*$/iu.test(text) ||
    /\*{3,}|\bx{4,}\b|█{2,}/i.test(name)
  );
}
