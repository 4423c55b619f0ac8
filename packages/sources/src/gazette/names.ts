import { kindOfName, legalEndings, normalise, type NameKind } from '@tocsin/matching';
import { LONGEST } from '../sound.ts';

/** Words that only bodies have in their names, beside those by which matching knows one. */
const OF_BODIES =
  /\b(?:company|corporation|society|association|union|bank|trust|fund|university|college|commissioners|insolvency service|council|borough|county|authority|department|ministry|government|fire|court|crown)\b|\b(?:s\.?a\.?(?:r\.?l\.?)?|b\.v\.?)$/i;
const BODIES: ReadonlySet<NameKind> = new Set(['company', 'llp', 'charity', 'society', 'public-body']);

/**
 * Legal forms with which the name of a company ends. An unlimited company is one to The Gazette, and no form by which two
 * prints are told apart.
 */
export const ENDING = [...legalEndings, 'unlimited'].join('|').toLowerCase();
/** The name with which a text begins, up to its legal form. */
export const FIRST_NAME = new RegExp(`^(.{1,120}?\\b(?:${ENDING})\\b\\.?)`, 'i');
const COMPANY_NAME = new RegExp(`^[^.;:]{0,140}?\\b(?:${ENDING})\\b\\.?\\s*(?:\\([^)]{1,60}\\))?[,.]?$`, 'i');

/** True for a text that is nothing but the name of a company with its legal form. */
export function isCompanyName(text: string): boolean {
  return COMPANY_NAME.test(text.trim()) && !/\b(?:is|are|was|were|has|have|that|by|which)\b/.test(text);
}

/**
 * Whether two printed names are one: case, points, the spelling of the legal form and notes in brackets are no difference. What
 * is longer than any name is one with itself alone: it is compared with every number that a notice prints.
 */
export function sameName(a: string, b: string): boolean {
  if (a === b) return true;
  const areNames = a.length <= LONGEST.name && b.length <= LONGEST.name;
  return areNames && normalise(withoutNotes(a)) === normalise(withoutNotes(b));
}

/** What a notice adds in brackets to a name: how the company stands, what it was or is called, whom the words mean by it. */
const IN_BRACKETS =
  /(?<!\s)\s*\((?:(?:in|formerly|previously|trading|t\/a|f\/k\/a|a\/k\/a|also|now|each|the|both|together|dissolved|hereinafter|referred)\b|["“‘'])[^)]{0,200}\)/gi;
/** The same without brackets, behind the legal form: `A LIMITED t/a B`, `A LIMITED, formerly B LIMITED`. */
const ALIAS = new RegExp(
  String.raw`(?<=\b(?:${ENDING})\b\.?),?\s+(?:(?:formerly|previously)(?: (?:known as|called|trading as))?|[tfa]\/(?:k\/)?a|fka|trading as|also known as)\b[:\s]+[^,;()]{1,100}?(?=$|[,;()]|\s+(?:and|&)\s+[^,;()]{1,80}?\b(?:${ENDING})\b)`,
  'gi',
);
const STANDS = new RegExp(
  String.raw`(?<=\b(?:${ENDING})\b\.?)[\s,–-]+(?:(?:(?:now )?in )?(?:administration|(?:(?:compulsory|(?:members|creditors)[’']? voluntary|provisional) )?liquidation|(?:administrative )?receivership)|dissolved|(?:and|&) others?)$`,
  'i',
);

/** `A LIMITED (in administration)` is A LIMITED; `MS Properties (Edinburgh) Limited` keeps its brackets. */
export function withoutNotes(name: string): string {
  return withoutStanding(name.replace(IN_BRACKETS, ' ').replace(ALIAS, ' ').trim());
}

/** `A LIMITED - In Administration` is A LIMITED. */
export function withoutStanding(name: string): string {
  return name.replace(STANDS, '');
}

/** True for the name of a company or a public body; people's names are not kept. */
export function isOrganisation(name: string): boolean {
  const kind = kindOfName(name);
  return BODIES.has(kind) || (kind !== 'individual' && OF_BODIES.test(name));
}

/** Titles as typed into the notice: `/n ACME LTD`, line breaks, entities. Null when nothing is left. */
export function cleanTitle(printed: string | null | undefined): string | null {
  const clean = (printed ?? '')
    .replace(/<\/?[a-z][^<>]{0,40}>/gi, ' ')
    .replace(/&amp;/g, '&')
    .replace(/^(?:[/\\]n\b|\s)+|(?<![/\\]n|\s)(?:[/\\]n|\s)+$/g, '')
    .replace(/[/\\]n\s+|\s+/g, ' ')
    .trim();
  return clean || null;
}
