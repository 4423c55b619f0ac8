import type { SaxesTagNS } from 'saxes';
import { createCaptures } from './captures.ts';
import type { Capture } from './captures.ts';
import { excerpt } from './facts.ts';
import type { Fact, Issue, IssueKind, Position } from './facts.ts';
import { transformationOf } from './formats.ts';
import type { AccountsLimits } from './limits.ts';
import { qname } from './names.ts';
import { attribute } from './tags.ts';
import type { QName, Resolve } from './names.ts';
import { readDate, readDecimal } from './values.ts';

/** Turns fact elements, inline or plain, into facts and issues. A faulty fact is one issue, never two. */
export interface FactsReader {
  readonly openFact: (tag: SaxesTagNS, concept: QName | null) => void;
  readonly openContinuation: (tag: SaxesTagNS) => void;
  readonly openExclude: (tag: SaxesTagNS) => void;
  readonly text: (text: string) => void;
  /** True when the element was one of those opened here. */
  readonly close: (tag: SaxesTagNS) => boolean;
  /** All facts, those continued elsewhere completed. Call once, at the end of the document. */
  readonly finish: () => readonly Fact[];
}

interface Continued {
  readonly text: string;
  readonly next: string | undefined;
}

/** Chains of continuations in real filings have up to thirty parts. */
const mostParts = 500;
const nowhere: QName = { namespace: '', local: '' };
const noPosition: Position = { line: 0, column: 0, offset: 0 };
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

export function createFactsReader(
  limits: AccountsLimits,
  resolve: Resolve,
  position: () => Position,
  report: (issue: Issue) => void,
): FactsReader {
  const captures = createCaptures(limits);
  const facts: Fact[] = [];
  const continued: Capture[] = [];
  const continuations = new Map<string, Continued>();

  function openFact(tag: SaxesTagNS, concept: QName | null): void {
    const name = concept ?? qname(attribute(tag, 'name') ?? '', resolve);
    const kind = concept === null ? 'inline' : 'plain';
    captures.open({ tag, kind, concept: name, position: position(), text: '' });
  }

  function openOther(tag: SaxesTagNS, kind: 'continuation' | 'exclude'): void {
    captures.open({ tag, kind, concept: nowhere, position: noPosition, text: '' });
  }

  function close(tag: SaxesTagNS): boolean {
    const capture = captures.close(tag);
    if (capture === undefined) return false;
    finishCapture(capture);
    return true;
  }

  function finishCapture(capture: Capture): void {
    const { tag } = capture;
    if (capture.kind === 'exclude') return;
    const next = attribute(tag, 'continuedAt');
    if (capture.kind === 'continuation') {
      continuations.set(attribute(tag, 'id') ?? '', { text: capture.text, next });
    } else if (next === undefined) {
      facts.push(factOf(capture, report));
    } else {
      continued.push(capture);
    }
  }

  function complete(capture: Capture): void {
    let next = attribute(capture.tag, 'continuedAt');
    for (let parts = 0; next !== undefined && capture.text.length < limits.factText; parts += 1) {
      const part = parts < mostParts ? continuations.get(next) : undefined;
      if (part === undefined) break;
      captures.append(capture, part.text);
      next = part.next;
    }
    captures.keep(capture);
    const whole = next === undefined || capture.text.length >= limits.factText;
    const fault = {
      kind: 'missing-continuation',
      message: `there is no further part “${excerpt(next ?? '')}”`,
    } as const;
    facts.push(factOf(capture, report, whole ? undefined : fault));
  }

  return {
    openFact,
    openContinuation: (tag) => openOther(tag, 'continuation'),
    openExclude: (tag) => openOther(tag, 'exclude'),
    text: captures.text,
    close,
    finish: () => {
      continued.forEach(complete);
      return facts;
    },
  };
}

function issueOf({ kind, message }: Fault, { tag, concept, position }: Capture): Issue {
  const contextRef = attribute(tag, 'contextRef');
  return {
    kind,
    message,
    ...(concept.local === '' ? {} : { concept: excerpt(concept.local) }),
    ...(contextRef === undefined ? {} : { contextRef: excerpt(contextRef) }),
    line: position.line,
  };
}

const nil = { value: null, problem: undefined };

function isNil({ tag, text }: Capture): boolean {
  if (text !== '' && text.trim() !== '') return false;
  return Object.values(tag.attributes).some(
    ({ uri, local, value }) => uri === xsi && local === 'nil' && (value === 'true' || value === '1'),
  );
}

function factOf(capture: Capture, report: (issue: Issue) => void, broken?: Fault): Fact {
  const { tag, kind, concept, position } = capture;
  const contextRef = attribute(tag, 'contextRef');
  const unitRef = attribute(tag, 'unitRef') ?? null;
  const numeric = unitRef !== null || (kind === 'inline' && tag.local === 'nonFraction');
  const fault = broken ?? shapeFault(tag, concept, contextRef, numeric && unitRef === null);
  const { value, problem } = isNil(capture) ? nil : valueOf(capture, numeric);
  const issue = fault ?? problem;
  if (issue !== undefined) report(issueOf(issue, capture));
  return {
    concept,
    contextRef: contextRef ?? '',
    unitRef,
    value,
    numeric,
    decimals: attribute(tag, 'decimals') ?? null,
    scale: attribute(tag, 'scale') ?? null,
    language: attribute(tag, 'xml:lang') ?? '',
    faulty: issue !== undefined,
    position,
    ...targetOf(tag),
  };
}

/** Facts of another report that the same pages hold say so. */
function targetOf(tag: SaxesTagNS): Pick<Fact, 'target'> {
  const target = attribute(tag, 'target');
  return target === undefined ? {} : { target };
}

interface Fault {
  readonly kind: IssueKind;
  readonly message: string;
}

function shapeFault(
  tag: SaxesTagNS,
  concept: QName,
  contextRef: string | undefined,
  lacksUnit: boolean,
): Fault | undefined {
  const missing: string[] = [];
  if (concept.local === '') missing.push('name');
  if (contextRef === undefined) missing.push('contextRef');
  if (lacksUnit) missing.push('unitRef');
  if (missing.length > 0)
    return { kind: 'missing-attribute', message: `it has no ${missing.join(' and no ')}` };
  if (concept.namespace !== '') return undefined;
  return {
    kind: 'unbound-prefix',
    message: `the prefix of “${excerpt(attribute(tag, 'name') ?? tag.name)}” is not declared`,
  };
}

function valueOf(capture: Capture, numeric: boolean): { value: string | null; problem: Fault | undefined } {
  const { tag, kind, text } = capture;
  const format = attribute(tag, 'format');
  const transformation = format === undefined ? undefined : transformationOf(format);
  if (format !== undefined && transformation === undefined) {
    return {
      value: null,
      problem: { kind: 'unknown-format', message: `no format is called “${excerpt(format)}”` },
    };
  }
  const [scale, sign] = kind === 'inline' ? [attribute(tag, 'scale'), attribute(tag, 'sign')] : [];
  const value = numeric ? readDecimal(text, transformation, scale, sign) : readText(text, transformation);
  if (value !== null) return { value, problem: undefined };
  const fault =
    !numeric && transformation?.includes('year') === true ? 'unreadable-date' : 'unreadable-value';
  const what = fault === 'unreadable-date' ? 'date' : 'number';
  return { value, problem: { kind: fault, message: `“${excerpt(text)}” is not a ${what}` } };
}

function readText(text: string, transformation: ReturnType<typeof transformationOf>): string | null {
  switch (transformation) {
    case 'true':
    case 'false':
      return transformation;
    case 'empty':
      return '';
    case 'zero':
      return '0';
    case 'dot-decimal':
    case 'comma-decimal':
      return readDecimal(text, transformation);
    case 'day-month-year':
    case 'month-day-year':
    case 'year-month-day':
      return readDate(text, transformation);
    case 'text':
    case undefined:
      return text;
    default:
      return transformation satisfies never;
  }
}
