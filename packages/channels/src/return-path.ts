import { ROW_ID } from '@tocsin/domain';

/** What finds the delivery that a mail was: its number, and the code that only who has seen the mail knows. */
export interface ReturnToken {
  readonly deliveryId: string;
  readonly code: string;
}

/** A header of our mails: what comes back of one quotes it, also where a relay has put its own address in the return path. */
export const TOKEN_HEADER = 'X-Tocsin-Delivery';

/** `bounces+12.0123456789ab@tocsin.example`: the return path of one mail (VERP), of the mailbox for all of them. */
export function returnPathOf(mailbox: string, { deliveryId, code }: ReturnToken): string {
  const at = mailbox.lastIndexOf('@');
  return `${mailbox.slice(0, at)}+${deliveryId}.${code}${mailbox.slice(at)}`;
}

/** As it stands in the header. */
export function tokenText({ deliveryId, code }: ReturnToken): string {
  return `${deliveryId}.${code}`;
}

const TOKEN = new RegExp(String.raw`(?:^|[+\s<])(${ROW_ID})\.([0-9a-f]{12})(?=@|>|\s|$)`, 'i');

/** The token in a return path, or as the header says it; null where there is none. */
export function readToken(text: string): ReturnToken | null {
  const [, deliveryId, code] = TOKEN.exec(text) ?? [];
  return deliveryId === undefined || code === undefined ? null : { deliveryId, code: code.toLowerCase() };
}
