import { createHash } from 'node:crypto';
import { ReturnReport, saidInBrief, statusIn } from '@tocsin/alerting';
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { readToken, TOKEN_HEADER, type ReturnToken } from './return-path.ts';

/** A mail that came back: what it reports, and of which delivery. */
export interface ReturnedMail {
  readonly token: ReturnToken;
  readonly report: ReturnReport;
  /** Of the whole message, so that the same one counts once. */
  readonly sha256: string;
}

/** A report is a few kilobytes, and the mail that it quotes some tens of them, which are not read to their end. */
export const MOST_BYTES = 512 * 1024;
/** Anybody may write one, and whoever reads it has other mail to send: read is what a report needs, in milliseconds. */
const READ = {
  bytes: 128 * 1024,
  lines: 1_000,
  ofHeaders: 24 * 1024,
  recipients: 10,
  fieldsOfEach: 50,
} as const;

/**
 * Reads a message that came to the return path: a delivery-status report (RFC 3464) or a complaint (ARF, RFC 5965). The
 * delivery is found by the address to which it came (`envelopeTo`), else by the token in the mail that it quotes. Null
 * where it is no report or quotes no mail of ours: an automatic reply, advertising.
 */
export async function readReturned(
  message: Buffer,
  envelopeTo: readonly string[] = [],
): Promise<ReturnedMail | null> {
  if (message.length > MOST_BYTES) return null;
  const mail = await PostalMime.parse(beginningOf(message), {
    forceRfc822Attachments: true,
    maxNestingDepth: 10,
    maxHeadersSize: READ.ofHeaders,
  }).catch(() => null);
  const report = mail && reportOf(mail);
  const token = report && (tokenOfAddresses(mail, envelopeTo) ?? tokenQuoted(mail));
  if (!report || !token) return null;
  return { token, report, sha256: createHash('sha256').update(message).digest('hex') };
}

/** As much of it as is read. */
function beginningOf(message: Buffer): Buffer {
  let end = 0;
  for (let line = 0; line < READ.lines; line += 1) {
    const next = message.indexOf(10, end);
    if (next === -1 || next >= READ.bytes) return message.subarray(0, READ.bytes);
    end = next + 1;
  }
  return message.subarray(0, end);
}

function reportOf({ attachments }: Email): ReturnReport | null {
  const complaint = attachments.find(({ mimeType }) => mimeType === 'message/feedback-report');
  if (complaint) {
    const type = groupsOf(textOf(complaint), 1)[0]?.get('feedback-type');
    return type ? read({ action: 'complaint', status: null, said: `Feedback-Type: ${type}` }) : null;
  }
  const status = attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  if (!status) return null;
  // The first group of fields is about the message, each one after it about a recipient; our mails have one.
  const [, ...recipients] = groupsOf(textOf(status), 1 + READ.recipients);
  for (const fields of recipients) {
    const action = fields.get('action')?.toLowerCase();
    if (action === undefined) continue;
    const said = fields.get('diagnostic-code') ?? '';
    const given = statusIn(fields.get('status') ?? '');
    // A server that only says "failed" may have been told more by the next one.
    const status = given === null || /^[245]\.0\.0$/.test(given) ? (statusIn(said) ?? given) : given;
    return read({ action, status, said });
  }
  return null;
}

function read(report: { readonly action: string; readonly status: string | null; readonly said: string }) {
  const { data } = ReturnReport.safeParse({ ...report, said: saidInBrief(report.said) });
  return data ?? null;
}

type Fields = ReadonlyMap<string, string>;

/** The first groups of fields: lines as those of a message's head are, and an empty one after each group. */
function groupsOf(text: string, most: number): readonly Fields[] {
  const groups: Map<string, string>[] = [];
  let group: Map<string, string> | undefined;
  let last = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      if (groups.length === most) break;
      group = undefined;
    } else if (group && /^[ \t]/.test(line)) group.set(last, `${group.get(last) ?? ''} ${line.trim()}`);
    else {
      if (!group) groups.push((group = new Map()));
      const colon = line.indexOf(':');
      last = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
      if (group.size < READ.fieldsOfEach) group.set(last, line.slice(colon + 1).trim());
    }
  }
  return groups;
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString('utf8');
}

function tokenOfAddresses({ headers }: Email, envelopeTo: readonly string[]): ReturnToken | null {
  const named = headers
    .filter(({ key }) => ['to', 'delivered-to', 'x-original-to'].includes(key))
    .map(({ value }) => value);
  return firstToken([...envelopeTo, ...named]);
}

function tokenQuoted({ attachments }: Email): ReturnToken | null {
  for (const quoted of attachments) {
    if (!QUOTED.has(quoted.mimeType)) continue;
    const token = groupsOf(textOf(quoted), 1)[0]?.get(TOKEN_HEADER.toLowerCase());
    if (token !== undefined) return readToken(token);
  }
  return null;
}

const QUOTED: ReadonlySet<string> = new Set([
  'message/rfc822',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global',
]);

function firstToken(texts: readonly string[]): ReturnToken | null {
  for (const text of texts) {
    const token = readToken(text);
    if (token) return token;
  }
  return null;
}
