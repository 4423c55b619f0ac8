import { sentencesOf } from './clauses.ts';
import { dayRead, PRINTED_DAY, WEEKDAY } from './printed-days.ts';

/** The company that a Scottish petition names in its sentence. */
export function namedIn(prose: string): string | null {
  const worded =
    /\b(?:wind up|order that|craving\b[^.;]{0,80}? that)\s+(?!the above)([A-Z0-9][^,;]{1,100}?\b(?:limited|ltd|llp|plc|cic)\b\.?)/i;
  return worded.exec(prose)?.[1] ?? null;
}

/** When and where a petition will be heard; a Scottish one has a court, and no day until answers are lodged. */
export interface Hearing {
  readonly on: string | null;
  readonly court: string | null;
}

const DAY = new RegExp(PRINTED_DAY, 'gi');
/** No court’s name is longer; one without an end would be looked for from each of its words again. */
const NAME = String.raw`[A-Z][\w’'.-]{0,40}(?:,? (?:and|of|at|the|&|in|[A-Z][\w’'.-]{0,40})){0,12}`;
const COURTS: readonly RegExp[] = [
  // “will be heard at the High Court, Royal Courts of Justice, Chichester Street, Belfast on Thursday 12 March 2026”
  /will (?:now |next )?be heard (?:at|in|by|before)(?: the)? (?!Date\b|Time\b)([A-Z].{2,160}?)(?=,? (?:[Oo]n|[Aa]t|[Dd]ate)\b[: ]|[.(;]|$)/,
  new RegExp(
    String.raw`\b(?:to|of|in|at) (?:the )?(?:Sheriff (?:of|at) )?(${NAME} Sheriff Court|Court of Session|Sheriff Court (?:of|at) ${NAME})`,
  ),
  new RegExp(
    String.raw`\b(?:[Ii]n|[Aa]t|[Bb]efore) the (High Court of Justice in Northern Ireland|Business and Property Courts?(?: (?:of|at|in) ${NAME})?|(?:High|County) Court(?: (?:of|at|in) ${NAME})?|${NAME} County Court)`,
  ),
  new RegExp(
    String.raw`\b[Yy]n (?:y |yr )?((?:Llys Sirol|Uchel Lys|Llys)(?: (?:yn|yng|ym|y|yr|[A-Z][\w’'-]{0,40})){1,6}(?<! (?:yn|yng|ym|y|yr)))`,
  ),
];

/** The words behind which the day of a hearing stands, those of a later hearing first. */
const HEARINGS: readonly RegExp[] = [
  /\b((?:adjourned|postponed|relisted|re-listed|rescheduled|deferred|(?:stood|put) over|put back|moved (?:from|to)|gohirio|gohiriwyd)\b.{0,120})/i,
  /\bwill (?:now |next |instead )?(?:be heard|call)\b(.{0,260})/i,
  /\bhearing\b[^.;]{0,80}?\bwill (?:now |next |instead )?(?:take place|be held)\b(.{0,160})/i,
  /\b(?:hearing|heard)(?: date)?(?: of the petition)?(?: is(?: fixed| listed)?(?: for)?| will (?:now |next )?(?:be|take place)| on|:)(.{0,60})/i,
  new RegExp(String.raw`\bhearing(?: date)?\s+(?=${WEEKDAY}(?:${PRINTED_DAY}))(.{0,60})`, 'i'),
  new RegExp(String.raw`\bheard\s+(?=(?:the )?${WEEKDAY}(?:${PRINTED_DAY}))(.{0,60})`, 'i'),
  new RegExp(
    String.raw`\bpetition\b[^.;]{0,60}?\b(?:is|has been) (?:listed|set down|fixed)(?: for hearing)?(?= (?:on|for) (?:the )?${WEEKDAY}(?:${PRINTED_DAY}))(.{0,60})`,
    'i',
  ),
  // In Scotland a petition calls.
  new RegExp(
    String.raw`\bcalls(?: again)? (?=(?:in|at|before) |on (?:the )?${WEEKDAY}(?:${PRINTED_DAY}))(.{0,160})`,
    'i',
  ),
  // Welsh: “yn cael ei gwrando yn Llys Sirol Caerdydd ar 15 Rhagfyr 2026”, “Gwrandawiad: …”
  /\b(?:g?wrando|g?wrandewir|g?wrandawiad|clywed)\b(.{0,260})/i,
];

/** Words right before a day that is none of a hearing: by when somebody must write, or when something was done. */
const NO_HEARING = new RegExp(
  String.raw`\b(?:by|before|than|from|(?:adjourned|postponed|stood over) on|presented(?: on)?|dated|cyn|erbyn|(?:cyflwynwyd|gyflwynwyd)(?: ar)?)\s+(?:the\s+)?${WEEKDAY}$`,
  'i',
);
const OF_ANOTHER = /\b(?:earlier|previous|prior|former|another) (?:[\w’'-]+ ){0,2}petitions?\b/i;

/** When and where a petition in prose will be heard. */
export function hearingIn(prose: string): Hearing | null {
  const sentences = sentencesOf(prose.replaceAll('\n', ' ')).filter((one) => !OF_ANOTHER.test(one));
  const days = HEARINGS.flatMap((hearing) =>
    sentences.flatMap((one) => dayRead(dayIn(hearing.exec(one)?.[1] ?? '')) ?? []),
  );
  const [on = null] = days;
  const court =
    COURTS.map((court) => court.exec(prose)?.[1]?.replace(/(?<![\s,.])[\s,.]+$/, '')).find(Boolean) ?? null;
  return on || court ? { on, court } : null;
}

function dayIn(words: string): string {
  const days = [...words.matchAll(DAY)].filter(({ index }) => !NO_HEARING.test(words.slice(0, index)));
  return days[0]?.[0] ?? '';
}

/** `CR-2018-000423`, `No 012345 of 2026`, `2026 No. 1234`. */
export function caseRefIn(prose: string): string | null {
  const [, code, of, year] =
    /\b([A-Z]{2,4}-\d{4}-[A-Z\d]+(?:-\d+)?)\b|\bNo\.?:? ?(\d{1,7}) of (\d{4})\b/.exec(prose) ?? [];
  return code ?? (of && year ? `${of} of ${year}` : null);
}

/**
 * What a notice itself calls its liquidation: on a line for that, else in its words where they name one kind only. Some
 * stand under a code of the other kind.
 */
export function liquidationIn(prose: string): 'members' | 'creditors' | null {
  const said = /\b(?:type|nature) of (?:voluntary )?liquidation[\s:–-]*(members|creditors)/i.exec(prose)?.[1];
  const named = said ? [said] : [...prose.matchAll(VOLUNTARY)].map(([, whose = '']) => whose);
  const kinds = new Set(named.map((whose) => whose.toLowerCase()));
  if (kinds.size !== 1) return null;
  return kinds.has('members') ? 'members' : 'creditors';
}

const VOLUNTARY = /\b(members|creditors)[’']?s? voluntary (?:liquidation|winding[- ]?up)\b/gi;
