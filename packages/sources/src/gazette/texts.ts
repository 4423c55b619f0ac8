import { z } from 'zod';
import { UnreadableDocument } from '../define-source.ts';
import { csvObjects } from '../tables/csv-objects.ts';
import { companiesIn } from './companies.ts';
import { readNoticeWords } from './contradiction.ts';
import { correctionIn, petitionEndIn } from './correction.ts';
import { eventDaysIn } from './event-day.ts';
import { familyOfHeading } from './heading.ts';
import { BARE, type PrintedNotice } from './notice.ts';
import { hearingIn, liquidationIn } from './prose.ts';

const Text = z.object({
  notice_id: z.union([z.string(), z.number()]),
  heading: z.string(),
  published: z.string().nullish(),
  text: z.string().nullish(),
});

/** A list of notice texts: `[{notice_id, heading, published, text}]`. Null where an entry is not one. */
export function noticeOfText(entry: unknown): PrintedNotice | null {
  const read = Text.safeParse(entry);
  if (!read.success) return null;
  const prose = read.data.text ?? '';
  const { heading, published } = read.data;
  const id = String(read.data.notice_id);
  const isPetition = familyOfHeading(heading) === 'winding-up-petition';
  const passages = prose.split('\n').map((text) => ({ text, isHeading: false, names: [] }));
  const { companies, doubtful } = companiesIn(passages, { titles: [], ofOne: isPetition });
  return {
    ...BARE,
    id,
    heading,
    companies,
    unread: doubtful.length,
    published: published ?? null,
    whole: true,
    hearing: isPetition ? hearingIn(prose) : null,
    liquidation: liquidationIn(prose),
    correction: correctionIn(prose, id),
    petitionEnded: isPetition ? petitionEndIn(prose) : null,
    words: readNoticeWords(prose),
    days: eventDaysIn(prose),
  };
}

const Row = z.object({
  company_name: z.string(),
  published: z.string(),
  notice_url: z.string(),
  notice_code: z.string().optional(),
});

/** A table of notices of one type; without a `notice_code` column the file is named for the type, `petitions_…`. */
export function noticesOfTable(text: string, fileName: string): (PrintedNotice | null)[] {
  const rows = z.array(z.unknown()).parse(csvObjects(Buffer.from(text)));
  const heading = /petitions/i.test(fileName) ? 'Petitions to wind up (companies)' : null;
  return rows.map((row) => {
    const read = Row.safeParse(row);
    if (!read.success) return null;
    const code = read.data.notice_code || null;
    if (!code && !heading) throw new UnreadableDocument('a table of notices that says nowhere of which type');
    return {
      ...BARE,
      id: read.data.notice_url.split('/').at(-1) ?? '',
      code,
      heading,
      companies: [{ name: read.data.company_name, number: null, postcode: null }],
      published: read.data.published,
    };
  });
}
