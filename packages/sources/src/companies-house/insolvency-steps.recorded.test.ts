import { expect, test } from 'vitest';
import { textOf } from '../document.ts';
import { hasRecorded, recorded } from '../testing.ts';
import { filingKinds } from './filing-kinds.ts';
import { isKnownStep, isOfInsolvency } from './insolvency-steps.ts';

test.skipIf(!hasRecorded)(
  'of all descriptions of the register one alone about an insolvency is no known step',
  () => {
    const enumeration = textOf(recorded('companies-house/enumerations/filing_history_descriptions.yml'));
    const descriptions = [...enumeration.matchAll(/^\s+'?"?([\w-]+)'?"?\s*:/gm)].map(([, name = '']) => name);
    expect(descriptions.length).toBeGreaterThan(1_100);
    const asked = descriptions.filter(
      (description) =>
        isOfInsolvency({ description }) &&
        !isKnownStep({ description }) &&
        !filingKinds.some(([pattern]) => pattern.test(description)),
    );
    expect(asked).toEqual([
      'notice-of-insolvency-proceedings-for-a-further-education-or-sixth-form-college-corporation',
    ]);
  },
);
