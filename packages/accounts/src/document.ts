import { SaxesParser } from 'saxes';
import type { SaxesTagNS } from 'saxes';
import { readResources } from './contexts.ts';
import type { Context, Unit } from './context.ts';
import { createFactsReader } from './facts-reader.ts';
import type { Fact, Issue } from './facts.ts';
import { createFlagScanner } from './flags.ts';
import type { Flag } from './flags.ts';
import { refuse, refuseOver } from './limits.ts';
import type { AccountsLimits } from './limits.ts';
import { createVocabularies } from './names.ts';
import { attribute } from './tags.ts';

/** Everything one document holds, not yet judged. */
export interface Harvest {
  readonly kind: 'ixbrl' | 'xbrl';
  readonly facts: readonly Fact[];
  readonly contexts: ReadonlyMap<string, Context>;
  readonly units: ReadonlyMap<string, Unit>;
  /** Addresses of the taxonomies it refers to; never fetched. */
  readonly schemas: readonly string[];
  readonly flags: readonly Flag[];
  readonly issues: readonly Issue[];
  readonly report: (issue: Issue) => void;
}

export interface AccountsDocument {
  readonly write: (text: string) => void;
  readonly end: () => Harvest;
}

/** Elements that do not end a line of text. */
const inlineElements: ReadonlySet<string> = new Set(
  'span a b i em strong u s sup sub font small big abbr acronym cite code label mark tt ins del q var'.split(
    ' ',
  ),
);
/** The parser is fed in pieces, so that one long token is noticed before it fills the memory. */
const pieceLength = 1024 * 1024;

/** Most text of a page's source is the white space between its tags. */
function isBlank(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 32) return false;
  }
  return true;
}

/**
 * The facts of one report: pages may hold those of several (`target`), and mixing them would count a figure of another
 * one. The report without a name is taken, else the one with most facts.
 */
function ofOneTarget(facts: readonly Fact[], report: (issue: Issue) => void): readonly Fact[] {
  if (facts.every(({ target }) => target === undefined)) return facts;
  const counts = new Map<string | undefined, number>();
  for (const { target } of facts) counts.set(target, (counts.get(target) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  const taken = counts.has(undefined) ? undefined : most?.[0];
  const kept = facts.filter(({ target }) => target === taken);
  const message = `${facts.length - kept.length} facts belong to another report on the same pages and are left out`;
  if (kept.length < facts.length) report({ kind: 'other-target', message });
  return kept;
}

/** One pass over one document. Throws `UnreadableAccounts` when it is not well-formed or over the limits. */
export function createDocument(limits: AccountsLimits): AccountsDocument {
  const parser = new SaxesParser({ xmlns: true });
  const contexts = new Map<string, Context>();
  const units = new Map<string, Unit>();
  const schemas: string[] = [];
  const issues: Issue[] = [];
  const scanner = createFlagScanner();
  const vocabularyOf = createVocabularies();
  const resolve = (prefix: string): string | undefined => parser.resolve(prefix);
  const position = () => ({ line: parser.line, column: parser.column + 1, offset: parser.position });
  const facts = createFactsReader(limits, resolve, position, report);
  const resources = readResources(resolve, vocabularyOf, addContext, addUnit);
  let kind: Harvest['kind'] | null = null;
  let depth = 0;
  let inResource = false;
  let silence: SaxesTagNS | null = null;
  /** What has passed since the last visible text. */
  let gap: '' | ' ' | '\n' = '';
  let openFacts = 0;
  let moved = false;
  let still = 0;

  function report(issue: Issue): void {
    if (issues.length < limits.issues) issues.push(issue);
  }

  function addContext(context: Context): void {
    if (contexts.has(context.id)) return;
    contexts.set(context.id, context);
    if (contexts.size + units.size > limits.contexts) refuseOver('contexts', limits);
    if (context.fault !== null)
      report({ kind: 'unreadable-date', message: context.fault, contextRef: context.id });
  }

  function addUnit(unit: Unit): void {
    if (!units.has(unit.id)) units.set(unit.id, unit);
    if (contexts.size + units.size > limits.contexts) refuseOver('contexts', limits);
  }

  function openTag(tag: SaxesTagNS): void {
    moved = true;
    depth += 1;
    if (depth > limits.depth) refuseOver('depth', limits);
    if (inResource) return resources.open(tag);
    switch (vocabularyOf(tag.uri)) {
      case 'xhtml':
        return openHtml(tag);
      case 'inline':
        return openInline(tag);
      case 'instance':
        return openInstance(tag);
      case 'linkbase':
        return tag.local === 'schemaRef' ? addSchema(tag) : undefined;
      case 'dimensions':
      case 'other':
        return openOther(tag);
    }
  }

  function openHtml(tag: SaxesTagNS): void {
    const { local } = tag;
    if (gap !== '\n' && !inlineElements.has(local)) gap = '\n';
    if (silence === null && (local === 'head' || local === 'style' || local === 'script')) silence = tag;
  }

  function openInline(tag: SaxesTagNS): void {
    kind = 'ixbrl';
    switch (tag.local) {
      case 'nonFraction':
      case 'nonNumeric':
        openFacts += 1;
        return facts.openFact(tag, null);
      case 'continuation':
        openFacts += 1;
        return facts.openContinuation(tag);
      case 'exclude':
        openFacts += 1;
        return facts.openExclude(tag);
      case 'header':
        silence ??= tag;
        return undefined;
      default:
        return undefined;
    }
  }

  function openInstance(tag: SaxesTagNS): void {
    if (tag.local === 'xbrl') {
      kind ??= 'xbrl';
    } else if (tag.local === 'context' || tag.local === 'unit') {
      inResource = true;
      resources.open(tag);
    } else {
      openOther(tag);
    }
  }

  function openOther(tag: SaxesTagNS): void {
    gap = '\n';
    if (kind === 'xbrl' && tag.attributes['contextRef'] !== undefined) {
      openFacts += 1;
      facts.openFact(tag, { namespace: tag.uri, local: tag.local });
    }
  }

  function addSchema(tag: SaxesTagNS): void {
    const address = attribute(tag, 'xlink:href');
    if (address !== undefined && schemas.length < 100) schemas.push(address);
  }

  function takeText(text: string): void {
    moved = true;
    if (inResource) return resources.text(text);
    if (openFacts > 0) facts.text(text);
    if (silence !== null) return undefined;
    if (isBlank(text)) {
      if (gap === '') gap = ' ';
      return undefined;
    }
    scanner.text(gap, text);
    gap = '';
    return undefined;
  }

  function closeTag(tag: SaxesTagNS): void {
    moved = true;
    depth -= 1;
    if (inResource) {
      if (resources.close(tag)) inResource = false;
      return;
    }
    if (openFacts > 0 && facts.close(tag)) openFacts -= 1;
    if (silence === tag) silence = null;
    if (gap !== '\n' && !inlineElements.has(tag.local) && vocabularyOf(tag.uri) !== 'inline') gap = '\n';
  }

  parser.on('opentag', openTag);
  parser.on('text', takeText);
  parser.on('cdata', takeText);
  parser.on('closetag', closeTag);
  parser.on('error', (error) => refuse(`not well-formed: ${error.message}`));
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) refuse('not accepted: a document type declaration of its own');
  });

  function write(text: string): void {
    for (let start = 0; start < text.length; start += pieceLength) {
      const piece = text.length <= pieceLength ? text : text.slice(start, start + pieceLength);
      moved = false;
      parser.write(piece);
      still = moved ? 0 : still + piece.length;
      if (still > limits.token) refuseOver('token', limits);
    }
  }

  function end(): Harvest {
    parser.close();
    const all = facts.finish();
    if (kind === null) refuse('not accounts: it is neither Inline XBRL nor an XBRL instance');
    if (all.length === 0) refuse('not accounts: it holds no facts');
    return {
      kind,
      facts: ofOneTarget(all, report),
      contexts,
      units,
      schemas,
      flags: scanner.finish(),
      issues,
      report,
    };
  }

  return { write, end };
}
