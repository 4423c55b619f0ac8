import type { Topic } from '@tocsin/domain';
import type { Proceeding } from './proceedings.ts';

/** What is said of a fact from a day of its life on where nothing more has been published. */
export interface LifeStep {
  /** Days after the day that the life is counted from. */
  readonly days: number;
  /** The share of its points that the fact still counts. */
  readonly counts: 1 | 0.5 | 0;
  /** The register must show the company as active. */
  readonly active?: true;
  /** True where everyone who was told of the fact is told of this step, once. */
  readonly told?: true;
  /** What is said from then on. */
  readonly say: string;
}

/** The life of an adverse fact: every one has an end. */
export interface Life {
  /** What may follow it, in the words of its publishers. */
  readonly mayFollow: readonly string[];
  /** What it is counted from. */
  readonly from: 'hearing' | 'beginning' | 'latest suspension';
  /** Where no hearing could be read, so many days after publication stand for it. */
  readonly withoutHearing?: number;
  /** What must have been looked at on the day of a step or later: any of these. Nobody looked = nothing is found. */
  readonly lookedAt: readonly Topic[];
  /** By when it should be known what followed, and what is said if nothing is published; none = it stands until it is ended. */
  readonly steps: readonly LifeStep[];
}

const register: readonly Topic[] = ['company-profile', 'insolvency-cases'];
const ends = (...mayFollow: string[]): Life => ({
  mayFollow,
  from: 'beginning',
  lookedAt: register,
  steps: [],
});

/**
 * Every adverse fact, what may follow it, by when that should be known, and what is said if nothing is published. The
 * days are part of a version of the score (`rules.lives`); a change here is a new version. Law: Insolvency Act 1986 and
 * Insolvency (England and Wales) Rules 2016, Companies Act 2006.
 */
export const lives = {
  'winding-up-petition': {
    // r.7.19 (withdrawal), r.7.23 (dismissal is gazetted); an adjournment need not be published.
    mayFollow: ['winding-up order', 'dismissal', 'withdrawal', 'adjournment', 'administration'],
    from: 'hearing',
    withoutHearing: 70,
    lookedAt: register,
    steps: [
      {
        days: 21,
        counts: 0.5,
        told: true,
        say: 'No outcome has been published. It may have been dismissed, withdrawn or adjourned (an adjournment need not be published): ask the supplier, or search the court’s register of petitions.',
      },
      {
        days: 90,
        counts: 0,
        active: true,
        told: true,
        say: 'Its outcome was never published. The register shows the company as active, so it no longer counts.',
      },
    ],
  },
  'creditors-decision': {
    // s.98 and r.6.14: the decision is taken within 14 days of the resolution, and the liquidator's appointment gazetted within 14 more.
    mayFollow: [
      'creditors’ voluntary liquidation',
      'adjournment',
      'nothing, where the members pass no resolution',
    ],
    from: 'beginning',
    lookedAt: register,
    steps: [
      {
        days: 42,
        counts: 0.5,
        told: true,
        say: 'No liquidation has been published. The decision may have been put off, or not taken: ask the supplier.',
      },
    ],
  },
  moratorium: {
    // Part A1, ss.A9 to A13: 20 business days, as many more by the directors' notice, up to a year with creditors' consent.
    mayFollow: ['extension', 'end by the monitor', 'arrangement', 'administration'],
    from: 'beginning',
    lookedAt: register,
    steps: [
      {
        days: 70,
        counts: 0.5,
        told: true,
        say: 'The first period and its extension by the directors have run out. Neither an end nor a longer extension has been published here: ask the monitor named in the notice.',
      },
    ],
  },
  'strike-off': {
    // Companies Act 2006 ss.1000 and 1003: struck off not less than two months after the notice in The Gazette.
    mayFollow: ['suspension', 'discontinuance', 'dissolution'],
    from: 'latest suspension',
    lookedAt: register,
    steps: [
      {
        days: 100,
        counts: 0.5,
        told: true,
        say: 'Neither a dissolution nor a discontinuance has been published. The proposal may have been suspended on somebody’s objection: look at the register.',
      },
    ],
  },
  'company-voluntary-arrangement': {
    mayFollow: ['completion', 'termination', 'administration', 'liquidation'],
    from: 'beginning',
    lookedAt: register,
    steps: [
      {
        days: 1_856,
        counts: 0.5,
        say: 'Arrangements run for three to five years. Neither its completion nor its termination has been published.',
      },
    ],
  },
  receivership: {
    // Law of Property Act 1925 s.101 and s.109: receivers of what is charged, while the company goes on. Its register entry
    // stays active, so that does not end it; that they have ceased to act need not be gazetted.
    mayFollow: ['notice that the receivers have ceased to act', 'administration', 'liquidation'],
    from: 'beginning',
    lookedAt: register,
    steps: [
      {
        days: 731,
        counts: 0.5,
        say: 'No notice that the receivers have ceased to act has been published in two years.',
      },
      {
        days: 1_461,
        counts: 0,
        active: true,
        told: true,
        say: 'No notice that the receivers have ceased to act was published in four years. The register shows the company as active, so it no longer counts.',
      },
    ],
  },
  'restructuring-plan': {
    mayFollow: ['completion', 'administration', 'liquidation'],
    from: 'beginning',
    lookedAt: register,
    steps: [
      { days: 1_856, counts: 0.5, say: 'Nothing about its completion has been published in five years.' },
    ],
  },
  administration: {
    // Schedule B1 para 76: it ends by itself after a year unless it is extended. A fact until its end is on record.
    mayFollow: [
      'extension',
      'sale and dissolution',
      'creditors’ voluntary liquidation',
      'return to the directors',
    ],
    from: 'beginning',
    lookedAt: register,
    steps: [
      {
        days: 395,
        counts: 1,
        say: 'An administration ends after a year unless it is extended. Neither has been published here.',
      },
    ],
  },
  'winding-up-order': ends('dissolution', 'rescission or stay of the order'),
  'creditors-voluntary-liquidation': ends('dissolution'),
  'administrative-receivership': ends('notice that the receivers have ceased to act', 'liquidation'),
  'unspecified-insolvency': ends('a case that says which kind', 'dissolution'),
  dissolved: ends('restoration to the register'),
  'solvent-winding-up': ends('dissolution', 'creditors’ voluntary liquidation'),
  // Companies Act 2006 ss.1003 to 1010: on application, unless it is withdrawn or somebody objects.
  'voluntary-strike-off': ends('suspension', 'withdrawal of the application', 'dissolution'),
} as const satisfies Record<Proceeding, Life>;

/** Facts that are no proceedings, and what ends them: their indicators, or the alerts, say so where it is on record. */
export const livesOfFilings = {
  'accounts-overdue': {
    mayFollow: ['accounts filed', 'proposal to strike off'],
    endedBy: 'accounts filed after the due day',
  },
  'confirmation-statement-overdue': {
    mayFollow: ['statement filed', 'proposal to strike off'],
    endedBy: 'a later due day',
  },
  'new-charge': { mayFollow: ['satisfaction', 'receivership'], endedBy: 'its satisfaction on the register' },
  // Told as information, without points: a conversion or a transfer is no sign of distress.
  'left-register': {
    mayFollow: ['registration under another number', 'return to the register', 'dissolution'],
    endedBy: 'the register showing the company again, or as dissolved',
  },
} as const;

/** Signs of a provider of care, which count no points so far: what may follow each, and what ends it. */
export const livesOfCare = {
  'care-inadequate': {
    mayFollow: ['a better rating', 'special measures', 'cancellation of the registration'],
    endedBy: 'a better rating, or the end of that registration',
  },
  'care-ratings-falling': {
    mayFollow: ['better ratings', 'a rating of Inadequate', 'closures'],
    endedBy: 'better ratings, or twelve months without another fall',
  },
  'care-closures': {
    mayFollow: ['further closures', 'a new provider at the same place'],
    endedBy: 'twelve months without another closure, or a new provider at the same place',
  },
} as const;

/** The numbers of a life, as a version of the score keeps them. */
export interface LifeRule {
  readonly withoutHearing?: number;
  readonly steps: readonly { readonly days: number; readonly counts: number; readonly active?: true }[];
}

/** The numbers of every life that has steps. */
export const lifeRules: Readonly<Record<string, LifeRule>> = Object.fromEntries(
  Object.entries<Life>(lives)
    .filter(([, { steps }]) => steps.length > 0)
    .map(([family, { withoutHearing, steps }]) => [
      family,
      {
        ...(withoutHearing !== undefined && { withoutHearing }),
        steps: steps.map(({ days, counts, active }) => ({ days, counts, ...(active && { active }) })),
      },
    ]),
);
