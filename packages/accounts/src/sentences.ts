const longest = 500;
/** A line this long that stops without a full stop was broken by the page's width, not by its author. */
const fullLine = 50;

/** Whether the text runs on over the line break at `index`, as it does in pages laid out line by line. */
function runsOn(lines: string, index: number): boolean {
  const last = lines.charAt(index - 1);
  if (/[.!?:;]/.test(last)) return false;
  if (/[a-z0-9(£]/.test(lines.charAt(index + 1))) return true;
  return index > fullLine && !lines.slice(index - fullLine, index).includes('\n');
}

function endsSentence(lines: string, index: number): boolean {
  const here = lines.charAt(index);
  if (here === '\n') return !runsOn(lines, index);
  return (
    /[.!?]/.test(here) &&
    /[\s"”’)]|^$/.test(lines.charAt(index + 1)) &&
    !/\b(?:No|Nos|Mr|Ltd|s)$/.test(lines.slice(Math.max(0, index - 4), index))
  );
}

/** Spaces normalised, at most 500 characters. */
export function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longest);
}

/** The sentence that holds a match, across line breaks within it; at most 500 characters. */
export function sentenceAround(lines: string, index: number, length: number): string {
  let start = index;
  while (start > 0 && index - start < longest - length && !endsSentence(lines, start - 1)) start -= 1;
  let end = index + length;
  while (end < lines.length && end - start < longest && !endsSentence(lines, end)) end += 1;
  return tidy(lines.slice(start, end + 1));
}

/** The first sentence after a heading; at most 500 characters. */
export function passageAfter(lines: string, index: number): string {
  const start = index + (/^[\s:.–—-]*/.exec(lines.slice(index, index + 20))?.[0].length ?? 0);
  let end = start;
  while (end < lines.length && end - start < longest && !endsSentence(lines, end)) end += 1;
  return tidy(lines.slice(start, end + 1));
}
