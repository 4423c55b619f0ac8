import type { SaxesTagNS } from 'saxes';
import { periodDay } from './calendar.ts';
import { attribute, qname } from './names.ts';
import type { QName, Resolve, Vocabulary } from './names.ts';

/** One axis of a context: an explicit member, or the text of a typed one. */
export interface Dimension {
  readonly dimension: QName;
  readonly member: QName | string;
}

/** When and of what part of the entity a fact is true. `start` is null for an instant. */
export interface Context {
  readonly id: string;
  readonly entity: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly dimensions: readonly Dimension[];
  /** The company itself, the group, or neither (a member of GroupCompanyDataDimension nobody knows). */
  readonly view: 'company' | 'consolidated' | null;
  /** The remaining dimensions in one canonical string; '' for none. `?` stands for what is not a dimension. */
  readonly breakdown: string;
  /** What is wrong with the period, if anything. */
  readonly fault: string | null;
}

export interface Unit {
  readonly id: string;
  /** ISO 4217 code when the unit is one currency, else null. */
  readonly currency: string | null;
  readonly measure: string;
}

/** Listens to the elements of contexts and units; everything else is not its business. */
export interface ResourceReader {
  readonly open: (tag: SaxesTagNS) => void;
  readonly text: (text: string) => void;
  /** True once the context or unit that was being read is complete. */
  readonly close: (tag: SaxesTagNS) => boolean;
}

const longestResourceText = 10_000;
const iso4217 = 'http://www.xbrl.org/2003/iso4217';

export function readResources(
  resolve: Resolve,
  vocabularyOf: (namespace: string) => Vocabulary,
  onContext: (context: Context) => void,
  onUnit: (unit: Unit) => void,
): ResourceReader {
  let text = '';
  let dimensions: Dimension[] = [];
  let axis: QName = { namespace: '', local: '' };
  let strange = false;
  let inSegment = false;
  let entity = '';
  let period: { start?: string; end?: string; instant?: string; forever?: true } = {};
  let measures: string[] = [];
  let currency: string | null = null;

  function reset(): void {
    dimensions = [];
    strange = inSegment = false;
    entity = '';
    period = {};
    measures = [];
    currency = null;
  }

  function open(tag: SaxesTagNS): void {
    text = '';
    const vocabulary = vocabularyOf(tag.uri);
    if (vocabulary === 'instance') {
      if (tag.local === 'context' || tag.local === 'unit') reset();
      if (tag.local === 'segment' || tag.local === 'scenario') inSegment = true;
      if (tag.local === 'forever') period.forever = true;
    } else if (vocabulary === 'dimensions') {
      axis = qname(attribute(tag, 'dimension') ?? '', resolve);
    } else if (inSegment && axis.local === '') {
      strange = true;
    }
  }

  function close(tag: SaxesTagNS): boolean {
    const vocabulary = vocabularyOf(tag.uri);
    if (vocabulary === 'dimensions') {
      if (tag.local === 'explicitMember') dimensions.push({ dimension: axis, member: qname(text, resolve) });
      if (tag.local === 'typedMember') dimensions.push({ dimension: axis, member: text.trim() });
      axis = { namespace: '', local: '' };
      return false;
    }
    if (vocabulary !== 'instance') return false;
    switch (tag.local) {
      case 'identifier':
        entity = text.trim();
        return false;
      case 'startDate':
        period.start = text;
        return false;
      case 'endDate':
        period.end = text;
        return false;
      case 'instant':
        period.instant = text;
        return false;
      case 'segment':
      case 'scenario':
        inSegment = false;
        return false;
      case 'measure': {
        const name = qname(text, resolve);
        measures.push(name.local);
        if (name.namespace === iso4217 || text.trim().startsWith('iso4217:')) currency = name.local;
        return false;
      }
      case 'unit':
        onUnit({
          id: attribute(tag, 'id') ?? '',
          currency: measures.length === 1 ? currency : null,
          measure: measures.join('/'),
        });
        return true;
      case 'context':
        onContext(contextOf(attribute(tag, 'id') ?? '', entity, period, dimensions, strange));
        return true;
      default:
        return false;
    }
  }

  return {
    open,
    text: (more) => {
      if (text.length < longestResourceText) text += more;
    },
    close,
  };
}

function contextOf(
  id: string,
  entity: string,
  period: { start?: string; end?: string; instant?: string; forever?: true },
  dimensions: readonly Dimension[],
  strange: boolean,
): Context {
  const instant = period.instant !== undefined;
  const end = periodDay(period.instant ?? period.end ?? '', true);
  const start = instant ? null : periodDay(period.start ?? '', false);
  const readable = period.forever === true || (end !== null && (instant || start !== null));
  return {
    id,
    entity,
    start,
    end: readable ? end : null,
    dimensions,
    view: viewOf(dimensions),
    breakdown: breakdownOf(dimensions, strange),
    fault: readable ? null : `the period “${printed(period)}” cannot be read`,
  };
}

function printed(period: { start?: string; end?: string; instant?: string }): string {
  return (period.instant ?? `${period.start ?? ''} to ${period.end ?? ''}`).trim().slice(0, 60);
}

const groupDimension = 'GroupCompanyDataDimension';

function memberName(member: QName | string): string {
  return typeof member === 'string' ? `~${member}` : member.local;
}

function viewOf(dimensions: readonly Dimension[]): Context['view'] {
  const group = dimensions.find(({ dimension }) => dimension.local === groupDimension);
  if (group === undefined) return 'company';
  const member = memberName(group.member);
  if (member === 'Consolidated') return 'consolidated';
  return member === 'Company' ? 'company' : null;
}

function breakdownOf(dimensions: readonly Dimension[], strange: boolean): string {
  const others = dimensions.filter(({ dimension }) => dimension.local !== groupDimension);
  if (others.length === 0) return strange ? '?' : '';
  const parts = others.map(({ dimension, member }) => `${dimension.local}=${memberName(member)}`).sort();
  return (strange ? [...parts, '?'] : parts).join(' ');
}
