import type { SaxesTagNS } from 'saxes';
import { periodDay } from './calendar.ts';
import { breakdownOf, viewOf } from './context.ts';
import type { Context, Dimension, Unit } from './context.ts';
import { attribute } from './tags.ts';
import { qname } from './names.ts';
import type { QName, Resolve, Vocabulary } from './names.ts';

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
  let entity = '';
  let period: Period = noPeriod;
  let dimensions: Dimension[] = [];
  let axis: QName = noName;
  let inSegment = false;
  let strange = false;
  let measures: QName[] = [];
  const days = new Map<string, string | null>();

  /** A document's contexts repeat a handful of dates. */
  function dayOf(printed: string, ends: boolean): string | null {
    if (printed.length !== 10) return periodDay(printed, ends);
    const known = days.get(printed);
    if (known !== undefined) return known;
    const day = periodDay(printed, ends);
    days.set(printed, day);
    return day;
  }

  function open(tag: SaxesTagNS): void {
    text = '';
    const vocabulary = vocabularyOf(tag.uri);
    if (vocabulary === 'dimensions') {
      axis = qname(attribute(tag, 'dimension') ?? '', resolve);
    } else if (vocabulary !== 'instance') {
      if (inSegment && axis === noName) strange = true;
    } else if (tag.local === 'context' || tag.local === 'unit') {
      entity = '';
      period = noPeriod;
      dimensions = [];
      strange = false;
      measures = [];
    } else if (tag.local === 'segment' || tag.local === 'scenario') {
      inSegment = true;
    }
  }

  function closeDimension(tag: SaxesTagNS): void {
    if (tag.local === 'explicitMember') dimensions.push({ dimension: axis, member: qname(text, resolve) });
    if (tag.local === 'typedMember') dimensions.push({ dimension: axis, member: text.trim() });
    axis = noName;
  }

  function close(tag: SaxesTagNS): boolean {
    const vocabulary = vocabularyOf(tag.uri);
    if (vocabulary === 'dimensions') closeDimension(tag);
    if (vocabulary !== 'instance') return false;
    switch (tag.local) {
      case 'instant':
        period = { ...noPeriod, end: text, isInstant: true };
        return false;
      case 'startDate':
        period = { ...period, start: text };
        return false;
      case 'endDate':
        period = { ...period, end: text };
        return false;
      case 'forever':
        period = { ...noPeriod, isForever: true };
        return false;
      case 'identifier':
        entity = text.trim();
        return false;
      case 'segment':
      case 'scenario':
        inSegment = false;
        return false;
      case 'measure':
        measures.push(qname(text, resolve));
        return false;
      case 'unit':
        onUnit(unitOf(attribute(tag, 'id') ?? '', measures));
        return true;
      case 'context':
        onContext(closeContext(attribute(tag, 'id') ?? ''));
        return true;
      default:
        return false;
    }
  }

  function closeContext(id: string): Context {
    const end = dayOf(period.end, true);
    const start = period.isInstant ? null : dayOf(period.start, false);
    const readable = period.isForever || (end !== null && (period.isInstant || start !== null));
    return {
      id,
      entity,
      start,
      end: readable ? end : null,
      dimensions,
      view: dimensions.length === 0 ? 'company' : viewOf(dimensions),
      breakdown: breakdownOf(dimensions, strange),
      fault: readable ? null : `the period “${printed(period)}” cannot be read`,
    };
  }

  function take(more: string): void {
    if (text.length < longestResourceText) text += more;
  }

  return { open, text: take, close };
}

/** The texts of a period as they stand. */
interface Period {
  readonly start: string;
  readonly end: string;
  readonly isInstant: boolean;
  readonly isForever: boolean;
}

const noPeriod: Period = { start: '', end: '', isInstant: false, isForever: false };
const noName: QName = { namespace: '', local: '' };

function unitOf(id: string, measures: readonly QName[]): Unit {
  const [only] = measures;
  // Some print the code in small letters, or forget its namespace.
  const isCurrency =
    measures.length === 1 && (only?.namespace === iso4217 || /^[A-Z]{3}$/.test(only?.local ?? ''));
  return {
    id,
    currency: isCurrency ? (only?.local.toUpperCase() ?? null) : null,
    measure: measures.map(({ local }) => local).join('/'),
  };
}

function printed({ start, end, isInstant }: Period): string {
  return (isInstant ? end : `${start} to ${end}`).trim().slice(0, 60);
}
