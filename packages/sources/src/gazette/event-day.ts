import type { IsoDate, NoticeFamily } from '@tocsin/domain';
import { printedDate } from '../uk-time.ts';

const DAY = String.raw`(?:[A-Z][a-z]+day,?\s+)?(\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+\d{4}|\d{1,2}/\d{1,2}/\d{4})`;

/** How the notices of a family print the day of what they tell: a label of the form, else the words of the sentence. */
const PRINTED: Readonly<Partial<Record<NoticeFamily, readonly RegExp[]>>> = {
  administration: appointment(),
  'administrative-receivership': appointment(),
  receivership: appointment(),
  'creditors-voluntary-liquidation': [
    labelled('Date of (?:Resolution|Passing of Resolution|Appointment)'),
    worded(String.raw`(?:held|passed|appointed)\b[^.;]{0,160}?`),
  ],
  'winding-up-order': [labelled('Date of (?:the )?Winding[- ]up Order')],
  'compulsory-liquidation': [labelled('Date of (?:the )?Winding[- ]up Order'), ...appointment()],
  moratorium: [
    labelled('Date (?:on which )?(?:the )?moratorium (?:came|comes) into force'),
    worded(String.raw`(?:came|comes|coming) into force\b[^.;]{0,60}?`),
  ],
  'moratorium-ended': [worded(String.raw`(?:came|comes|coming) to an end\b[^.;]{0,60}?`)],
  'petition-withdrawn': [worded(String.raw`withdrawn\b[^.;]{0,60}?`)],
  'petition-dismissed': [worded(String.raw`dismissed\b[^.;]{0,60}?`)],
};

/** What its own notice brings about: a petition is advertised by it. */
const BY_PUBLICATION: ReadonlySet<NoticeFamily> = new Set(['winding-up-petition', 'creditors-decision']);

/** The day of what a notice tells, from its words; null where it gives none. */
export function eventDayIn(family: NoticeFamily, words: string, publishedOn: IsoDate | null): IsoDate | null {
  if (BY_PUBLICATION.has(family)) return publishedOn;
  for (const pattern of PRINTED[family] ?? []) {
    const day = printedDate(pattern.exec(words)?.[1]);
    if (day && (publishedOn === null || day <= publishedOn)) return day;
  }
  return null;
}

function appointment(): readonly RegExp[] {
  return [labelled('Date of Appointment'), worded(String.raw`appointed\b[^.;]{0,160}?`)];
}

function labelled(label: string): RegExp {
  return new RegExp(String.raw`${label}\s*:?\s*${DAY}`, 'i');
}

function worded(verb: string): RegExp {
  return new RegExp(String.raw`\b${verb}\b(?:on|made on|from)\s+(?:the\s+)?${DAY}`, 'i');
}
