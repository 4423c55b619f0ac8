/**
 * Words that Tocsin does not say about a supplier: they state as fact what is an estimate, or tell people to shun it.
 * The band is printed "In a formal insolvency procedure".
 */
const UNFAIR = /\b(insolvent|bankrupt|failing|bust|avoid|blacklist(?:ed)?|collaps(?:e|ed|ing)|doomed)\b/gi;

/** Quoted words are the publisher's own (an order of a court says what it says). */
const QUOTED = /“[^”]*”|"[^"\n]*"/g;

/** The words of a sentence that may not stand in it; empty when it may be said. */
export function unfairWords(sentence: string): readonly string[] {
  return sentence.replace(QUOTED, '').match(UNFAIR) ?? [];
}
