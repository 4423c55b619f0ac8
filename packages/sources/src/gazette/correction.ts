import type { IsoDate } from '@tocsin/domain';
import { EARLIER_NOTICE, IN_PLACE_OF, isOfAnother, sentencesOf } from './clauses.ts';
import { eventDaysIn } from './event-day.ts';
import { dayRead, PRINTED_DAY, WEEKDAY } from './printed-days.ts';

/** What a notice says of one that came before it. */
export interface NoticeCorrection {
  /** `withdrawn`: the earlier one should not stand; `substituted`: this one stands in its place. */
  readonly as: 'withdrawn' | 'substituted';
  /** The earlier notice, where it is named: its id, as in its address. */
  readonly noticeId: string | null;
  /** The day on which it was published, where that is said. */
  readonly on: IsoDate | null;
}

/** Behind these a notice is where something is, or runs from, and not what is spoken of. */
const BESIDE = String.raw`(?<!\b(?:after|of|to|from|by|under|in|with|on|since|before|following|per) )`;
/** What stands between a notice and its fate: nothing that somebody is to do, or when. */
const WITHIN = String.raw`(?:(?!\b(?:must|should|can|will|or|given|giving|received|served|lodged|delivered|sent|before|after|later|less|within|than|intention|appearance|appear)\b)[^;]){0,160}?`;
/** A notice of The Gazette, never one that somebody is to give. */
const NOTICE = String.raw`(?:${BESIDE}\b(?:this|the|that|said|our|its|earlier|previous|above|original|first)\s+(?:[\w’'-]+\s+){0,2}(?:notice|advertisement|publication)\b|(?:^["“]?|:\s+)notice (?:id|no\.?|number|ref(?:erence)?)?[\s.:]*[A-Z]?-?\d{5,})`;
/** Behind “notice”: that somebody else was given it, and The Gazette did not print it; or that the registrar gave it. */
const GIVEN_TO_OTHERS = String.raw` (?:of (?:[\w’'-]+ ){0,3}?(?:meetings?|disclaimer|claims?|objections?|dividends?|default|demand|resignation|appeal|hearing|motion)|to (?:the |all )?(?:quit|creditors|members|pay|tenants?|employees))\b(?![^;]{0,160}?\b(?:published|advertised|gazetted|appeared|\d{6,8})\b)`;
const ANOTHER_KIND = String.raw`(?:${GIVEN_TO_OTHERS}|[^;]{0,80}?\bstr(?:ike|iking|uck)[- ]off\b)`;
const TAKEN_BACK: readonly RegExp[] = [
  /\b(?:notice|advertisement|publication|entry|petition|appointment|it|which)\b[^;]{0,200}?\b(?:advertised|published|inserted|gazetted|appeared)\b[^;]{0,30}\bin error\b/i,
  /\b(?:notice|advertisement|publication|entry)\b[^;]{0,200}?\b(?:placed|issued|submitted)\b[^;]{0,30}\bin error\b/i,
  /\b(?:published|advertised|placed|gazetted) by mistake\b/i,
  /\b(?:the|that|our) (?:[\w’'-]+ ){0,2}(?:notice|advertisement|publication)\b[^;]{0,100}?\b(?:was|is) (?:an error|a mistake)\b/i,
  /\b(?:against|for|about|under|naming|named|names|concern(?:ed|ing|s)|relat(?:ed|es|ing) to|referr(?:ed|ing) to|in (?:respect|the name) of|in relation to) the wrong company\b/i,
  /\b(?:notice|advertisement|publication|entry|petition)\b[^;]{0,200}?\bnever been (?:published|advertised|placed|issued|inserted|gazetted|made)\b/i,
  new RegExp(
    String.raw`${NOTICE}(?!${ANOTHER_KIND})${WITHIN}\b(?:is|was|has been|should be|now)\s+(?:\w+ ){0,3}?(?:withdrawn|retracted|cancelled|disregarded|ignored|revoked|annulled|void|of no (?:legal )?effect)\b`,
    'i',
  ),
  /\b(?:please|should) disregard (?:it|(?:the|this|that|our) (?:\w+ ){0,2}(?:notice|advertisement))\b/i,
  /\b(?:withdraws?|retracts?|cancels?) (?:the|that|its) (?:notice|advertisement)\b(?! of (?:intention|appearance))/i,
];
/** That an earlier notice was wrong in what it said. */
const WRONGLY_SAID = String.raw`\b(?:incorrectly|wrongly|erroneously|mistakenly|in error) (?:stated|given|shown|printed|published as|described|named|spelt|recorded|referred to|identified)\b`;
/** What a notice puts right in another: its words, or a part of them. */
const WITHIN_ONE = String.raw`(?:the (?:(?!(?:of|which|who|by)\b)[\w’'-]+ ){1,4}(?:given|printed|stated|published|shown|contained )?(?:in|of) )?`;
const IN_PLACE: readonly RegExp[] = [
  new RegExp(`${IN_PLACE_OF}${EARLIER_NOTICE}`, 'i'),
  new RegExp(
    String.raw`\b(?:substitutes?(?: for)?|replac(?:es?|ing)|supersed(?:es?|ing)|correct(?:s|ing)?|amend(?:s|ing)?)\s+${WITHIN_ONE}${EARLIER_NOTICE}`,
    'i',
  ),
  /\b(?:amended|corrected|corrective|revised|substitute) notice\b(?! (?:of (?:intention|appearance)|periods?\b))/i,
  /\b(?:erratum|corrigendum)\b/i,
  new RegExp(String.raw`\b(?:notice|advertisement)\b[^;]{0,200}?${WRONGLY_SAID}`, 'i'),
  /\b(?:notice|advertisement)\b[^;]{0,200}?\bshould (?:have )?(?:read|been)\b/i,
];
const PRINTED_DAY_ONLY = `(?:${PRINTED_DAY})`;
const EARLIER = new RegExp(
  [
    String.raw`\/notice\/([A-Z]?-?\d[\w-]*)`,
    String.raw`\bnotice (?:id|no\.?|number|ref(?:erence)?)[\s.:]*([A-Z]?-?\d[\w-]*)`,
    // A company is registered under its number.
    String.raw`(?:(?:\b(?:notice|advertisement)(?: (?:of|dated|published(?: on)?) ${PRINTED_DAY_ONLY})?|(?<!\b(?:registered|incorporated)\b(?:(?!notice|published|gazette)[^.;]){0,40})\bunder)[\s(:#]+|${IN_PLACE_OF})(\d{6,8})\b`,
  ].join('|'),
  'gi',
);
const PUBLISHED = new RegExp(
  String.raw`(?:gazette|published|appeared|notice|advertise(?:d|ment)|dated)\b[^.]{0,60}?(${PRINTED_DAY})`,
  'i',
);

/** What need not come to pass: a rule, a warning, what somebody asks for. What stands behind it has not happened. */
const SUPPOSED =
  /\b(?:if|unless|in the event|in case|whether|may|might|could|would|shall|any|every|a late|asks?|asked|asking|seeks?|seeking|intends?|intended|intending|refus(?:e|es|ed|al|ing)|not)\b/;

/** Whether words are only supposed; a month has a capital letter, but for a text that is set in them. */
function isSupposed(words: string): boolean {
  return SUPPOSED.test(
    /[a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words.toLowerCase(),
  );
}

/** What is said by what should not have been, or is not taken to have been. */
const NOT_TO_HAVE_BEEN =
  /\b(?:(?:should|ought) (?:never|not) (?:to )?have|(?:as )?(?:not|never) having|as if (?:it|they) (?:had|were) (?:never|not)|as though (?:it|they) (?:had|were) (?:never|not)) been\b/gi;

/** Where a sentence says, as a thing that is so, what one of the expressions looks for. */
function saidAt(printed: string, expressions: readonly RegExp[]): RegExpExecArray | null {
  const sentence = printed.replace(NOT_TO_HAVE_BEEN, 'never been');
  for (const one of expressions) {
    const found = one.exec(sentence);
    if (found && !isSupposed(sentence.slice(0, found.index + found[0].length))) return found;
  }
  return null;
}

/** What a notice's words say of an earlier one; null where they say nothing of one. `links`: addresses in it. */
export function correctionIn(
  prose: string,
  ownId: string,
  links: readonly string[] = [],
): NoticeCorrection | null {
  const sentences = sentencesOf(prose);
  const takes = sentences.find((one) => saidAt(one, TAKEN_BACK));
  const stands = sentences.find((one) => saidAt(one, IN_PLACE));
  const first = sentences.find((one) => one === takes || one === stands);
  if (first === undefined) return null;
  const named = [...[prose, ...links].join(' ').matchAll(EARLIER)].map(
    ([, linked, printed, bare]) => linked ?? printed ?? bare,
  );
  const rest = sentences.filter((one) => one !== takes);
  const around = prose.slice(Math.max(0, prose.indexOf(first) - 200));
  return {
    as: takes === undefined || tellsItself(rest) ? 'substituted' : 'withdrawn',
    noticeId: named.find((id) => id !== undefined && id !== ownId) ?? null,
    on: dayRead(PUBLISHED.exec(around)?.[1] ?? ''),
  };
}

const WHO = String.raw`(?:(?:name|title|identity) of the (?:said )?company|company(?:[’']s)? (?:name|(?:registered |registration )?number)|registered (?:name|number)|(?:registered )?number of the (?:said )?company|company(?= was))`;
const MISNAMED = new RegExp(
  String.raw`\b${WHO}\b[^.;]{0,120}?(?:${WRONGLY_SAID}|\b(?:was|were|is|are) (?:wrong|incorrect|misstated|misspelt|mistaken)\b)|\b(?:wrong|incorrect|mistaken) (?:company(?: (?:name|number))?|name|registered (?:name|number))\b`,
  'i',
);

/** Whether words say that an earlier notice called its company by a name, or a number, that is not the company’s. */
export function saysMisnamed(prose: string): boolean {
  return MISNAMED.test(prose);
}

const ENDS: ReadonlySet<string> = new Set(['petition-withdrawn', 'petition-dismissed', 'moratorium-ended']);

/** Whether a notice, besides what it says of another, tells of something itself: a hearing to come, or when it began. */
function tellsItself(sentences: readonly string[]): boolean {
  const own = sentences.join('. ');
  return TO_BE_HEARD.test(own) || Object.keys(eventDaysIn(own)).some((family) => !ENDS.has(family));
}

/** Words by which a hearing of the petition is still to come: it has not ended. */
const TO_BE_HEARD =
  /\bwill (?:now |next )?(?:be heard|call)\b|\bhearing\b[^.;]{0,60}?\b(?:is|will be)\b|\b(?:is|has been) (?:listed|fixed) for hearing\b/i;

/** How words say that a petition came to an end; in the first group stands what may call it another one. */
function endings(end: 'withdraw' | 'dismiss'): readonly RegExp[] {
  const [done, active, noun] =
    end === 'withdraw'
      ? [
          '(?:withdrawn|discontinued|abandoned)',
          '(?:withdr(?:aws|ew)|discontinu(?:es|ed)|abandon(?:s|ed))',
          '(?:withdrawal|discontinuance)',
        ]
      : ['(?:dismissed|struck out)', '(?:dismiss(?:ed|es|ing)|struck out)', '(?:dismissal|striking out)'];
  const said = [
    String.raw`\bpetition\b[^;]{0,160}?\b(?:has been|was|is|be|been) (?:hereby )?${done}\b`,
    String.raw`\bpetition (?:now )?${done} (?:by consent|by the court|by order|on (?:the )?\d|with(?:out)? (?:no order|costs))`,
    String.raw`\b${active} (?:the|its|that|said|this) (?:winding[- ]up )?petition\b`,
    String.raw`\bnotice (?:is hereby given )?of (?:the )?${noun} of (?:the|its|that|said|this) (?:winding[- ]up )?petition\b`,
    String.raw`\b(?:gave|given|granted|grants|by|with) (?:leave|permission)\b[^;]{0,60}?\bto ${end} (?:the|its|that|this) (?:winding[- ]up )?petition\b`,
  ];
  return said.map((words) => new RegExp(String.raw`^([\s\S]*?)${words}`, 'i'));
}

const ENDINGS = [
  ['petition-withdrawn', endings('withdraw')],
  ['petition-dismissed', endings('dismiss')],
] as const;

const PRESENTED = new RegExp(String.raw`\bpresented on (?:the )?${WEEKDAY}(${PRINTED_DAY})`, 'gi');
const ON = new RegExp(String.raw`\bon (?:the )?${WEEKDAY}(${PRINTED_DAY})`, 'gi');

/**
 * How the petition of a notice ended, where its words say so: not what becomes of one if something happens, nor what became
 * of another one, or before this one was presented; and nothing where it will be heard.
 */
export function petitionEndIn(prose: string): 'petition-withdrawn' | 'petition-dismissed' | null {
  if (TO_BE_HEARD.test(prose)) return null;
  const [presented = null] = daysOf(prose, PRESENTED).slice(-1);
  for (const sentence of sentencesOf(prose))
    for (const [family, expressions] of ENDINGS) {
      const found = saidAt(sentence, expressions);
      if (!found || isOfAnother(found[1] ?? '') || OF_ANOTHER.test(sentence)) continue;
      if (ON_CONDITION.test(sentence)) continue;
      const [last = null] = daysOf(sentence, ON).slice(-1);
      if (presented === null || last === null || last >= presented) return family;
    }
  return null;
}

/** What ends a petition only if something comes to pass. */
const ON_CONDITION =
  /\b(?:dismissed|withdrawn|struck out|discontinued)\b[^.;]{0,60}?\b(?:if|unless|should)\b/i;

/** A petition before that of the notice, or one against a person. */
const OF_ANOTHER =
  /\bbankruptcy petition|\b(?:earlier|previous|prior|former|first|another|separate) (?:[\w’'-]+ ){0,2}petitions?\b/i;

function daysOf(words: string, pattern: RegExp): readonly IsoDate[] {
  return [...words.matchAll(pattern)].flatMap(([, day = '']) => dayRead(day) ?? []).sort();
}
