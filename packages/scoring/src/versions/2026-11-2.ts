import type { ReleaseDifferences } from './releases.ts';

export const released: ReleaseDifferences = {
  version: '2026.11.2',
  cuts: { watch: 20, elevated: 35, severe: 60 },
  weights: {
    'winding-up-petition': { points: 65, fade: { full: 183, half: 365 } },
    'petition-dismissed': { points: -55, fade: { full: 183, half: 365 } },
    'creditors-decision': { points: 75, fade: { full: 183, half: 365 } },
    'company-voluntary-arrangement': { points: 60, fade: { full: 731, half: 1826 } },
    moratorium: { points: 65, fade: { full: 183, half: 365 } },
    'moratorium-ended': { points: -45, fade: { full: 183, half: 365 } },
    'restructuring-plan': { points: 60, fade: { full: 731, half: 1826 } },
    receivership: { points: 35, fade: { full: 365, half: 731 } },
    'strike-off-proposed': { points: 25, fade: { full: 183, half: 365 } },
    'insolvency-kind-unknown': { points: 65 },
    dissolved: { points: 60 },
    'working-capital': {
      points: 4,
      bins: [
        { below: -0.3, points: 4 },
        { below: -0.11, points: 3 },
        { below: 0.0095, points: 2 },
        { below: 0.047, points: 1 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'equity-to-liabilities': {
      points: 1,
      bins: [
        { below: 0.38, points: 1 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'liabilities-to-assets': {
      points: 2,
      bins: [
        { below: 0.62, points: 0 },
        { below: 1, points: 1 },
        { below: Infinity, points: 2 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'cash-to-creditors': {
      points: 5,
      bins: [
        { below: 0.0088, points: 5 },
        { below: 0.049, points: 3 },
        { below: 0.17, points: 1 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'acid-ratio': {
      points: 12,
      bins: [
        { below: 0.23, points: 12 },
        { below: 0.37, points: 9 },
        { below: 0.64, points: 5 },
        { below: 0.87, points: 2 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'retained-losses': {
      points: 7,
      bins: [
        { below: -0.19, points: 7 },
        { below: -0.015, points: 5 },
        { below: 0.03, points: 2 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'short-term-creditors': {
      points: 4,
      bins: [
        { below: 0.36, points: 0 },
        { below: 0.58, points: 1 },
        { below: 0.73, points: 2 },
        { below: 0.88, points: 3 },
        { below: Infinity, points: 4 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'small-balance-sheet': {
      points: 6,
      bins: [
        { below: 440000, points: 6 },
        { below: 1200000, points: 4 },
        { below: 3100000, points: 3 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'negative-net-assets': { points: 4, fade: { full: 639, half: 1005 } },
    'net-assets-falling': {
      points: 6,
      bins: [
        { below: -0.5, points: 6 },
        { below: -0.25, points: 3 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'creditors-outgrow-assets': {
      points: 4,
      bins: [
        { below: 0.1, points: 0 },
        { below: 0.3, points: 2 },
        { below: Infinity, points: 4 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'operating-margin': {
      points: 13,
      bins: [
        { below: -0.12, points: 13 },
        { below: -0.038, points: 10 },
        { below: -0.0036, points: 6 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'return-on-assets': {
      points: 0,
      bins: [{ below: Infinity, points: 0 }],
      fade: { full: 639, half: 1005 },
    },
    'turnover-fall': {
      points: 6,
      bins: [
        { below: 0.82, points: 6 },
        { below: 0.9, points: 4 },
        { below: 0.99, points: 2 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'interest-cover': {
      points: 5,
      bins: [
        { below: 1, points: 5 },
        { below: 1.5, points: 2 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
    },
    'altman-zone': { points: 0, bins: [{ below: Infinity, points: 0 }], fade: { full: 639, half: 1005 } },
    'taffler-zone': { points: 0, bins: [{ below: Infinity, points: 0 }], fade: { full: 639, half: 1005 } },
    'staff-cut': {
      points: 5,
      bins: [
        { below: 0.7, points: 5 },
        { below: 0.85, points: 2 },
        { below: Infinity, points: 0 },
      ],
      fade: { full: 639, half: 1005 },
      thresholds: { 'fewest-people': 10 },
    },
    'accounting-period-moved': {
      points: 8,
      levels: { extended: 8, plain: 4 },
      fade: { full: 365, half: 731 },
    },
    'auditor-resigned': { points: 8, fade: { full: 365, half: 731 } },
    'qualified-opinion': { points: 10, fade: { full: 639, half: 1005 } },
    'going-concern-uncertainty': {
      points: 30,
      levels: { 'not-going-concern': 30, 'going-concern-uncertainty': 20 },
      fade: { full: 639, half: 1005 },
    },
    'directors-resigned': {
      points: 7,
      fade: { full: 183, half: 365 },
      thresholds: { cluster: 3, 'cluster-days': 92 },
    },
    'address-moved': {
      points: 30,
      levels: { 'insolvency-practitioner': 30, 'mass-registration': 6, plain: 1 },
      fade: { full: 183, half: 365 },
    },
    'audit-exemption-changed': { points: 2, fade: { full: 365, half: 731 } },
    'payment-days': {
      points: 8,
      levels: { long: 8, longer: 5 },
      fade: { full: 274, half: 548 },
      thresholds: { long: 90, 'longer-by': 10 },
    },
    'short-interest': {
      points: 16,
      bins: [
        { below: 5, points: 0 },
        { below: 10, points: 6 },
        { below: 20, points: 10 },
        { below: Infinity, points: 16 },
      ],
      fade: { full: 45, half: 90 },
    },
    'contract-performance': { points: 6, fade: { full: 365, half: 731 } },
    'group-contagion': {
      points: 30,
      levels: { 'parent-insolvent': 30, 'parent-severe': 20, 'sister-insolvent': 15, 'sister-severe': 8 },
    },
    'sector-failure-rate': { points: 6, levels: { 'accommodation-and-food': 6, construction: 2 } },
    'young-company': { points: 3, thresholds: { 'young-days': 1095 } },
  },
};
