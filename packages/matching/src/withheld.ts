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
