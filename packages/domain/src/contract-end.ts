/** What councils print where a contract has no end, and where none is agreed yet. */
const NO_END =
  /^(?:rolling|on-?going|open|open[- ]?ended|indefinite(?:ly)?|evergreen|(?:in )?perpetu(?:al|ity)|permanent|continuous|continuing|(?:rolling|annual|yearly|monthly|auto(?:matic)?)[- ](?:contract|renewal|rolling|renewing)|(?:annual|yearly|monthly)?[- ]*rolling(?: (?:annual(?:ly)?|yearly|month(?:ly)?|year|month[- ]to[- ]month))?(?: (?:basis|contract|agreement))?|(?:month|year)[- ](?:to|by|on)[- ](?:month|year)|no (?:fixed )?(?:end|expiry)(?: date)?|no end|until (?:terminated|cancelled)|until further notice|periodic)\.?(?:(?: -|:|,)? \(?(?:rolling|on-?going|open[- ]?ended|no (?:fixed )?(?:end|expiry)(?: date)?)\)?\.?)?$/i;

/** How programs write that there is no end: the last day, or the first behind it, of a century or of all. */
const NO_END_DAYS = /^(?:2099|2199|2999|9999)-12-3[01]$|^(?:2099|2100|2200|3000)-01-01$/;
/** The same as councils print days. */
const NO_END_PRINTED =
  /^3[01](?:[/.-]12[/.-]| dec(?:ember)? )(?:2099|2199|2999|9999)$|^0?1(?:[/.-]0?1[/.-]| jan(?:uary)? )(?:2099|2100|2200|3000)$/i;

/** Whether a cell of a register says that the contract has no fixed end, in words or by a day that stands for none. */
export function saysNoEnd(printed: string): boolean {
  const cell = printed.trim();
  return NO_END.test(cell) || meansNoEnd(cell) || NO_END_PRINTED.test(cell);
}

/** Whether a day (`YYYY-MM-DD`) stands for there being no end. */
export function meansNoEnd(day: string): boolean {
  return NO_END_DAYS.test(day);
}
