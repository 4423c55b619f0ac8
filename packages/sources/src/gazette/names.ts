const LEGAL_FORM =
  /\b(limited|ltd|plc|llp|lp|cic|cio|inc|gmbh|s\.?a\.?r?\.?l?|b\.?v|company|corporation|society|association|union|bank|trust|fund|university|college)\b/i;
const PUBLIC_BODY =
  /\b(hm revenue|hmrc|revenue (?:and|&) customs|commissioners|secretary of state|insolvency service|council|borough|county|authority|department|ministry|government|environment agency|nhs|police|fire|court|crown)\b/i;

/** True for the name of a company or a public body; people's names are not kept. */
export function isOrganisation(name: string): boolean {
  return LEGAL_FORM.test(name) || PUBLIC_BODY.test(name);
}

/** Titles as typed into the notice: `/n ACME LTD`, line breaks, entities. Null when nothing is left. */
export function cleanTitle(printed: string | null | undefined): string | null {
  const clean = (printed ?? '')
    .replace(/&amp;/g, '&')
    .replace(/^(?:[/\\]n\b|\s)+|(?:[/\\]n|\s)+$/g, '')
    .replace(/[/\\]n\s+|\s+/g, ' ')
    .trim();
  return clean || null;
}
