import { REGISTER_CATCHES_UP_DAYS } from '@tocsin/domain';
import { type LifeRule, lifeRules } from './lives.ts';
import type { Proceeding } from './proceedings.ts';

/** Numbers that hold for the whole of a version rather than for one question. */
export interface ModelRules {
  /** A look says nothing about what was published more than this many days after it. */
  readonly lookLastsDays: number;
  /** Advertisements of one petition appear within so many days; without a court reference later ones are new petitions. */
  readonly samePetitionDays: number;
  /** A register that shows a company as active so many days after a notice has caught up with the end of it. */
  readonly registerCatchesUpDays: number;
  /** A band is left downwards only when the score is this far below its cut. */
  readonly hysteresisPoints: number;
  /** By proceeding, from which day on it counts less where nothing more is published. Versions before 2026.12.1 had none. */
  readonly lives?: Readonly<Record<string, LifeRule>>;
  /**
   * Solvent windings-up and voluntary strike-offs are kept as information, with their ends. Versions before 2026.12.2
   * counted a voluntary strike-off as any other.
   */
  readonly information?: true;
  /**
   * The register is given that time from the publication of a notice on, whenever what it tells happened. Versions before
   * 2026.12.3 counted from the day of what happened, which may lie long before.
   */
  readonly registerCatchesUpFrom?: 'publication';
  /**
   * An ending that names no court number ends one petition and no other. Versions before 2026.12.4 let it end all that
   * stood, and so left out one that still did.
   */
  readonly endsOnePetition?: true;
  /**
   * A receivership that a notice tells outlasts a register that shows the company as active and never showed the receivers.
   * Versions before 2026.12.5 let it end by that after `registerCatchesUpDays`.
   */
  readonly receiversOutlastActive?: true;
  /**
   * Only a company that is on the register again was restored to it. Versions before 2026.12.6 said so of one that had been
   * dissolved and is shown as removed, or in a word that nobody knows.
   */
  readonly restoredIsLive?: true;
  /** Words of the register that came to be understood later, beside those of the first version. */
  readonly words?: {
    readonly caseTypes: Readonly<Record<string, Proceeding>>;
    readonly caseClosingDates: readonly string[];
  };
}

/** Those of the present version; a change is a new version. */
export const rules: ModelRules = {
  lookLastsDays: 92,
  samePetitionDays: 90,
  registerCatchesUpDays: REGISTER_CATCHES_UP_DAYS,
  hysteresisPoints: 5,
  lives: lifeRules,
  information: true,
  registerCatchesUpFrom: 'publication',
  endsOnePetition: true,
  receiversOutlastActive: true,
  restoredIsLive: true,
  words: {
    // The API's description names both; its list of words has neither. `administration` is what it prints besides its own words.
    caseTypes: { receivership: 'receivership', administration: 'administration' },
    caseClosingDates: ['case-end-on'],
  },
};
