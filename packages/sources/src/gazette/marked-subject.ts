import { afterCue, isNamedOtherwise, isOther } from './cues.ts';
import { isNameOnly, trimmed } from './name-words.ts';
import type { MarkedWords, Passage } from './passages.ts';
import { numbersOf, placesIn } from './placed-numbers.ts';

/**
 * The name, of those that a page marks without saying whose they are, of the company that it is about: one that its words
 * say they are about, else the first that they do not call somebody else (a petitioner, a lender, an office-holder’s firm, a name of before).
 */
export function subjectAmong(names: readonly MarkedWords[], passages: readonly Passage[]): string | null {
  const roles = names.map(({ shown }) =>
    passages
      .flatMap(({ text }) => placesIn(text, shown).map((at) => [text, at] as const))
      .slice(0, MOST_PLACES)
      .map(([text, at]) =>
        roleAt(
          text.slice(Math.max(0, at - NEAR), at),
          text.slice(at + shown.length, at + shown.length + NEAR),
        ),
      ),
  );
  const about = names.find((_, at) => roles[at]?.includes('about'));
  const first = names.find((_, at) => roles[at]?.length === 0 || roles[at]?.some((role) => role !== 'other'));
  return (about ?? first)?.printed ?? null;
}

/** How far the words reach that say whose a name is, and how often one is looked at. */
const [NEAR, MOST_PLACES] = [400, 50];

/** What the words right before and behind a name say of it. */
function roleAt(before: string, behind: string): 'about' | 'other' | null {
  const [number] = numbersOf(behind);
  const isBeside = number !== undefined && trimmed(behind.slice(0, number.from)) === '';
  if (isNamedOtherwise(before)) return 'other';
  if (isOther(behind) || (isBeside && isOther(behind.slice(number.to)))) return 'other';
  const { words, role } = afterCue(before);
  return trimmed(words) === '' || (role === 'other' && isNameOnly(trimmed(words))) ? role : null;
}
