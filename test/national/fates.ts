import { addDays, type IsoDate } from '@tocsin/domain';
import { shuffled, streamOf } from './random.ts';

/**
 * What becomes of a company. Of every two hundred in a row each fate befalls as many as stand here, so that the smallest
 * country has one of each; at random among them, and at a random time of the last four years.
 */
const SHARES = {
  'petition-dismissed': 1,
  'petition-order': 1,
  'petition-withdrawn': 1,
  'petition-adjourned-order': 1,
  'petition-no-outcome': 1,
  'administration-liquidation': 1,
  'administration-dissolved': 1,
  'administration-rescued': 1,
  'creditors-liquidation': 2,
  'voluntary-arrangement': 1,
  moratorium: 1,
  receivership: 1,
  'members-liquidation': 2,
  'struck-off-compulsory': 2,
  'struck-off-voluntary': 2,
  'strike-off-discontinued': 1,
  'stops-filing': 3,
  'files-late': 6,
  'administration-goes-on': 6,
} as const;

export type FateKind = keyof typeof SHARES | 'trades-on';

/** Something that happened, and the notice or filing that says so, if any does. */
export interface Step {
  readonly on: IsoDate;
  readonly what: StepKind;
  /** Notice code of The Gazette; null where no notice is placed. */
  readonly code: string | null;
  readonly noticeId: string | null;
  /** When a petition will be heard. */
  readonly hearingOn?: IsoDate;
}

export type StepKind =
  | 'petition'
  | 'hearing-adjourned'
  | 'petition-dismissed'
  | 'petition-withdrawn'
  | 'winding-up-order'
  | 'liquidators-appointed'
  | 'administration'
  | 'administration-ended'
  | 'creditors-decision'
  | 'creditors-liquidation'
  | 'final-meetings'
  | 'voluntary-arrangement'
  | 'moratorium'
  | 'moratorium-ended'
  | 'receivership'
  | 'members-liquidation'
  | 'strike-off-proposed'
  | 'strike-off-discontinued'
  | 'dissolved'
  | 'filing-stops';

/** How a company left the register, or trading: by insolvency, struck off, or dissolved after a solvent winding up. */
export type Exit = 'insolvent' | 'struck-off' | 'dissolved';

export interface Fate {
  readonly kind: FateKind;
  /** In the order of their days, none after the last day of the country. */
  readonly steps: readonly Step[];
  /** The first formal insolvency. */
  readonly insolventOn: IsoDate | null;
  /** The first exit of any kind. */
  readonly exit: { readonly kind: Exit; readonly on: IsoDate } | null;
  /** In an insolvency procedure, and on the register, on the last day. */
  readonly insolventNow: boolean;
  readonly dissolvedOn: IsoDate | null;
  /** From then on no accounts are filed. */
  readonly filesUntil: IsoDate | null;
}

const BLOCK = 200;
const DAYS_BACK = 4 * 365;
const RECENT_DAYS = 540;
/** An administration ends within a year unless it is extended: four years shrunk to one. */
const ADMINISTRATION_SHARE = 4;

export function fateOf(seed: number, index: number, until: IsoDate): Fate {
  const kind = kindOf(seed, index);
  const random = streamOf(seed, 'fate', index);
  const anyTime = random.chance(0.5)
    ? random.between(3, RECENT_DAYS)
    : random.between(RECENT_DAYS, DAYS_BACK);
  const back = kind === 'administration-goes-on' ? Math.ceil(anyTime / ADMINISTRATION_SHARE) : anyTime;
  const began = workingDay(addDays(until, -back));
  const steps = stepsOf(kind, began)
    .map(({ after, ...step }) => ({ ...step, on: workingDay(addDays(began, after)) }))
    .map((step, at) => ({ ...step, noticeId: step.code === null ? null : noticeIdOf(index, at) }));
  return fateUntil({ kind, steps }, until);
}

/** What had become of a company by a day. */
export function fateUntil({ kind, steps: all }: Pick<Fate, 'kind' | 'steps'>, day: IsoDate): Fate {
  const steps = all.filter(({ on }) => on <= day);
  const dayOf = (...kinds: readonly StepKind[]) => steps.find(({ what }) => kinds.includes(what))?.on ?? null;
  const insolventOn = dayOf('administration', 'winding-up-order', 'creditors-liquidation');
  const dissolvedOn = dayOf('dissolved');
  const rescued = dayOf('administration-ended') !== null && kind === 'administration-rescued';
  return {
    kind,
    steps,
    insolventOn,
    exit: exitOf(kind, insolventOn, dissolvedOn),
    insolventNow: insolventOn !== null && dissolvedOn === null && !rescued,
    dissolvedOn,
    filesUntil: dayOf('filing-stops') ?? (rescued ? null : insolventOn) ?? dissolvedOn,
  };
}

/** Still on the register after something befell it that The Gazette printed. */
export function isInTrouble({ steps, dissolvedOn, kind }: Fate): boolean {
  return dissolvedOn === null && kind !== 'members-liquidation' && steps.some(({ code }) => code !== null);
}

function exitOf(kind: FateKind, insolventOn: IsoDate | null, dissolvedOn: IsoDate | null): Fate['exit'] {
  if (insolventOn) return { kind: 'insolvent', on: insolventOn };
  if (!dissolvedOn) return null;
  return { kind: kind.startsWith('struck-off') ? 'struck-off' : 'dissolved', on: dissolvedOn };
}

/** Each block of companies holds the same fates, in an order of its own. */
export function kindOf(seed: number, index: number): FateKind {
  let place = orderOf(seed, Math.floor(index / BLOCK))[index % BLOCK] ?? BLOCK;
  for (const [kind, share] of Object.entries(SHARES)) {
    if (place < share) return kind as FateKind;
    place -= share;
  }
  return 'trades-on';
}

const orders = new Map<string, readonly number[]>();

function orderOf(seed: number, block: number): readonly number[] {
  const key = `${seed}/${block}`;
  const known = orders.get(key);
  if (known) return known;
  const order = shuffled(BLOCK, streamOf(seed, 'fates', block));
  if (orders.size >= 1_000) orders.clear();
  orders.set(key, order);
  return order;
}

type Planned = Omit<Step, 'on' | 'noticeId'> & { readonly after: number };

const step = (after: number, what: StepKind, code: string | null = null): Planned => ({ after, what, code });

function stepsOf(kind: FateKind, began: IsoDate): readonly Planned[] {
  const petition = { ...step(0, 'petition', '2450'), hearingOn: workingDay(addDays(began, 30)) };
  const order = (after: number) => [
    step(after, 'winding-up-order', '2452'),
    step(after + 40, 'liquidators-appointed', '2454'),
    step(after + 700, 'dissolved'),
  ];
  switch (kind) {
    case 'petition-dismissed':
      return [petition, step(37, 'petition-dismissed', '2461')];
    case 'petition-order':
      return [petition, ...order(36)];
    case 'petition-withdrawn':
      return [petition, step(30, 'petition-withdrawn')];
    case 'petition-adjourned-order':
      return [petition, step(30, 'hearing-adjourned'), ...order(78)];
    case 'petition-no-outcome':
      return [petition];
    case 'administration-liquidation':
      return [
        step(0, 'administration', '2410'),
        step(330, 'administration-ended'),
        step(330, 'creditors-liquidation', '2443'),
        step(900, 'dissolved'),
      ];
    case 'administration-dissolved':
      return [step(0, 'administration', '2410'), step(365, 'administration-ended'), step(455, 'dissolved')];
    case 'administration-rescued':
      return [step(0, 'administration', '2410'), step(300, 'administration-ended')];
    case 'creditors-liquidation':
      return [
        step(0, 'creditors-decision', '2442'),
        step(9, 'creditors-liquidation', '2441'),
        step(9, 'liquidators-appointed', '2443'),
        step(520, 'final-meetings', '2445'),
        step(620, 'dissolved'),
      ];
    case 'voluntary-arrangement':
      return [step(0, 'voluntary-arrangement')];
    case 'moratorium':
      return [step(0, 'moratorium', '2401'), step(20, 'moratorium-ended', '2402')];
    case 'receivership':
      return [step(0, 'receivership', '2423')];
    case 'members-liquidation':
      return [
        step(0, 'members-liquidation', '2431'),
        step(0, 'liquidators-appointed', '2432'),
        step(300, 'final-meetings', '2435'),
        step(400, 'dissolved'),
      ];
    case 'struck-off-compulsory':
      return [step(-350, 'filing-stops'), step(0, 'strike-off-proposed'), step(75, 'dissolved')];
    case 'struck-off-voluntary':
      return [step(0, 'strike-off-proposed'), step(80, 'dissolved')];
    case 'strike-off-discontinued':
      return [step(0, 'strike-off-proposed'), step(40, 'strike-off-discontinued')];
    case 'stops-filing':
      return [step(0, 'filing-stops')];
    case 'administration-goes-on':
      return [step(0, 'administration', '2410')];
    case 'files-late':
    case 'trades-on':
      return [];
  }
}

/** `99`, six digits of the company, two of the step: The Gazette's own ids have seven. */
function noticeIdOf(index: number, at: number): string {
  return `99${String(index).padStart(6, '0')}${String(at).padStart(2, '0')}`;
}

/** Registers and gazettes are published on working days: a weekend's business is Monday's. */
export function workingDay(day: IsoDate): IsoDate {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}
