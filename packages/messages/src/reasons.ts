/**
 * Why a message failed or was put aside, as it is kept beside it: a code, with the words for it. Messages are open to
 * every service and their reasons to the operator, so nothing that a publisher, a mail server or a person wrote is ever
 * part of one: that stays with the run of the source, or with the delivery, which is its council's own.
 */
export const reasonCodeWords = {
  'breaks-schema': 'The message breaks the schema of its queue.',
  'process-died': 'The process died again and again while it handled this message.',
  'lost-in-redis': 'It failed, and Redis does not say why.',
  'nothing-there': 'What it is about is not there.',
  'channel-not-set-up': 'Its channel is not set up: see .env.example, then send it again.',
  // As earlier versions put deliveries aside.
  'provider-asks-later':
    'The provider asked each time to be tried again later: the delivery says how it put it.',
  'given-up': 'It was tried for 75 hours: the delivery says how the last try ended.',
  refused: 'It was refused and would be refused again: the source or the log says what.',
  'failed-each-time':
    'It could not be done now, each time that it was tried: the source or the log says what.',
  database: 'The database refused it: the log says by which rule.',
  fault: 'A fault in Tocsin: the log says where.',
  'not-kept': 'Put aside by an earlier version, whose words are not kept.',
} as const;

export type ReasonCode = keyof typeof reasonCodeWords;

/** Of what was put aside before reasons were kept as codes. */
export const NOT_KEPT = 'not-kept' satisfies ReasonCode;

/** True for one of the codes. */
export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(reasonCodeWords, text);
}

/** The words for a stored code; of one that this version does not know the code itself. */
export function wordsOfReason(code: string): string {
  return isReasonCode(code) ? reasonCodeWords[code] : code;
}
