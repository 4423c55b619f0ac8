import { expect, test } from 'vitest';
import { loadAssets } from './stylesheet.ts';

test('the stylesheet leaves GOV.UK’s typeface and crest where they belong and fetches nothing', () => {
  const { stylesheet } = loadAssets(import.meta.dirname);
  const css = stylesheet.body.toString();
  expect(css.includes('.govuk-button')).toBe(true);
  expect(css.match(/GDS Transport|@font-face|Margaret Calvert|url\([^)]*\)/gi)).toBeNull();
});
