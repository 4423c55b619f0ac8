import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { readToken, type ReturnToken } from './return-path.ts';
import { MOST_BYTES, readReturned, type ReturnedMail } from './returned-mail.ts';

interface ListenerOptions {
  /** `host:port`, or a port on every address. */
  readonly listen: string;
  /** Whether a mail with this token may still come back: nobody else is listened to. */
  readonly expects: (token: ReturnToken) => Promise<boolean>;
  /** Keeps what came back; the server that brought it is asked to come again where this rejects. */
  readonly keep: (returned: ReturnedMail) => Promise<void>;
  readonly warn: (error: unknown) => void;
}

/** A server that takes what comes back of our mails, and nothing else. */
export interface BounceListener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** What is allowed to strangers: another server says what it has to say within seconds, and tries again later. */
const ALLOWED = {
  connections: 100,
  ofAnAddress: 10,
  refusals: 5,
  recipients: 1,
  idleMs: 15_000,
  lastsMs: 60_000,
} as const;

/**
 * Listens for what comes back of our mails (SMTP). Takes only mail to a return path of ours (a `RCPT TO` with the token of
 * a delivery that is expected), so nothing is relayed and nobody's mailbox is here; what is no report is taken and dropped.
 * Every other address is refused in the same words.
 */
export async function listenForBounces({
  listen,
  expects,
  keep,
  warn,
}: ListenerOptions): Promise<BounceListener> {
  const open = new Map<object, string>();
  const refusals = new WeakMap<object, number>();
  const server = new SMTPServer({
    authOptional: true,
    // There is nobody to sign in, and no certificate; whoever wants encryption puts its own server before it.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    maxClients: ALLOWED.connections,
    maxRecipients: ALLOWED.recipients,
    socketTimeout: ALLOWED.idleMs,
    closeTimeout: 1_000,
    banner: 'Tocsin return path',
    onConnect(session, answer) {
      open.set(session, session.remoteAddress);
      const ofIt = [...open.values()].filter((address) => address === session.remoteAddress);
      answer(ofIt.length > ALLOWED.ofAnAddress ? refusal(421, '4.7.0 Too many connections') : null);
    },
    onClose(session) {
      open.delete(session);
    },
    onRcptTo({ address }, session, answer) {
      const token = readToken(address);
      void Promise.resolve(token !== null && expects(token)).then(
        (isExpected) => {
          if (isExpected) return answer(null);
          const before = refusals.get(session) ?? 0;
          refusals.set(session, before + 1);
          const isLast = before + 1 >= ALLOWED.refusals;
          answer(isLast ? refusal(421, '4.7.0 Too many unknown addresses') : refusal(550, UNKNOWN));
        },
        (error: unknown) => {
          warn(error);
          answer(refusal(451, '4.3.0 Try again later'));
        },
      );
    },
    onData(stream, { envelope }, answer) {
      const parts: Buffer[] = [];
      let size = 0;
      stream.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= MOST_BYTES) parts.push(part);
      });
      stream.on('end', () => {
        if (size > MOST_BYTES) return answer(refusal(552, '5.3.4 Too large'));
        const to = envelope.rcptTo.map(({ address }) => address);
        void readReturned(Buffer.concat(parts), to)
          .then(async (returned) => returned && keep(returned))
          .then(
            () => answer(null, '2.6.0 Taken'),
            (error: unknown) => {
              warn(error);
              answer(refusal(451, '4.3.0 Try again later'));
            },
          );
      });
    },
  });
  server.on('error', warn);
  server.server.on('connection', (socket) => {
    const end = setTimeout(() => socket.destroy(), ALLOWED.lastsMs).unref();
    socket.once('close', () => clearTimeout(end));
  });
  const [, host, port] = /^(?:(.+):)?(\d+)$/.exec(listen) ?? [];
  if (port === undefined) throw new Error(`MAIL_BOUNCE_LISTEN is ${listen}: say a port, or host:port`);
  const listening = host === undefined ? server.listen(Number(port)) : server.listen(Number(port), host);
  await once(listening, 'listening');
  const address = listening.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : Number(port),
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

const UNKNOWN = '5.1.1 Only what comes back of our own mail';

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
