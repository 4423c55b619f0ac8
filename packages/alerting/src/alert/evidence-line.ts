import { type Evidence, publicationWords } from '@tocsin/domain';

/** Source with its link, and the day it was published: what every factual sentence ends with. */
export function evidenceLine(evidence: Evidence): readonly (string | { text: string; url: string })[] {
  const quote = evidence.quote ? `: “${evidence.quote}”` : '';
  return [{ text: evidence.source, url: evidence.url }, `, ${publicationWords(evidence)}${quote}.`];
}
