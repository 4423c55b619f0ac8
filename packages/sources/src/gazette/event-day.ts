import { dayOf, type IsoDate, type IsoInstant, type NoticeFamily } from '@tocsin/domain';
import { EARLIER_NOTICE, IN_PLACE_OF, isOfAnother, sentencesOf } from './clauses.ts';
import { dayRead, PRINTED_DAY, WEEKDAY } from './printed-days.ts';

const DAY = `${WEEKDAY}(${PRINTED_DAY})`;
const DAYS = new RegExp(DAY, 'gi');

/** What stands right before a day on which something happened. */
const ON =
  /(?:,?\s*(?:\bwith effect|\beffective|\bas)?\s*\b(?:on|from)(?:\s*:\s*|\s+)(?:the\s+)?|(?<=\b(?:passed|appointed))(?:\s*:\s*|\s+)|(?<=\b(?:administrators?|liquidators?|receivers?))[\s,:–-]+)$/i;
/** An order of a court that is dated: it is the court’s act on that day. */
const ORDER_DATED = new RegExp(
  String.raw`(?<!\b(?:charging|freezing|interim|possession|validation|earlier|previous|former|another) )(\border\b(?: of| made (?:by|in))(?: the| a| an)?(?: [\w’'-]+){0,8}?)\s+(?:dated|made)(?: on)?(?: the)?\s+(?=${DAY})`,
  'gi',
);
/** What is done on one day to begin on another begins on the other. */
const TAKES_EFFECT = /\b(?:with effect|to take effect|effective)\b/i;
/**
 * Where such a day begins a clause: `On 3 March 2026 the court …`, `give notice that, on 3 March 2026, we …`, `By order of the
 * court on 3 March 2026 …`.
 */
const ON_FIRST =
  /(?:^["“(\s]*|[,:)\n]\s*|\bthat,?\s+|^(?:by|under|pursuant to|in pursuance of) (?:an? |the )?order\b[^,;]{0,120}\s)on\s+(?:the\s+)?$/i;

/** No notice prints more days. */
const MOST_DAYS = 300;
/** How far a verb and who does it may stand from the day. */
const REACH = 320;

/** A day by which something in the sentence is dated that is not what the notice tells: it is read over. */
const ASIDE = new RegExp(
  String.raw`(?:\bwhich (?:was|were) )?\b(?:dated|created|registered|executed|presented|filed|lodged|advertised|published|gazetted|incorporated)(?: and (?:dated|registered))?\b[^,.;]{0,60}?${DAY}`,
  'gi',
);
/** The time at which something happened, before its day. */
const TIME_OF_DAY =
  /\s*\bat (?:\d{1,2}(?:[.:]\d{2})?|noon|midnight)\s?(?:a\.?m\.?|p\.?m\.?|hours|hrs|noon)?,?\s+(?=on\b)/gi;
/** A clause of its own that stands between a subject and its verb. */
const INSERTED = /,\s*which\b[^,;]{0,200},/g;
/** What says nothing of another event though it looks like it: numbers, a charge holder, how a meeting was called. */
const HARMLESS =
  /\([^()]*\)|\bregistered (?:no\b|number|in\b|office)|\b(?:limited|unlimited|united|said|(?:above|under|before)?-?named|mentioned)\b|\bcharge ?-?holder|\bfixed charge\s*$|\bby (?:the |a )?holders? of (?:the |a )?(?:qualifying )?(?:floating )?charges?\b|\b(?:duly )?(?:convened|called|summoned)\b(?: by notice)?/gi;
/** What tells of something else, or is dated itself. A name has capital letters; these are looked for in small ones. */
const ELSE =
  /\b(?:[a-z]{2,}ed|made|given|held|taken|took|begun|began|came|come|became|gave|sent|met|sold|put|ran|went|paid|bought|brought|sworn|drawn|written|known|left|lent|borne|is|are|was|were|be|been|being|has|have|had|having|did|will|shall|would|who|whom|whose|which|when|where|while|before|after|since|until|following|charges?|debentures?|mortgages?|securit(?:y|ies)|deeds?|instruments?|agreements?|leases?|licences?|loans?|facilit(?:y|ies)|parent|subsidiar(?:y|ies)|guarantors?|landlords?|provisional|interim|former|previous)\b/;

/** Whether words between a verb, who does it and the day belong to that one event. */
function isClean(words: string): boolean {
  const own = words.replace(HARMLESS, ' ');
  // In a text that is set in capitals they are no names.
  return !ELSE.test(/[a-z]/.test(own) ? own : own.toLowerCase());
}

/** A day of a sentence: what stands before it, from the day before on, and behind it. */
interface DayInWords {
  readonly day: string;
  readonly before: string;
  readonly after: string;
}

/** Words that stand before a day on which something happened, to its very end; in its groups nothing else may be told. */
type Before = readonly ['before', RegExp, RegExp?];
/** Words that stand behind a day with which a clause begins. */
type Behind = readonly ['behind', RegExp];
/** What ties a day to an event; the second expression of one before a day is for what stands behind it. */
type Binding = Before | Behind;

const GAP = String.raw`([^;]{0,200}?)`;
const BEEN = String.raw`(?:\b(?:was|were|has|have|had|been|being|is|are|duly|hereby|both|each|jointly)\b[\s,]*){0,4}`;

function before(words: string, behind?: RegExp): Binding {
  const tie = new RegExp(String.raw`\b${words}$`, 'i');
  return behind ? ['before', tie, behind] : ['before', tie];
}

function behind(words: string): Binding {
  return ['behind', new RegExp(String.raw`^,?\s*${words}`, 'i')];
}

function isTied({ before: lead, after }: DayInWords, tie: Binding): boolean {
  if (tie[0] === 'behind') {
    const read = ON_FIRST.test(lead) ? tie[1].exec(after.slice(0, REACH)) : null;
    return read !== null && read.slice(1).every(isClean);
  }
  if (TAKES_EFFECT.test(after.slice(0, 40))) return false;
  const on = ON.exec(lead);
  const words = on ? lead.slice(0, on.index) : null;
  const read = words === null ? null : tie[1].exec(words);
  if (!words || !read || (tie[2] && !tie[2].test(after))) return false;
  return read.slice(1).every(isClean) && !isOfAnother(words.slice(0, read.index));
}

/** Sentences that tell of the event by a word that has another meaning where the notice says so anywhere. */
interface InContext {
  readonly unless: RegExp;
  readonly ties: readonly Binding[];
}

/** How the notices of a family print the day of what they tell: by a label of the form, else in a sentence. */
type Prints = readonly (RegExp | readonly Binding[] | InContext)[];

/** An office-holder’s coming into office, said of the office or of who was appointed to it. */
function appointment(office: string): readonly Binding[] {
  return [
    before(
      // Whom office-holders appointed themselves is in none.
      String.raw`${office}\b(?:,? who\b)?${GAP}\s*${BEEN}\bappointed\b(\s*|,?\s+(?:by|as|to|over|of|in|under|pursuant|jointly|out)\b[^;]{0,200}?)`,
      /^(?!,? (?:as|to be) (?:an? )?(?:directors?|secretar))/i,
    ),
    before(String.raw`appointed\b${GAP}\b${office}\b${GAP}`),
    before(
      String.raw`appointment of\b${GAP}\b${office}\b${GAP}\s*${BEEN}(?:made|took effect|takes effect)?${GAP}`,
    ),
    before(String.raw`${office}\b${GAP}\s*\btook office${GAP}`),
    before(
      String.raw`appointed`,
      new RegExp(String.raw`^,? (?:as|to act as|to be)[^.;,]{0,40}\b${office}\b`, 'i'),
    ),
    behind(String.raw`${GAP}\b(?:was|were) (?:\w+ )?appointed\b${GAP}\b${office}\b`),
    behind(
      String.raw`${GAP}\b${office}\b${GAP}\b(?:was|were) (?:\w+ )?appointed\b(?! (?:as )?(?:an? )?director)`,
    ),
  ];
}

function intoProceeding(which: string): Binding {
  return before(
    String.raw`(?<!\b(?:parent|holding|another|associated|group) )company (?:(?:was|has been) )?(?:placed into|put into|went into|entered(?: into)?) ${which}${GAP}`,
  );
}

const APPOINTED_ON = '(?:Date (?:of )?(?:Appointment|Appointed)|Appointment Date)';

const RESOLVED: readonly Binding[] = [
  // A board, or creditors, do not begin a voluntary winding-up.
  before(
    String.raw`(?<!\b(?:board|directors|creditors|committee)[’']? )meetings?\b(?! of (?:the )?(?:board|directors|creditors))${GAP}\s*\bheld\b${GAP}`,
    /\bresol|\bwound up\b|\bwind(?:ing)?[- ]up\b/i,
  ),
  before(
    String.raw`resolutions?\b(?! of (?:the )?(?:board|directors|creditors))${GAP}\s*${BEEN}\bpassed\b${GAP}`,
  ),
  before(String.raw`passed\b${GAP}\bresolutions?\b(?! of (?:the )?(?:board|directors))${GAP}`),
  before(
    String.raw`(?:it was|members|shareholders|company)\s+(?:\w+ )?resolved`,
    /^,? (?:that|to)\b.{0,160}\bw(?:ound|ind) up\b/i,
  ),
  behind(String.raw`${GAP}\bresolutions?\b${GAP}\b(?:was|were) (?:duly )?passed\b`),
  intoProceeding(String.raw`(?:an? )?(?:(?:members|creditors)[’']?s? )?(?:voluntary )?liquidation`),
];

const RESOLUTION: Prints = [
  labelled('Date of (?:Resolution|Passing of Resolution|Appointment)'),
  RESOLVED,
  appointment('liquidators?'),
];

const ORDER = String.raw`(?<!\b(?:for|seeking|requesting) (?:an? |the )?)winding[- ]up orders?(?:,? which\b)?`;
/** An order, or a part of one, that is none to wind the company up. */
const OTHER_ORDER =
  /(?<!\b(?:winding[- ]up|the|that|this|such|said|an?|by|of|court) )\borders?\b(?! (?:made|granted|pronounced)\b)|\border (?:for|to|of|that|under|granting|giving)\b(?! (?:the )?(?:winding|wind|compulsory|(?:high |county )?court|company|(?:said |above-named )?company be wound))/i;
const ORDER_OF_COURT: Prints = [
  labelled('Date of (?:the )?(?:Winding[- ]up )?Order'),
  labelled(
    String.raw`(?<!\b(?:for|seeking|requesting) (?:an? |the )?)Winding[- ]up Order (?:made|granted|pronounced)`,
  ),
  [
    before(String.raw`${ORDER}${GAP}\s*${BEEN}(?:\b(?:made|granted|pronounced)\b)?${GAP}`),
    before(String.raw`(?:made|granted|pronounced) (?:a|the) winding[- ]up order\b${GAP}`),
    before(String.raw`ordered to be wound up\b${GAP}`),
    before(String.raw`ordered that\b${GAP}\s*\b(?:should )?be wound up\b${GAP}`),
    before(String.raw`ordered`, /^,? (?:that\b[^;]{0,200}?\bbe|[^;]{0,200}?\bto be) wound up\b/i),
    behind(
      String.raw`((?:(?!petition|application)[^;]){0,200}?)\bwinding[- ]up order (?:was|has been) (?:made|granted|pronounced)\b`,
    ),
    behind(String.raw`${GAP}\b(?:made|granted|pronounced) (?:a|the) winding[- ]up order\b`),
    behind(String.raw`${GAP}\b(?:was|were) ordered to be wound up\b`),
    behind(String.raw`${GAP}\bordered that\b${GAP}\bbe wound up\b`),
    before(String.raw`wound up by (?:an? |the )?order\b${GAP}`),
  ],
  {
    unless: OTHER_ORDER,
    ties: [
      before(String.raw`(?:the|that|this|such|said) order\s*${BEEN}\b(?:made|granted|pronounced)\b${GAP}`),
    ],
  },
];

function ofPetition(end: string): Prints {
  return [
    [
      before(String.raw`petition\b(?:,? which\b)?${GAP}\s*${BEEN}\b${end}\b${GAP}`),
      before(
        String.raw`(?:court|sheriff|judge|petitioner)\s+(?:\w+ )?${end} (?:the|that|this|said|its) (?:winding[- ]up )?petition\b${GAP}`,
      ),
      behind(
        String.raw`${GAP}\b(?:the|that|this|said) (?:winding[- ]up )?petition\b${GAP}\b(?:was|has been) (?:\w+ )?${end}\b`,
      ),
    ],
  ];
}

const PRINTED: Readonly<Partial<Record<NoticeFamily, Prints>>> = {
  administration: [
    labelled(APPOINTED_ON),
    [...appointment('administrators?'), intoProceeding('administration')],
  ],
  'administrative-receivership': [labelled(APPOINTED_ON), appointment('receivers?')],
  receivership: [labelled(APPOINTED_ON), appointment('receivers?')],
  'creditors-voluntary-liquidation': RESOLUTION,
  'members-voluntary-liquidation': RESOLUTION,
  'winding-up-order': ORDER_OF_COURT,
  // The court’s order begins it: a liquidator is appointed later, and sometimes again.
  'compulsory-liquidation': ORDER_OF_COURT,
  moratorium: [
    labelled('Date (?:on which )?(?:the )?moratorium (?:came|comes) into force'),
    [
      before(
        String.raw`moratorium\b(?:,? which\b)?${GAP}\s*${BEEN}\b(?:came|comes|coming|come) into force\b${GAP}`,
      ),
    ],
  ],
  'moratorium-ended': [
    [
      before(
        String.raw`moratorium\b(?:,? which\b)?${GAP}\s*${BEEN}\b(?:(?:came|comes|coming|come) to an end|ended|expired)\b${GAP}`,
      ),
    ],
  ],
  'petition-withdrawn': ofPetition('(?:withdrawn|discontinued|abandoned)'),
  'petition-dismissed': ofPetition('(?:dismissed|struck out)'),
};

/** An office-holder who follows another, or joins one: the day of that appointment is not that of the proceeding. */
const FOLLOWS = new RegExp(
  [
    String.raw`\b(?:replacement|additional|successor|substitute) (?:joint )?(?:administrat|liquidator|receiver|office[- ]holder)`,
    String.raw`\b(?:administrators?|liquidators?|receivers?)\b[^.]{0,80}${IN_PLACE_OF}(?!${EARLIER_NOTICE})`,
    String.raw`\b(?:re)?placing\b[^.]{0,60}\bas (?:joint )?(?:administrat|liquidator|receiver)`,
  ].join('|'),
  'i',
);
const BY_APPOINTMENT: ReadonlySet<string> = new Set<NoticeFamily>([
  'administration',
  'administrative-receivership',
  'receivership',
  'creditors-voluntary-liquidation',
  'members-voluntary-liquidation',
]);

/** What its own notice brings about: a petition is advertised by it. */
const BY_PUBLICATION: ReadonlySet<NoticeFamily> = new Set(['winding-up-petition', 'creditors-decision']);

/** The day that a notice's words give of what it would tell, were it of that family. */
export type PrintedDays = Readonly<Partial<Record<NoticeFamily, readonly IsoDate[]>>>;

/**
 * Reads the days in the words of a notice: those alone that a label of the form, or subject and verb of one clause, tie to
 * the event. Families of which the words give none, or several, are left out.
 */
export function eventDaysIn(words: string): PrintedDays {
  const follows = FOLLOWS.test(words);
  const standings = sentencesOf(words).flatMap((sentence) => {
    const dated = TAKES_EFFECT.test(sentence) ? sentence : sentence.replace(ORDER_DATED, '$1 on ');
    const own = dated.replace(ASIDE, ' ').replace(TIME_OF_DAY, ' ');
    const short = own.replace(INSERTED, ' ');
    return [...standingsIn(own), ...(short === own ? [] : standingsIn(short))];
  });
  if (standings.length > MOST_DAYS) return {};
  const days = Object.entries(PRINTED).map(([family, prints]) => [
    family,
    follows && BY_APPOINTMENT.has(family) ? [] : dayIn(words, standings, prints),
  ]);
  return Object.fromEntries(days.filter(([, found]) => found?.length));
}

/**
 * The day of what a notice tells; null where its words give none, or one that had not come when it was published, or seen
 * where it does not say when that was.
 */
export function eventDayOf(
  family: NoticeFamily,
  days: PrintedDays,
  { publishedOn, seenAt }: { readonly publishedOn: IsoDate | null; readonly seenAt: IsoInstant },
): IsoDate | null {
  if (BY_PUBLICATION.has(family)) return publishedOn;
  const [day = null] = days[family] ?? [];
  return day !== null && day <= (publishedOn ?? dayOf(seenAt)) ? day : null;
}

/** By the first of the prints that gives a day; what gives two of them leaves it open. */
function dayIn(words: string, standings: readonly DayInWords[], prints: Prints): readonly IsoDate[] {
  for (const print of prints) {
    const days = new Set(printedBy(print, words, standings).flatMap((day) => dayRead(day) ?? []));
    if (days.size > 0) return days.size === 1 ? [...days] : [];
  }
  return [];
}

function printedBy(
  print: Prints[number],
  words: string,
  standings: readonly DayInWords[],
): readonly string[] {
  if (print instanceof RegExp) return [...words.matchAll(print)].map(([, day = '']) => day);
  if ('unless' in print) return print.unless.test(words) ? [] : printedBy(print.ties, words, standings);
  return standings.filter((standing) => print.some((tie) => isTied(standing, tie))).map(({ day }) => day);
}

function* standingsIn(own: string): Generator<DayInWords> {
  let from = 0;
  for (const found of own.matchAll(DAYS)) {
    const to = found.index + found[0].length;
    yield {
      day: found[1] ?? '',
      before: own.slice(Math.max(from, found.index - REACH), found.index),
      after: own.slice(to, to + REACH),
    };
    from = to;
  }
}

function labelled(label: string): RegExp {
  return new RegExp(String.raw`\b${label}\s*:?\s*(?:on\s+)?(?:the\s+)?${DAY}`, 'gi');
}
