import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly messageId: string;
  /** The mail that it answers; null where it begins a thread. */
  readonly inReplyTo: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly alertId: string | null;
}

/** A mail server on a free loopback port that delivers to nobody and forgets nothing. */
export interface PostOffice {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** From now on mail to this address is to come again later. */
  readonly defer: (address: string) => void;
  readonly stop: () => Promise<void>;
}

/** `onAccepted` is called when a mail is stored, before the sender is told so, which is not before `answers`. */
export async function openPostOffice(
  onAccepted: (mail: ReceivedMail) => void = () => undefined,
  answers: Promise<void> = Promise.resolve(),
): Promise<PostOffice> {
  const received: ReceivedMail[] = [];
  const deferred = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    // Nobody asks who the sender is: without a name server the question takes seconds.
    disableReverseLookup: true,
    closeTimeout: 1,
    onRcptTo({ address }, _session, answer) {
      if (deferred.has(address)) answer(Object.assign(new Error('try again later'), { responseCode: 450 }));
      else answer();
    },
    onData(stream, session, answer) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        void readMail(Buffer.concat(parts), session.envelope.rcptTo[0]?.address ?? '').then(async (mail) => {
          received.push(mail);
          onAccepted(mail);
          await answers;
          answer(null, 'stored');
        }, answer);
      });
    },
  });
  // A sender that dies in the middle of its connection is no fault of the server.
  server.on('error', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    defer: (address) => void deferred.add(address),
    stop: () => new Promise((stopped) => server.close(stopped)),
  };
}

async function readMail(bytes: Buffer, to: string): Promise<ReceivedMail> {
  const { messageId, inReplyTo, subject, text, html, headers } = await PostalMime.parse(bytes);
  return {
    messageId: messageId ?? '',
    inReplyTo: inReplyTo ?? null,
    to,
    subject: subject ?? '',
    text: text ?? '',
    html: html ?? '',
    alertId: headers.find(({ key }) => key === 'x-tocsin-alert-id')?.value ?? null,
  };
}
