import type { IsoDate, NoticeFamily } from '@tocsin/domain';
import { printedDate } from '../uk-time.ts';

const DAY = String.raw`(?:[A-Z][a-z]+day,?\s+)?(\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+\d{4}|\d{1,2}/\d{1,2}/\d{4})`;

/** Within one sentence: `10.00 a.m.` does not end it. */
const WITHIN = String.raw`(?:[^.;]|\.(?=\d|m\b)|(?<=\b[ap]\.m)\.|(?<=\bno)\.)`;

/** How the notices of a family print the day of what they tell: a label of the form, else the words of the sentence. */
const PRINTED: Readonly<Partial<Record<NoticeFamily, readonly RegExp[]>>> = {
  administration: appointment(),
  'administrative-receivership': appointment(),
  receivership: appointment(),
  'creditors-voluntary-liquidation': resolution(),
  'members-voluntary-liquidation': resolution(),
  'winding-up-order': orderOfCourt(),
  // The court’s order begins it: a liquidator is appointed later, and sometimes again.
  'compulsory-liquidation': orderOfCourt(),
  moratorium: [
    labelled('Date (?:on which )?(?:the )?moratorium (?:came|comes) into force'),
    worded(String.raw`(?:came|comes|coming) into force\b[^.;]{0,60}?`),
  ],
  'moratorium-ended': [worded(String.raw`(?:came|comes|coming) to an end\b[^.;]{0,60}?`)],
  'petition-withdrawn': [worded(String.raw`withdrawn\b[^.;]{0,60}?`)],
  'petition-dismissed': [worded(String.raw`dismissed\b[^.;]{0,60}?`)],
};

/** An office-holder who follows another, or joins one: the day of that appointment is not that of the proceeding. */
const ANOTHER =
  /\b(?:replacement|additional|successor|substitute) (?:joint )?(?:administrat|liquidator|receiver|office[- ]holder)|\b(?:administrators?|liquidators?|receivers?)\b[^.]{0,80}\bin (?:place|succession|substitution|stead) (?:of|to)\b|\b(?:re)?placing\b[^.]{0,60}\bas (?:joint )?(?:administrat|liquidator|receiver)/i;
const BY_APPOINTMENT: ReadonlySet<string> = new Set<NoticeFamily>([
  'administration',
  'administrative-receivership',
  'receivership',
  'creditors-voluntary-liquidation',
  'members-voluntary-liquidation',
]);

/** What its own notice brings about: a petition is advertised by it. */
const BY_PUBLICATION: ReadonlySet<NoticeFamily> = new Set(['winding-up-petition', 'creditors-decision']);

/** The days that a notice's words give of what it would tell, were it of that family, as its forms are looked for. */
export type PrintedDays = Readonly<Partial<Record<NoticeFamily, readonly IsoDate[]>>>;

/** Reads the days in the words of a notice; families of which they give none are left out. */
export function eventDaysIn(words: string): PrintedDays {
  const isOfAnother = ANOTHER.test(words);
  const days = Object.entries(PRINTED).map(([family, patterns]) => [
    family,
    isOfAnother && BY_APPOINTMENT.has(family)
      ? []
      : patterns.flatMap((pattern) => printedDate(pattern.exec(words)?.[1]) ?? []),
  ]);
  return Object.fromEntries(days.filter(([, found]) => found?.length));
}

/** The day of what a notice tells; null where its words give none. */
export function eventDayOf(
  family: NoticeFamily,
  days: PrintedDays,
  publishedOn: IsoDate | null,
): IsoDate | null {
  if (BY_PUBLICATION.has(family)) return publishedOn;
  return days[family]?.find((day) => publishedOn === null || day <= publishedOn) ?? null;
}

function resolution(): readonly RegExp[] {
  return [
    labelled('Date of (?:Resolution|Passing of Resolution|Appointment)'),
    worded(String.raw`(?:held|passed|appointed)\b${WITHIN}{0,160}?`),
  ];
}

function orderOfCourt(): readonly RegExp[] {
  return [
    labelled('Date of (?:the )?Winding[- ]up Order'),
    worded(
      String.raw`(?:winding[- ]up order|ordered (?:to be |that )${WITHIN}{0,120}?wound up)\b${WITHIN}{0,60}?`,
    ),
  ];
}

function appointment(): readonly RegExp[] {
  return [labelled('Date of Appointment'), worded(String.raw`appointed\b${WITHIN}{0,160}?`)];
}

function labelled(label: string): RegExp {
  return new RegExp(String.raw`${label}\s*:?\s*${DAY}`, 'i');
}

function worded(verb: string): RegExp {
  return new RegExp(String.raw`\b${verb}\b(?:on|made on|from)\s+(?:the\s+)?${DAY}`, 'i');
}
