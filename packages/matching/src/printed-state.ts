import { decode } from './fold.ts';

/** A proceeding that a council prints into a name: what its clerk knew, never a sign by itself. */
export type PrintedState = 'in liquidation' | 'in administration' | 'in receivership';

/** In brackets, at the end, or before the legal form. `Training in Administration Ltd` reads alike: whoever asks compares both. */
const printed =
  /(?<![\s(,-])[\s(,-]+IN (?:(?:MEMBERS|CREDITORS)['’]? ?(?:VOLUNTARY )?|VOLUNTARY |COMPULSORY |ADMINISTRATIVE )?(LIQUIDATION|LIQ|ADMINISTRATION|ADMIN|RECEIVERSHIP)\b\.?\)?(?=\s*$|\s*\)|\s+(?:LTD|LIMITED|PLC|LLP|CIC)\b\.?\s*$)/;

/** What a printed name says of a proceeding; null where it says nothing of the kind. */
export function printedState(name: string): PrintedState | null {
  const word = printed.exec(decode(name))?.[1];
  if (!word) return null;
  if (word.startsWith('LIQ')) return 'in liquidation';
  return word.startsWith('ADMIN') ? 'in administration' : 'in receivership';
}

/** A decoded name without the proceeding printed into it; null where none is, or nothing else. */
export function withoutState(text: string): string | null {
  // Asked of every registered name that is compared: most hold no IN at all.
  const found = text.includes('IN ') ? printed.exec(text) : null;
  if (!found || found.index === 0) return null;
  return `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.trim();
}
