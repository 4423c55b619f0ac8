/**
 * Ends a sentence: not the point of `10.30`, `a.m.`, `No. 4` or an initial, nor one before a small letter; a new line does
 * where it begins with a capital letter.
 */
const ENDS =
  /(?<!\b(?:Nos?|Messrs|Mrs?|Ms|Dr|St|[A-Z]))[.!?][)\]"”’']?(?=\s+["“‘(]?[A-Z0-9])|;|\n(?=[^\S\n]*["“‘(]?[A-Z])/g;

/** The sentences of a notice, parted at semicolons too. */
export function sentencesOf(prose: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const { index, 0: end } of prose.matchAll(ENDS)) {
    sentences.push(prose.slice(from, index));
    from = index + end.length;
  }
  return [...sentences, prose.slice(from)].map((one) => one.trim()).filter((one) => one !== '');
}

const ANOTHER =
  'earlier|previous|prior|former|first|original|old|older|past|preceding|another|other|separate|different|second|related|any|no';
const CALLED_ANOTHER = new RegExp(String.raw`\b(?:${ANOTHER})\s+(?:[\w’'-]+\s+){0,2}$`);

/** Whether the words right before a noun, up to it, say that it is another one than the notice is about. */
export function isOfAnother(before: string): boolean {
  // A name has capital letters, but for a text that is set in them.
  const words = /[a-z]/.test(before)
    ? before.charAt(0).toLowerCase() + before.slice(1)
    : before.toLowerCase();
  return CALLED_ANOTHER.test(words.slice(-80));
}

/** Words behind which stands what something takes the place of: an office-holder, an address, an earlier notice. */
export const IN_PLACE_OF = String.raw`\bin (?:place|substitution|replacement|succession|stead|lieu) (?:of|for|to)\s+`;

/** A notice of The Gazette as the object right behind such words, or behind a verb; not the giving of one. */
export const EARLIER_NOTICE = String.raw`(?:(?:the|that|this|our|its|an?|any)\s+)?(?:(?!(?:of|which|who|whom|whose|by|for|as|on|had|has|have|was|were)\b)[\w’'-]+\s+){0,3}?(?:(?:notice|advertisement|publication)\b(?! (?:of (?:which|intention|appearance)|(?:is|was|has been) (?:hereby )?given|periods?\b))|gazette\b|entry in (?:the )?(?:\w+ )?gazette\b|that (?:which|published)\b|\d{6,8}\b)`;
