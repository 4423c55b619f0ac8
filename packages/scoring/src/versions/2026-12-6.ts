import type { ReleaseDifferences } from './releases.ts';

export const released: ReleaseDifferences = {
  version: '2026.12.6',
  rules: {
    lookLastsDays: 92,
    samePetitionDays: 90,
    registerCatchesUpDays: 60,
    hysteresisPoints: 5,
    lives: {
      'winding-up-petition': {
        withoutHearing: 70,
        steps: [
          { days: 21, counts: 0.5 },
          { days: 90, counts: 0, active: true },
        ],
      },
      'creditors-decision': {
        steps: [{ days: 42, counts: 0.5 }],
      },
      moratorium: {
        steps: [{ days: 70, counts: 0.5 }],
      },
      'strike-off': {
        steps: [{ days: 100, counts: 0.5 }],
      },
      'company-voluntary-arrangement': {
        steps: [{ days: 1856, counts: 0.5 }],
      },
      receivership: {
        steps: [
          { days: 731, counts: 0.5 },
          { days: 1461, counts: 0, active: true },
        ],
      },
      'restructuring-plan': {
        steps: [{ days: 1856, counts: 0.5 }],
      },
      administration: {
        steps: [{ days: 395, counts: 1 }],
      },
    },
    information: true,
    registerCatchesUpFrom: 'publication',
    endsOnePetition: true,
    receiversOutlastActive: true,
    restoredIsLive: true,
    words: {
      caseTypes: { receivership: 'receivership', administration: 'administration' },
      caseClosingDates: ['case-end-on'],
    },
  },
  weights: {},
};
