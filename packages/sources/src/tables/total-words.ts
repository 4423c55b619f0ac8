/** How rows of sums are headed, whatever they are sums of: `TOTAL`, `Grand total:`, `Total value of 12 contracts (excl. VAT)`. */
const TOTAL =
  /^(?:(?:grand|sub|overall|report|net|gross|page|batch|control|running|final)[ -]?)?totals?\b(?: (?:for|of|in|number|no\.?|values?|contracts?|payments?|spend|spending|expenditure|amount|annual|paid|gross|net|excl?|incl?|excluding|including)\b.*)?\s*(?:\([^)]*\))?\s*:?$/i;
/** As spreadsheets head the sum of a group: `Children’s Services Total`. */
const GROUP_TOTAL = /\S +(?:sub-?)?totals?:?$/i;
const SHORTEST = 'total'.length;

/** Whether a cell says that its row is a total, and hardly anything else. */
export function saysTotal(cell: string): boolean {
  return cell.length >= SHORTEST && TOTAL.test(cell);
}

/** Whether a cell may head the sum of a group: a firm may be called so, too. */
export function endsInTotal(cell: string): boolean {
  return GROUP_TOTAL.test(cell);
}
