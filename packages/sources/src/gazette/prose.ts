import { printedDate } from '../uk-time.ts';

/** The company that a Scottish petition names in its sentence. */
export function namedIn(prose: string): string | null {
  const worded =
    /\b(?:wind up|order that)\s+(?!the above)([A-Z0-9][^,;]{1,100}?\b(?:limited|ltd|llp|plc|cic)\b\.?)/i;
  return worded.exec(prose)?.[1] ?? null;
}

/** When and where a petition in prose will be heard. */
export function hearingIn(prose: string): { on: string | null; court: string | null } | null {
  const heard = /will be heard (?:at|in|by) (.{0,160})/i.exec(prose)?.[1];
  const on = printedDate(/\b\d{1,2} [A-Z][a-z]+ \d{4}\b/.exec(heard ?? '')?.[0]);
  const court =
    /\b(?:to|of) ([A-Z]\w+(?: [A-Z]\w+)* (?:Sheriff Court|Court of Session))/.exec(prose)?.[1] ?? null;
  return on || court ? { on, court } : null;
}
