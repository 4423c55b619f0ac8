import type { ReleaseDifferences } from './releases.ts';

export const released: ReleaseDifferences = {
  version: '2026.11.1',
  cuts: { watch: 15, elevated: 30, severe: 55 },
  rules: { lookLastsDays: 92, samePetitionDays: 90, registerCatchesUpDays: 60, hysteresisPoints: 5 },
  weights: {
    'winding-up-order': { points: 100 },
    'creditors-voluntary-liquidation': { points: 100 },
    administration: { points: 100 },
    'administrative-receivership': { points: 100 },
    'winding-up-petition': { points: 60, fade: { full: 180, half: 365 } },
    'petition-dismissed': { points: -50, fade: { full: 180, half: 365 } },
    'creditors-decision': { points: 60, fade: { full: 180, half: 365 } },
    'company-voluntary-arrangement': { points: 55, fade: { full: 730, half: 1826 } },
    moratorium: { points: 60, fade: { full: 180, half: 365 } },
    'moratorium-ended': { points: -40, fade: { full: 180, half: 365 } },
    'restructuring-plan': { points: 55, fade: { full: 730, half: 1826 } },
    receivership: { points: 35, fade: { full: 365, half: 730 } },
    'strike-off-proposed': { points: 30, fade: { full: 180, half: 365 } },
    'insolvency-kind-unknown': { points: 60 },
    dissolved: { points: 55 },
    'accounts-overdue': { points: 12, thresholds: { 'filed-before-due-days': 300 } },
    'accounts-late-before': { points: 4, fade: { full: 365, half: 1096 } },
    'confirmation-statement-overdue': { points: 5 }, // Asked as recent-charge then; the same question.
    'new-charge': { points: 5, fade: { full: 183, half: 365 } },
  },
};
