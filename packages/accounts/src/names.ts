/** A name in its namespace. The prefix a document happened to use is forgotten: it means nothing. */
export interface QName {
  readonly namespace: string;
  readonly local: string;
}

export type Resolve = (prefix: string) => string | undefined;

/** A prefixed name in text or an attribute, in scope; namespace '' when its prefix is not declared. */
export function qname(text: string, resolve: Resolve): QName {
  const name = text.trim();
  const colon = name.indexOf(':');
  const namespace = resolve(colon === -1 ? '' : name.slice(0, colon)) ?? '';
  return { namespace, local: colon === -1 ? name : name.slice(colon + 1) };
}

export type Vocabulary = 'xhtml' | 'inline' | 'instance' | 'linkbase' | 'dimensions' | 'other';

const vocabularies: ReadonlyMap<string, Vocabulary> = new Map([
  ['http://www.w3.org/1999/xhtml', 'xhtml'],
  ['http://www.xbrl.org/2008/inlineXBRL', 'inline'],
  ['http://www.xbrl.org/2013/inlineXBRL', 'inline'],
  ['http://www.xbrl.org/2003/instance', 'instance'],
  ['http://www.xbrl.org/2003/linkbase', 'linkbase'],
  ['http://xbrl.org/2006/xbrldi', 'dimensions'],
]);

/**
 * Tells the vocabulary of a namespace. One per document: a document's elements share the few strings its namespace
 * declarations made, and comparing those by identity is far cheaper than hashing an address for every tag.
 */
export function createVocabularies(): (namespace: string) => Vocabulary {
  let [last, before] = ['', ''];
  let [lastVocabulary, vocabularyBefore]: [Vocabulary, Vocabulary] = ['other', 'other'];

  return (namespace) => {
    if (namespace === last) return lastVocabulary;
    // Tags of two vocabularies often alternate: a page's and its facts', a context's and its dimensions'.
    const vocabulary = namespace === before ? vocabularyBefore : (vocabularies.get(namespace) ?? 'other');
    [before, vocabularyBefore] = [last, lastVocabulary];
    [last, lastVocabulary] = [namespace, vocabulary];
    return vocabulary;
  };
}

/**
 * Whether a concept's namespace belongs to a taxonomy that UK accounts are filed in: the FRC suite (2014 on), UK
 * GAAP and IFRS 2009, the 2004 taxonomies with Companies House's own (AE), and the IFRS Foundation's own, in which
 * listed groups file. Some software puts every fact of a plain instance in the instance namespace itself.
 */
export function isAccountingTaxonomy(namespace: string): boolean {
  return /^https?:\/\/(?:xbrl\.frc\.org\.uk\/|xbrl\.(?:ifrs|iasb)\.org\/taxonomy\/|www\.xbrl\.org\/uk\/|www\.companieshouse\.gov\.uk\/ef\/xbrl\/|www\.xbrl\.org\/2003\/instance$)/.test(
    namespace,
  );
}

/** Whether a concept is one of the IFRS Foundation's taxonomy. */
export function isIfrs(namespace: string): boolean {
  return /:\/\/xbrl\.(?:ifrs|iasb)\.org\/taxonomy\//.test(namespace);
}
