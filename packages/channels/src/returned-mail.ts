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

/** A report is a few kilobytes, and the mail that it quotes some tens of them. */
export const MOST_BYTES = 512 * 1024;
const MOST_OF_HEADERS = 64 * 1024;

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
  const mail = await PostalMime.parse(message, {
    forceRfc822Attachments: true,
    maxNestingDepth: 20,
    maxHeadersSize: MOST_OF_HEADERS,
  }).catch(() => null);
  const report = mail && (await reportOf(mail));
  const token = report && (tokenOfAddresses(mail, envelopeTo) ?? (await tokenQuoted(mail)));
  if (!report || !token) return null;
  return { token, report, sha256: createHash('sha256').update(message).digest('hex') };
}

async function reportOf({ attachments }: Email): Promise<ReturnReport | null> {
  const complaint = attachments.find(({ mimeType }) => mimeType === 'message/feedback-report');
  if (complaint) {
    const type = (await fieldsOf(textOf(complaint))).get('feedback-type');
    return type ? read({ action: 'complaint', status: null, said: `Feedback-Type: ${type}` }) : null;
  }
  const status = attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  if (!status) return null;
  // The first group of fields is about the message, each one after it about a recipient; our mails have one.
  const [, ...recipients] = textOf(status).split(/\r?\n(?:[ \t]*\r?\n)+/);
  for (const recipient of recipients) {
    const fields = await fieldsOf(recipient);
    const action = fields.get('action')?.trim().toLowerCase();
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

/** Lines of fields are written as those of a message are. */
async function fieldsOf(lines: string): Promise<ReadonlyMap<string, string>> {
  const { headers } = await PostalMime.parse(`${lines.trim()}\r\n\r\n`, { maxHeadersSize: MOST_OF_HEADERS });
  return new Map(headers.map(({ key, value }) => [key, value]));
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

async function tokenQuoted({ attachments }: Email): Promise<ReturnToken | null> {
  for (const quoted of attachments) {
    if (!QUOTED.has(quoted.mimeType)) continue;
    const [head = ''] = textOf(quoted)
      .trimStart()
      .split(/\r?\n\r?\n/);
    const token = (await fieldsOf(head)).get(TOKEN_HEADER.toLowerCase());
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
