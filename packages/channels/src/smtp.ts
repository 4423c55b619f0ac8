import { connect, type Socket } from 'node:net';
import { judgeReturn, statusIn } from '@tocsin/alerting';
import { Readable } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import * as base64 from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { z } from 'zod';
import { defineChannel, type DeliveryOutcome, type Message } from './channel.ts';
import { returnPathOf, TOKEN_HEADER, tokenText } from './return-path.ts';

/** What a mail server is reached with. */
export const Config = z.object({
  /** `smtp://user:password@host:587` or `smtps://…`; `?requireTLS=true` refuses a server without TLS. */
  url: z.string().regex(/^smtps?:\/\//),
  /** `Name <address>`. */
  from: z.string().min(3),
  /** The mailbox to which reports come that a mail did not arrive; where there is none they go to `from`. */
  returnPath: z.email().optional(),
  /**
   * How long an answer is awaited. After the final dot a server may take ten minutes to say that it has a mail, and
   * whoever gives up before sends it a second one (RFC 5321, 4.5.3.2.6).
   */
  answerWithinMs: z.number().int().positive().default(600_000),
});
type Config = z.infer<typeof Config>;

/** Mails that are under way to one server at once, each over a connection of its own. */
const AT_ONCE = 8;

/** E-mail through any SMTP server, over pooled connections. */
export const smtp = defineChannel({
  id: 'smtp',
  config: Config,
  atOnce: AT_ONCE,
  addressOf: ({ url }) => url,
  send: (config, message, reference) => sendBy(config, message, reference),
});

/** One ordinary address. Lists, display names, quotes and line breaks are not one address. */
const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/**
 * Sends one mail to one address. The Message-ID is made from `reference`, the same on every attempt, so that a
 * receiver can drop a duplicate. Never throws: what the server or the network does is the outcome.
 */
export async function sendMail(
  config: z.input<typeof Config>,
  mail: Content,
  { reference }: { readonly reference: string },
): Promise<DeliveryOutcome> {
  return sendBy(Config.parse(config), mail, reference);
}

type Content = Omit<Message, 'link' | 'event'>;

async function sendBy(config: Config, mail: Content, reference: string): Promise<DeliveryOutcome> {
  if (!ADDRESS.test(mail.to)) return { status: 'permanent-failure', detail: 'Not one e-mail address' };
  const id = messageId(reference, config.from);
  try {
    const sent = await transportTo(config).sendMail({
      from: config.from,
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      // Nobody reads it as it is sent, and packed so it costs half as much.
      html: { content: mail.html, contentTransferEncoding: 'base64' },
      messageId: id,
      ...threadOf(mail, config.from),
      ...listOf(mail, config.from),
      ...envelopeOf(mail, config),
      headers: {
        'Auto-Submitted': 'auto-generated',
        ...(mail.alertId ? { 'X-Tocsin-Alert-Id': mail.alertId } : {}),
        ...(mail.returnToken ? { [TOKEN_HEADER]: tokenText(mail.returnToken) } : {}),
      },
      // What nodemailer finds for our mails by looking at each letter.
      textEncoding: 'quoted-printable',
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { status: 'delivered', detail: sent.response, providerId: sent.messageId };
  } catch (error) {
    return outcomeOf(SmtpFault.parse(error), handedOver.has(id));
  } finally {
    handedOver.delete(id);
  }
}

/** Of a long thread its first mail and the last ones are named: a line of a header has its bounds. */
const MOST_NAMED = 10;

/** What makes programs show a mail under those before it (RFC 5322, 3.6.4). */
function threadOf({ earlier = [] }: Content, from: string) {
  const ids = earlier.map((reference) => messageId(reference, from));
  const last = ids.at(-1);
  if (last === undefined) return {};
  const named = ids.length > MOST_NAMED ? [...ids.slice(0, 1), ...ids.slice(1 - MOST_NAMED)] : ids;
  return { inReplyTo: last, references: named };
}

/**
 * The list of which a mail is (RFC 2919), and where one has less sent to her (RFC 2369). No `List-Unsubscribe-Post` (RFC
 * 8058): by that whoever holds a mail, or a scanner that tries what it finds, could stop it with no sign-in.
 */
function listOf({ list }: Content, from: string) {
  if (!list) return {};
  return {
    list: {
      id: { url: `${list.id}.alerts.${domainOf(from)}`, comment: list.name },
      unsubscribe: { url: list.stop },
    },
  };
}

function envelopeOf({ to, returnToken }: Content, { returnPath }: Config) {
  if (returnPath === undefined || !returnToken) return {};
  return { envelope: { from: returnPathOf(returnPath, returnToken), to } };
}

/** What nodemailer tells of a failure. */
const SmtpFault = z.object({
  message: z.string(),
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
  response: z.string().optional(),
});

/**
 * A reply of 500 and above to the recipient or the message is final. The same reply to the greeting, the sign-in or
 * the sender is about our own settings: the mail waits for somebody to mend them. Everything else is weather.
 */
function outcomeOf(fault: z.infer<typeof SmtpFault>, contentSent: boolean): DeliveryOutcome {
  const aboutThisMail = fault.command === 'RCPT TO' || fault.command === 'DATA';
  const final = (fault.responseCode ?? 0) >= 500 && aboutThisMail;
  const ofProvider = !aboutThisMail || fault.responseCode === undefined || fault.responseCode === CLOSING;
  const detail = fault.response ?? fault.message;
  const report = { action: 'failed', status: statusIn(detail), said: detail } as const;
  return {
    status: final ? 'permanent-failure' : 'temporary-failure',
    detail,
    ...(final && judgeReturn(report) === 'hard' ? { unreachable: true as const } : {}),
    ...(ofProvider ? { ofProvider } : {}),
    ...(contentSent && fault.responseCode === undefined ? { uncertain: true as const } : {}),
  };
}

/** The reply of a server that is about to close, whatever it was asked. */
const CLOSING = 421;

function messageId(reference: string, from: string): string {
  return `<${reference.replace(/[^A-Za-z0-9._-]/g, '-')}@${domainOf(from)}>`;
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'tocsin.invalid';
}

type Pool = Transporter<SMTPPool.SentMessageInfo, SMTPPool.Options>;
const pools = new Map<string, Pool>();

/** Message-IDs whose whole content has gone to the server, while its reply is awaited: nodemailer does not tell. */
const handedOver = new Set<string>();

function transportTo({ url, answerWithinMs }: Config): Pool {
  const open = pools.get(url);
  if (open) return open;
  const pool = createTransport({
    url,
    pool: true,
    maxConnections: AT_ONCE,
    maxMessages: 100,
    getSocket: openSocket,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: 10_000,
    socketTimeout: answerWithinMs,
  });
  pool.use('stream', ({ message }, next) => {
    message.createReadStream = () =>
      inOnePiece(written(message)).once('end', () => handedOver.add(message.messageId()));
    next();
  });
  pools.set(url, pool);
  return pool;
}

/** A mail as nodemailer would stream it part by part, which costs more than all else that is done with it. */
function written(node: MimeNode): string {
  const head = `${node.buildHeaders()}\r\n\r\n`;
  if (node.boundary) {
    const parts = node.childNodes.map((part) => `--${node.boundary}\r\n${written(part)}\r\n`);
    return `${head}${parts.join('')}--${node.boundary}--\r\n`;
  }
  if (typeof node.content !== 'string') throw new Error('a part of a mail is not text');
  const text = node.content.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');
  const { encode, wrap } = node.getTransferEncoding() === 'base64' ? base64 : quotedPrintable;
  return head + wrap(encode(text), MOST_IN_LINE);
}

/** Characters in a line of encoded text (RFC 2045, 6.7 and 6.8). */
const MOST_IN_LINE = 76;

function inOnePiece(text: string): Readable {
  return new Readable({
    read() {
      this.push(text);
      this.push(null);
    },
  });
}

const CONNECT_MS = 10_000;

/**
 * A socket that sends what it is given at once. A mail ends in a few bytes of its own: held back until the server has
 * said that it got those before (Nagle's algorithm against delayed acknowledgements, RFC 1122 4.2.3.2), each mail would
 * take 40 ms.
 */
function openSocket(
  { host = 'localhost', port, secure }: SMTPPool.Options,
  opened: (error: Error | null, socket?: { readonly connection: Socket }) => void,
): void {
  const socket = connect({
    host,
    port: Number(port) || (secure ? 465 : 587),
    noDelay: true,
    keepAlive: true,
  });
  const fail = (error: Error) => {
    socket.destroy();
    opened(error);
  };
  const tooLong = () => fail(new Error('Connection timeout'));
  socket.setTimeout(CONNECT_MS, tooLong);
  socket.once('error', fail);
  socket.once('connect', () => {
    socket.off('error', fail);
    socket.setTimeout(0, tooLong);
    opened(null, { connection: socket });
  });
}

/** Closes the pooled connections, so that a process can end. A later send opens new ones. */
export function closeMail(): void {
  for (const pool of pools.values()) pool.close();
  pools.clear();
}
