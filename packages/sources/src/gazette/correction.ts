import type { IsoDate } from '@tocsin/domain';
import { printedDate } from '../uk-time.ts';

/** What a notice says of one that came before it. */
export interface NoticeCorrection {
  /** `withdrawn`: the earlier one should not stand; `substituted`: this one stands in its place. */
  readonly as: 'withdrawn' | 'substituted';
  /** The earlier notice, where it is named: its id, as in its address. */
  readonly noticeId: string | null;
  /** The day on which it was published, where that is said. */
  readonly on: IsoDate | null;
}

const IN_PLACE =
  /\b(?:in (?:substitution|replacement|place) (?:for|of)|(?:substitutes?|replaces?|supersedes?|corrects?|amends?)\b.{0,40}\b(?:notice|that which|advertisement)|(?:amended|corrected|corrective|revised|substitute) notice|erratum|corrigendum)\b/i;
const IN_ERROR =
  /\b(?:(?:advertised|published|placed|inserted|gazetted|issued|appeared|submitted)\b.{0,30}\bin error|(?:published|advertised) by mistake|against the wrong company|(?:notice|advertisement|publication)\b[^.]{0,60}?\b(?:is|was|has been|be|should be|now)\b[^.]{0,20}?\b(?:withdrawn|retracted|cancelled|disregarded|void)|(?:should|please) disregard|(?:withdraws?|retracts?|cancels?) (?:the|that|its) (?:notice|advertisement))\b/i;
const EARLIER =
  /\/notice\/([A-Z]?-?\d[\w-]*)|\bnotice (?:id|no\.?|number|ref(?:erence)?)[\s.:]*([A-Z]?-?\d[\w-]*)|\b(?:notice|advertisement|under)[\s(:#]+(\d{6,8})\b/gi;
const PUBLISHED =
  /(?:gazette|published|appeared|notice|advertise(?:d|ment)|dated)\b[^.]{0,60}?\b((?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+,? \d{4})|\d{1,2}\/\d{1,2}\/\d{4})/i;

/** What a notice's words say of an earlier one; null where they say nothing of one. `links`: addresses in it. */
export function correctionIn(
  prose: string,
  ownId: string,
  links: readonly string[] = [],
): NoticeCorrection | null {
  const as = IN_ERROR.test(prose) ? 'withdrawn' : IN_PLACE.test(prose) ? 'substituted' : null;
  if (as === null) return null;
  const named = [...[prose, ...links].join(' ').matchAll(EARLIER)].map(
    ([, linked, printed, bare]) => linked ?? printed ?? bare,
  );
  const from = IN_ERROR.exec(prose)?.index ?? 0;
  const around = prose.slice(Math.max(0, Math.min(from, IN_PLACE.exec(prose)?.index ?? from) - 200));
  return {
    as,
    noticeId: named.find((id) => id !== undefined && id !== ownId) ?? null,
    on: printedDate(PUBLISHED.exec(around)?.[1]),
  };
}

/** Whether the words say that a petition has been withdrawn, by leave of the court or by who presented it. */
function petitionWithdrawn(prose: string): boolean {
  return /\bpetition\b[^.]{0,80}\b(?:has been|was|is|be|been) (?:hereby )?withdrawn|\bwithdraw(?:al of|s|ing)? (?:the|its|that|said) (?:winding[- ]up )?petition/i.test(
    prose,
  );
}

/** Whether the words say that the petition was dismissed, and none that it will be heard. */
function petitionDismissed(prose: string): boolean {
  return (
    /\bpetition\b[^.]{0,100}\b(?:has been|was|is|be|been) (?:hereby )?dismissed\b|\bdismiss(?:al of|ed|ing|es)? (?:the|its|that|said|this) (?:winding[- ]up )?petition/i.test(
      prose,
    ) && !/\bwill (?:be heard|call)\b/i.test(prose)
  );
}

/** How a petition ended, where the words of a notice say so. */
export function petitionEndIn(prose: string): 'petition-withdrawn' | 'petition-dismissed' | null {
  if (petitionWithdrawn(prose)) return 'petition-withdrawn';
  return petitionDismissed(prose) ? 'petition-dismissed' : null;
}
