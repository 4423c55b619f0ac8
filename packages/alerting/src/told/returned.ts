import { z } from 'zod';

/** What a report says of one recipient of a mail (RFC 3464), or that somebody does not want it (RFC 5965). */
export const ReturnReport = z.object({
  /** Of a report of delivery what became of it; `complaint` of a complaint. */
  action: z.enum(['failed', 'delayed', 'delivered', 'relayed', 'expanded', 'complaint']),
  /** The enhanced status code, such as `5.1.1` (RFC 3463); null where none is given. */
  status: z
    .string()
    .regex(/^[245]\.\d{1,3}\.\d{1,3}$/)
    .nullable(),
  /** What the server that refused it said. */
  said: z.string(),
});
export type ReturnReport = z.infer<typeof ReturnReport>;

/**
 * What a report means for the address: `hard` = it takes no mail at all, so none is sent to it any more; `soft` = this
 * mail did not arrive, another may; `complaint` = whoever reads it does not want it. Null where nothing is lost.
 */
export type ReturnKind = 'hard' | 'soft' | 'complaint';

/** Judges a report. What is said of a mail, a policy or a mailbox that is full is not held against the address. */
export function judgeReturn({ action, status, said }: ReturnReport): ReturnKind | null {
  if (action === 'complaint') return 'complaint';
  if (action !== 'failed') return null;
  return isNoSuchAddress(status, said) ? 'hard' : 'soft';
}

/**
 * Whether a refusal says that there is no such mailbox or domain: the addressing statuses, a mailbox that is disabled, a
 * host that does not exist, the status by which Exchange Online refuses an unknown recipient; and where the status says
 * nothing more than "failed", the reply to the recipient and its words.
 */
function isNoSuchAddress(status: string | null, said: string): boolean {
  if (status?.startsWith('4.')) return false;
  if (status !== null && NO_ADDRESS.has(status)) return true;
  if (status === '5.4.1') return /recipient address rejected/i.test(said);
  if (status !== null && status !== '5.0.0') return false;
  return /\b55[013]\b/.test(said) && UNKNOWN.test(said) && WHOM.test(said);
}

const NO_ADDRESS: ReadonlySet<string> = new Set([
  '5.1.0',
  '5.1.1',
  '5.1.2',
  '5.1.3',
  '5.1.6',
  '5.1.10',
  '5.2.1',
  '5.4.4',
  '5.4.310',
]);

const UNKNOWN = /no such|unknown|does(n't| not) exist|not found|disabled|inactive/i;
const WHOM = /user|recipient|mailbox|address|account/i;

/** What people read of a report that a mail did not arrive: the status, and no word of whoever sent the report. */
export function returnInWords({ status }: ReturnReport): string {
  return `The mail came back${status === null ? '' : ` with the status ${status}`}`;
}

/** The enhanced status code in what a server said; null where there is none. */
export function statusIn(said: string): string | null {
  return /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(said)?.[1] ?? null;
}

/** What is kept of the words of a report: the first of them, on one line. */
export function saidInBrief(said: string): string {
  return said.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
}
