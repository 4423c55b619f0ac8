// A text is what its reader sees of it. Characters that nobody sees turn its direction, or make one name look like
// another: none of them is kept, whoever printed or typed them.

/**
 * Marks of direction, spaces without width, soft hyphens; what is drawn as nothing (variation selectors, fillers, the
 * empty braille pattern) or as everybody likes (private use); halves of characters; controls but tabs and line ends.
 */
const UNSEEN = /[\p{Cf}\p{Cs}\p{Co}\p{DI}\u2800]|(?![\t\n\r])\p{Cc}/u;
const UNSEEN_ANYWHERE = new RegExp(UNSEEN, 'gu');
const HALF = /\p{Cs}/u;

/** A text without what nobody sees; half of a character is shown as unknown, �. Line ends stay. */
export function seenText(text: string): string {
  return UNSEEN.test(text) ? text.replace(UNSEEN_ANYWHERE, (it) => (HALF.test(it) ? '\uFFFD' : '')) : text;
}

/** As `seenText`, in one line: line ends, tabs and runs of spaces are one space, and none stands at either end. */
export function seenLine(text: string): string {
  return seenText(text).replace(/\s+/g, ' ').trim();
}
