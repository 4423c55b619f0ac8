import { causesOf, endingSentence, followUpsOf, type SentAlert } from '@tocsin/alerting';
import {
  addDays,
  dayOf,
  daysBetween,
  formatDate,
  GssCode,
  type IsoDate,
  lifeWords,
  type ObservedSignal,
  type RiskAssessment,
  type RiskBand,
  type SignalOf,
  SupplierId,
} from '@tocsin/domain';
import { assess, foldSignals } from '@tocsin/scoring';
import { expect, test } from 'vitest';
import { daysFrom, type PetitionLife, petitionLives, statementsOf } from './petition-lives.ts';
import { streamOf } from './random.ts';

const council = GssCode.parse('E09000001');
const LOOKED_EVERY = 7;
/** Words are read so long, mails to the last day. */
const AFTER = 320;
const LAST = 560;

/** What one council was told of a petition, and what could be read of it on every day. */
interface Told {
  readonly mails: string[];
  readonly words: Map<IsoDate, string>;
  readonly points: Map<IsoDate, number>;
}

/**
 * Lives one petition through: judged when something is published and on the days on which the assessment itself asks
 * for it, never because the test knows better; what is read in between is the last assessment on its reader's day.
 */
function live(life: PetitionLife): Told {
  const statements = statementsOf(life);
  const told: Told = { mails: [], words: new Map(), points: new Map() };
  let sent: SentAlert[] = [];
  let now: RiskAssessment | null = null;
  let band: RiskBand | null = null;
  for (const day of daysFrom(life.advertisedOn, addDays(life.advertisedOn, LAST))) {
    const due = now?.reviewOn !== null && now !== null && now.reviewOn <= day;
    if (due || statements.some(({ publishedAt }) => dayOf(publishedAt) === day)) {
      now = judge(statements, lookedBy(life, day), day, band);
      band = now.band;
      sent = tell(now, sent, told.mails);
    }
    if (now === null) continue;
    told.words.set(day, wordsOn(now, day));
    const counted = now.findings.filter(({ indicator }) => /petition|order$/.test(indicator));
    told.points.set(
      day,
      counted.reduce((sum, { points }) => sum + points, 0),
    );
  }
  return told;
}

/** The register is looked at once a week. */
function lookedBy(life: PetitionLife, day: IsoDate): IsoDate {
  const days = daysBetween(life.advertisedOn, day);
  return addDays(life.advertisedOn, days - (days % LOOKED_EVERY));
}

function judge(
  statements: readonly ObservedSignal[],
  looked: IsoDate,
  day: IsoDate,
  previousBand: RiskBand | null,
): RiskAssessment {
  const at = `${looked}T08:00:00.000Z`;
  const profile: SignalOf<'company-profile'> = {
    kind: 'company-profile',
    name: 'EXAMPLE LIMITED',
    status: 'active',
    statusDetail: null,
    type: 'ltd',
    jurisdiction: 'england-wales',
    incorporatedOn: '2001-04-03',
    dissolvedOn: null,
    sicCodes: [],
    postcode: null,
    previousNames: [],
    accounts: {
      nextDueOn: null,
      nextMadeUpTo: null,
      lastMadeUpTo: null,
      lastType: null,
      overdue: null,
      referenceDate: null,
    },
    confirmationStatement: { nextDueOn: null, lastMadeUpTo: null, overdue: null },
  };
  const [first] = statements;
  const shown: ObservedSignal = {
    ...first!,
    source: 'companies-house-company',
    ref: 'profile',
    version: at,
    occurredOn: null,
    publishedAt: `${dayOf(statements[0]!.publishedAt)}T07:00:00.000Z`,
    observedAt: `${dayOf(statements[0]!.publishedAt)}T07:00:00.000Z`,
    signal: profile,
  };
  const seen = statements.filter(({ publishedAt }) => dayOf(publishedAt) <= day);
  const facts = foldSignals({ 'company-profile': at, 'insolvency-cases': at, 'gazette-notices': at }, [
    ...seen,
    shown,
  ]);
  return assess(facts, { supplierId: SupplierId.parse('1'), asOf: day, previousBand });
}

function tell(assessment: RiskAssessment, before: readonly SentAlert[], mails: string[]): SentAlert[] {
  const sent = [...before];
  const raise = (cause: SentAlert['cause'], kind: string, said: string) => {
    if (sent.some((one) => one.cause === cause)) return;
    sent.push({ id: String(sent.length + 1), council, cause, kind, status: 'raised' });
    mails.push(said);
  };
  const { followUps, overtaken } = followUpsOf(sent, assessment);
  for (const { cause, kind } of followUps) raise(cause, kind, SAID[kind] ?? howOf(cause, assessment));
  for (const { cause, kind } of causesOf(assessment, { band: 'insolvent', episode: 1 }))
    if (kind === 'formal') raise(cause, kind, cause.split(':')[1]!);
  const over = new Set([
    ...followUps.filter(({ supersedes }) => supersedes).map(({ alertId }) => alertId),
    ...overtaken.map(({ alertId }) => alertId),
  ]);
  return sent.map((alert) => (over.has(alert.id) ? { ...alert, status: 'superseded' } : alert));
}

const SAID: Readonly<Record<string, string>> = { 'no-outcome': 'no outcome', formal: 'relisted' };

function howOf(cause: string, { endings = [] }: RiskAssessment): string {
  if (cause.includes(':lapsed:')) return 'lapsed';
  return endings.find(({ ref }) => cause === `formal:${ref}:ended`)?.how ?? 'gone';
}

function wordsOn(now: RiskAssessment, today: IsoDate): string {
  const open = now.formalEvents.find(({ family }) => family === 'winding-up-petition');
  if (open?.life) return `open: ${lifeWords(open.family, open.life, today)}`;
  const [ended] = now.endings ?? [];
  if (ended) return `ended: ${endingSentence('Example Ltd', ended, 'The Gazette')}`;
  return now.formalEvents.map(({ title }) => title).join();
}

/** What a person who knew everything would say is published, on a day. */
function expectedOn(life: PetitionLife, day: IsoDate) {
  const printed = life.adjourned.filter(({ printedOn }) => printedOn !== null && printedOn <= day);
  const hearingOn = printed.at(-1)?.to ?? life.hearingOn;
  const from = hearingOn ?? addDays(life.advertisedOn, 70);
  const reached = (days: number) => {
    const due = addDays(from, days);
    return lookedBy(life, day) >= due;
  };
  return { hearingOn, from, silent: reached(21), lapsed: reached(90) };
}

const lives = petitionLives(1_000, streamOf(11, 'petitions').next);
const lived = lives.map(live);

test('of 1,000 petitions no word is stale on any day and no point is counted that the steps do not give', () => {
  const wrong: string[] = [];
  for (const [at, life] of lives.entries()) {
    const { words, points } = lived[at]!;
    for (const day of daysFrom(life.advertisedOn, addDays(life.advertisedOn, AFTER))) {
      const [said, counted] = [words.get(day)!, points.get(day)!];
      const fault = faultOf(life, day, said, counted);
      if (fault) wrong.push(`${at} ${day} ${fault}: “${said}” (${counted})`);
    }
  }
  expect(wrong.slice(0, 10)).toEqual([]);
});

function faultOf(life: PetitionLife, day: IsoDate, said: string, counted: number): string | null {
  if (/pending|not yet decided|no longer open|Superseded/i.test(said)) return 'a stale word';
  const { hearingOn, silent, lapsed } = expectedOn(life, day);
  if (life.publishedOn !== null && day >= life.publishedOn) {
    if (life.outcome === 'ordered')
      return counted >= 100 && said.includes('Winding-up order made') ? null : 'no order';
    const on = formatDate(life.publishedOn);
    const sentence = `ended: The winding-up petition against Example Ltd was ${life.outcome} on ${on} (The Gazette).`;
    if (said !== sentence) return 'no end';
    const fresh = day <= addDays(life.publishedOn, 183);
    return counted === (fresh ? 25 : 0) ? null : 'other points after its end';
  }
  if (lapsed) return said.includes('was ever published') && counted === 0 ? null : 'no lapse';
  if (silent)
    return said.includes(
      'No outcome has been published. It may have been dismissed, withdrawn or adjourned',
    ) && counted === 32
      ? null
      : 'not said that no outcome was published';
  if (counted !== 65) return 'other points than a petition';
  if (hearingOn === null)
    return said.includes('The day of its hearing is not known') ? null : 'a hearing that nobody read';
  if (!said.includes(`listed for hearing on ${formatDate(hearingOn)}`)) return 'another hearing';
  return day < hearingOn === !said.includes('we do not know the outcome') ? null : 'stale about the hearing';
}

test('of 1,000 petitions each who was told is told once of each change, and of nothing else', () => {
  const wrong: string[] = [];
  for (const [at, life] of lives.entries()) {
    const { mails } = lived[at]!;
    const expected = mailsOf(life);
    if (JSON.stringify(mails) !== JSON.stringify(expected))
      wrong.push(`${at} ${JSON.stringify(life)}: ${mails.join(', ')}; not ${expected.join(', ')}`);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
});

/** What should be told, reckoned day by day from what is published. */
function mailsOf(life: PetitionLife): string[] {
  const mails = ['winding-up-petition'];
  const [silentSince, lapsedSince, relistedFor] = [
    new Set<IsoDate>(),
    new Set<IsoDate>(),
    new Set<IsoDate>(),
  ];
  for (const day of daysFrom(life.advertisedOn, addDays(life.advertisedOn, LAST))) {
    if (day === life.publishedOn) {
      mails.push(life.outcome === 'ordered' ? 'winding-up-order' : life.outcome);
      break;
    }
    const { from, silent, lapsed } = expectedOn(life, day);
    if (lapsed && !lapsedSince.has(from)) {
      lapsedSince.add(from);
      mails.push('lapsed');
    } else if (!lapsed && !silent && lapsedSince.size > 0 && !relistedFor.has(from)) {
      relistedFor.add(from);
      mails.push('relisted');
    } else if (!lapsed && silent && !silentSince.has(from)) {
      silentSince.add(from);
      mails.push('no outcome');
    }
  }
  return mails;
}

test('a council that knows of a later hearing is told by that one, and the others as before', () => {
  const life: PetitionLife = {
    advertisedOn: '2026-03-02',
    hearingOn: '2026-03-20',
    adjourned: [],
    outcome: 'dismissed in silence',
    publishedOn: null,
  };
  const knows = { council: GssCode.parse('E09000002'), cause: '', hearingOn: '2026-07-01' };
  const first = judge(statementsOf(life), '2026-03-02', '2026-03-02', null);
  const { cause } = causesOf(first, null)[0]!;
  const sent: SentAlert[] = [council, knows.council].map((of, at) => ({
    id: String(at + 1),
    council: of,
    cause,
    kind: 'formal',
    status: 'raised',
  }));
  const toldOn = (day: IsoDate) =>
    followUpsOf(sent, judge(statementsOf(life), day, day, null), [{ ...knows, cause }]).followUps.map(
      ({ alertId, cause: next }) => `${alertId}${next.slice(cause.length)}`,
    );
  expect(toldOn('2026-04-10')).toEqual(['1:no-outcome:2026-03-20']);
  expect(toldOn('2026-06-18')).toEqual(['1:lapsed:2026-03-20']);
  expect(toldOn('2026-07-22')).toEqual(['1:lapsed:2026-03-20', '2:no-outcome:2026-07-01']);
  expect(toldOn('2026-09-29')).toEqual(['1:lapsed:2026-03-20', '2:lapsed:2026-07-01']);
});
