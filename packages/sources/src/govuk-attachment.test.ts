import { expect, test } from 'vitest';
import { attachmentOn } from './govuk-attachment.ts';
import { UnreadableDocument } from './unreadable.ts';

const PAGE = 'https://www.gov.uk/government/publications/current-registered-providers-of-social-housing';

test('the first spreadsheet that a publication of GOV.UK has attached is the one that counts', () => {
  const page = `<main><a href="/help">Help</a><a href="/media/1/letter.pdf">Letter</a>
    <a href="https://assets.publishing.service.gov.uk/media/2/list-november-2026.xlsx">List</a>
    <a href="https://assets.publishing.service.gov.uk/media/3/list-october-2026.ods">List before</a></main>`;
  expect(attachmentOn(page, PAGE)).toBe(
    'https://assets.publishing.service.gov.uk/media/2/list-november-2026.xlsx',
  );
  expect(attachmentOn('<a href="/media/4/list.csv?v=2">List</a>', PAGE)).toBe(
    'https://www.gov.uk/media/4/list.csv?v=2',
  );
  expect(() => attachmentOn('<p>Sorry</p>', PAGE)).toThrow(UnreadableDocument);
});
