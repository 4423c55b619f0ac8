import { addDays, dayAfter, type IsoDate, type NoticeFamily, type ObservedSignal } from '@tocsin/domain';

/** How a made-up petition goes on. */
export type Outcome = 'dismissed' | 'dismissed in silence' | 'withdrawn' | 'ordered';

/** One made-up petition from its advertisement to whatever is published last. */
export interface PetitionLife {
  readonly advertisedOn: IsoDate;
  /** The hearing that the advertisement prints; null = none could be read. */
  readonly hearingOn: IsoDate | null;
  /** Hearings after it was adjourned, each with the day on which a new advertisement prints it; null = never. */
  readonly adjourned: readonly { readonly to: IsoDate; readonly printedOn: IsoDate | null }[];
  readonly outcome: Outcome;
  /** The day on which the outcome is published; null = never. */
  readonly publishedOn: IsoDate | null;
}

const OUTCOMES: readonly Outcome[] = ['dismissed', 'dismissed in silence', 'withdrawn', 'ordered'];

/** Petitions of every kind: each outcome, heard at once or adjourned one to four times, published 1 to 40 days later. */
export function petitionLives(count: number, random: () => number): PetitionLife[] {
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  return Array.from({ length: count }, (_, at) => {
    const advertisedOn = addDays('2025-01-06', whole(0, 365));
    const hearingOn = random() < 0.1 ? null : addDays(advertisedOn, whole(7, 45));
    let heard = hearingOn ?? addDays(advertisedOn, whole(7, 45));
    const adjourned = Array.from({ length: Math.floor(at / OUTCOMES.length) % 5 }, () => {
      const printedOn = hearingOn !== null && random() < 0.3 ? addDays(heard, whole(1, 10)) : null;
      heard = addDays(heard, whole(14, 70));
      return { to: heard, printedOn };
    });
    const outcome = OUTCOMES[at % OUTCOMES.length]!;
    const publishedOn = outcome === 'dismissed in silence' ? null : addDays(heard, whole(1, 40));
    return { advertisedOn, hearingOn, adjourned, outcome, publishedOn };
  });
}

/** What is published of a petition, in order. */
export function statementsOf(life: PetitionLife): ObservedSignal[] {
  const advertised = noticeOn(life.advertisedOn, 'winding-up-petition', '2450', life.hearingOn);
  const again = life.adjourned.flatMap(({ to, printedOn }) =>
    printedOn ? [noticeOn(printedOn, 'winding-up-petition', '2450', to)] : [],
  );
  const ended = life.publishedOn ? [outcomeOn(life.publishedOn, life.outcome)] : [];
  return [advertised, ...again, ...ended];
}

function outcomeOn(day: IsoDate, outcome: Outcome): ObservedSignal {
  if (outcome === 'ordered') return noticeOn(day, 'winding-up-order', '2452', null);
  if (outcome === 'withdrawn') return noticeOn(day, 'petition-withdrawn', '2450', null);
  return noticeOn(day, 'petition-dismissed', '2461', null);
}

function noticeOn(
  day: IsoDate,
  family: NoticeFamily,
  code: string,
  hearingOn: IsoDate | null,
): ObservedSignal {
  const at = `${day}T09:00:00.000Z`;
  const url = `https://www.thegazette.co.uk/notice/${family}-${day}`;
  return {
    source: 'gazette-insolvency',
    ref: `${family}-${day}`,
    version: day,
    occurredOn: day,
    publishedAt: at,
    observedAt: at,
    evidence: {
      source: 'gazette-insolvency',
      url,
      publishedAt: at,
      retrievedAt: `${day}T09:30:00.000Z`,
      sha256: '0'.repeat(64),
    },
    signal: {
      kind: 'insolvency-notice',
      code,
      family,
      heading: family,
      noticeId: `${family}-${day}`,
      hearing: hearingOn === null ? null : { on: hearingOn, court: 'High Court of Justice' },
      petitioner: null,
      caseRef: 'CR-2025-000001',
    },
  };
}

/** Every day from one to another, both included. */
export function* daysFrom(first: IsoDate, last: IsoDate): Generator<IsoDate> {
  for (let day = first; day <= last; day = dayAfter(day)) yield day;
}
