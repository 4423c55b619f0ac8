import { count } from '@tocsin/alerting';
import { atLeast, daysBetween, formatDate, type IsoDate } from '@tocsin/domain';
import { lastDayOf, replayCase, type Track } from '@tocsin/scoring';
import { drawLanes, type Lane } from '../charts/lanes.ts';
import type { Chart } from '../charts/svg.ts';
import type { DoorCase, DoorEvent } from './cases.ts';

export type DoorVerdict = 'warned' | 'missed' | 'false-alarm';

/** One dated fact as the page tells it, under the number that it bears in the picture. */
interface ShownEvent extends DoorEvent {
  readonly n: number;
  readonly on: IsoDate;
  readonly dayWords: string;
}

/** One case as the first page tells it: what was public, when, and what the score would have made of it by then. */
export interface ShownCase extends Omit<DoorCase, 'events'> {
  readonly events: readonly ShownEvent[];
  readonly verdict: DoorVerdict;
  readonly verdictWords: string;
  readonly chart: Chart;
}

const LANES = [
  { of: 'council', title: 'What councils placed or paid', shape: 'square' },
  { of: 'record', title: 'What our sources read', shape: 'disc' },
  { of: 'told', title: 'What market, press or regulator knew: not read', shape: 'ring' },
] as const;

/** A case replayed: only what was published by a day counts on it, and what councils did is no sign at all. */
export function viewOfCase({ events: facts, ...told }: DoorCase): ShownCase {
  const events = facts
    .map((event) => ({ ...event, on: lastDayOf(event.date) ?? told.outcome_date ?? '' }))
    .toSorted((one, other) => (one.on < other.on ? -1 : 1))
    .map((event, at) => ({ ...event, n: at + 1, dayWords: dayWords(event) }));
  const replayed = replayCase({
    ...told,
    name: told.firm,
    events: facts
      .filter(({ lane }) => lane !== 'council')
      .map(({ date, type, what, url }) => ({ date, type, what, source: url })),
  });
  const verdict = verdictOf(replayed);
  const span = spanOf(
    verdict === 'false-alarm' ? replayed.allRecord : replayed.ingestible,
    told.outcome_date,
  );
  const verdictWords = wordsOf(verdict, span);
  return { ...told, events, verdict, verdictWords, chart: chartOf(told, events, { span, verdictWords }) };
}

/** A failure is warned of or missed by what our sources read; a survivor is a false alarm by all that was public. */
function verdictOf({ outcome, verdict }: ReturnType<typeof replayCase>): DoorVerdict {
  if (outcome === 'survived') return 'false-alarm';
  return verdict === 'warned' ? 'warned' : 'missed';
}

interface Span {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

/** From the day on which councils would have been told to the end, or to the day on which it was over. */
function spanOf({ firstElevated, steps }: Track, outcomeOn: IsoDate | undefined): Span | null {
  if (firstElevated === null) return null;
  const over = steps.find(({ on, band }) => on > firstElevated && !atLeast(band, 'elevated'))?.on;
  const until = outcomeOn ?? over;
  return until !== undefined && until > firstElevated ? { from: firstElevated, until } : null;
}

function wordsOf(verdict: DoorVerdict, span: Span | null): string {
  const days = span ? count(daysBetween(span.from, span.until), 'day') : '';
  switch (verdict) {
    case 'warned':
      return `Warned, ${days} before`;
    case 'missed':
      return 'Missed, no warning';
    case 'false-alarm':
      return `False alarm, ${days}`;
  }
}

function chartOf(
  { firm, outcome_date: end, outcome_type: type, became }: Omit<DoorCase, 'events'>,
  events: readonly ShownEvent[],
  { span, verdictWords }: { readonly span: Span | null; readonly verdictWords: string },
): Chart {
  const lanes = LANES.flatMap(({ of, title, shape }): Lane[] => {
    const marks = events.filter(({ lane }) => lane === of);
    return marks.length > 0 ? [{ title, shape, marks }] : [];
  });
  const first = events[0];
  const last = events.at(-1);
  return {
    title: `${firm}: ${verdictWords.toLowerCase()}`,
    description: first && last ? `From ${first.dayWords} to ${last.dayWords}. ${became}` : became,
    ...drawLanes({
      label: `${firm}: ${verdictWords.toLowerCase()}. The numbered list holds the same days.`,
      lanes,
      span,
      end: end ?? null,
      words: type && end ? `${capitalised(type)}, ${formatDate(end)}` : verdictWords,
    }),
  };
}

/** The day, or no more than the month or year that a page gives. */
function dayWords({ date, on }: { readonly date: string; readonly on: IsoDate }): string {
  if (date === on) return formatDate(on);
  return /^\d{4}$/.test(date) ? date : formatDate(on).replace(/^\d+ /, '');
}

const capitalised = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
