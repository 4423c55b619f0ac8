import type { PointsBin } from './indicator.ts';

/** Made by `npm run tocsin -- evaluate --refit` (seeded; see MODEL.md); a test proves that it is what the data give. */
export const fittedOn = { set: 'Polish 5year_dev_half', n: 2978, failures: 208 };

export const balanceSheetPoints = {
  'working-capital': [
    { below: -0.3, points: 4 },
    { below: -0.11, points: 3 },
    { below: 0.0095, points: 2 },
    { below: 0.047, points: 1 },
    { below: Infinity, points: 0 },
  ],
  'equity-to-liabilities': [
    { below: 0.38, points: 1 },
    { below: Infinity, points: 0 },
  ],
  'liabilities-to-assets': [
    { below: 0.62, points: 0 },
    { below: 1, points: 1 },
    { below: Infinity, points: 2 },
  ],
  'cash-to-creditors': [
    { below: 0.0088, points: 5 },
    { below: 0.049, points: 3 },
    { below: 0.17, points: 1 },
    { below: Infinity, points: 0 },
  ],
  'acid-ratio': [
    { below: 0.23, points: 12 },
    { below: 0.37, points: 9 },
    { below: 0.64, points: 5 },
    { below: 0.87, points: 2 },
    { below: Infinity, points: 0 },
  ],
  'retained-losses': [
    { below: -0.19, points: 7 },
    { below: -0.015, points: 5 },
    { below: 0.03, points: 2 },
    { below: Infinity, points: 0 },
  ],
  'short-term-creditors': [
    { below: 0.36, points: 0 },
    { below: 0.58, points: 1 },
    { below: 0.73, points: 2 },
    { below: 0.88, points: 3 },
    { below: Infinity, points: 4 },
  ],
  'small-balance-sheet': [
    { below: 440000, points: 6 },
    { below: 1200000, points: 4 },
    { below: 3100000, points: 3 },
    { below: Infinity, points: 0 },
  ],
} as const satisfies Record<string, readonly PointsBin[]>;

export const profitPoints = {
  'return-on-assets': [{ below: Infinity, points: 0 }],
  'operating-margin': [
    { below: -0.12, points: 13 },
    { below: -0.038, points: 10 },
    { below: -0.0036, points: 6 },
    { below: Infinity, points: 0 },
  ],
  'turnover-fall': [
    { below: 0.82, points: 6 },
    { below: 0.9, points: 4 },
    { below: 0.99, points: 2 },
    { below: Infinity, points: 0 },
  ],
  'altman-zone': [{ below: Infinity, points: 0 }],
  'taffler-zone': [{ below: Infinity, points: 0 }],
} as const satisfies Record<string, readonly PointsBin[]>;

/** Out of fold, mean of ten seeded runs: firms by the points of their accounts, and how many of them failed. */
export const calibrationSteps = [
  { from: 0, firms: 757, failures: 10 },
  { from: 5, firms: 874, failures: 22 },
  { from: 10, firms: 492, failures: 17 },
  { from: 15, firms: 294, failures: 19 },
  { from: 20, firms: 194, failures: 29 },
  { from: 25, firms: 135, failures: 23 },
  { from: 30, firms: 76, failures: 20 },
  { from: 35, firms: 52, failures: 16 },
  { from: 40, firms: 42, failures: 20 },
  { from: 45, firms: 31, failures: 17 },
  { from: 50, firms: 31, failures: 14 },
] as const;
