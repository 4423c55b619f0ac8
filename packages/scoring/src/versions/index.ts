// Written by `npm run tocsin -- release-model`. Do not edit.
import { released as v2026_11_1 } from './2026-11-1.ts';
import { released as v2026_11_2 } from './2026-11-2.ts';
import { released as v2026_11_3 } from './2026-11-3.ts';
import { released as v2026_12_1 } from './2026-12-1.ts';
import { released as v2026_12_2 } from './2026-12-2.ts';
import { released as v2026_12_3 } from './2026-12-3.ts';
import { released as v2026_12_4 } from './2026-12-4.ts';
import { released as v2026_12_5 } from './2026-12-5.ts';
import { released as v2026_12_6 } from './2026-12-6.ts';
import type { ReleaseDifferences } from './releases.ts';

/** Every version ever released, oldest first, each as what it changed. */
export const differences: readonly ReleaseDifferences[] = [
  v2026_11_1,
  v2026_11_2,
  v2026_11_3,
  v2026_12_1,
  v2026_12_2,
  v2026_12_3,
  v2026_12_4,
  v2026_12_5,
  v2026_12_6,
];
