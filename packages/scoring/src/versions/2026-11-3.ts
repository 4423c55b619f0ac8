import type { ReleaseDifferences } from './releases.ts';

export const released: ReleaseDifferences = {
  version: '2026.11.3',
  weights: {
    'group-contagion': {
      points: 40,
      levels: {
        'parent-insolvent': 40,
        'parent-severe': 20,
        'parent-event': 10,
        'sister-insolvent': 15,
        'sister-severe': 8,
        'sister-event': 3,
      },
    },
  },
};
