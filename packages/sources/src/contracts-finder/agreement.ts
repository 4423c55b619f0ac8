import type { Award } from '@tocsin/domain';

const CALL_OFF =
  /call[- ]?off|mini[- ]?comp|further comp|direct award|\b(under|via|through|from|using)\b.{0,80}\b(framework|dps|dynamic purchasing)/i;
const FRAMEWORK = /\bframework\b|\bdynamic purchasing system\b|\bdps\b/i;
/** One sum for more suppliers than this is what they may all earn together, not what one of them will. */
const SUPPLIERS_OF_ONE_CONTRACT = 4;

/** Contracts Finder has no mark for frameworks: the procedure tells call-offs, the title or a crowd the rest. */
export function agreementOf(procedure: string, title: string, suppliers: number): Award['agreement'] {
  if (/call-?off/i.test(procedure) || CALL_OFF.test(title)) return 'call-off';
  return FRAMEWORK.test(title) || suppliers > SUPPLIERS_OF_ONE_CONTRACT ? 'framework' : 'contract';
}
