import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { readToken } from './return-path.ts';
import { MOST_BYTES, readReturned, type ReturnedMail } from './returned-mail.ts';

interface ListenerOptions {
  /** `host:port`, or a port on every address. */
  readonly listen: string;
  /** Keeps what came back; the server that brought it is asked to come again where this rejects. */
  readonly keep: (returned: ReturnedMail) => Promise<void>;
  readonly warn: (error: unknown) => void;
}

/** A server that takes what comes back of our mails, and nothing else. */
export interface BounceListener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const CONNECTIONS = 20;

/**
 * Listens for what comes back of our mails (SMTP). Takes only mail to a return path of ours (a `RCPT TO` with the token of
 * a delivery), so nothing is relayed and nobody's mailbox is here; what is no report is taken and dropped.
 */
export async function listenForBounces({ listen, keep, warn }: ListenerOptions): Promise<BounceListener> {
  const server = new SMTPServer({
    authOptional: true,
    // There is nobody to sign in, and no certificate; whoever wants encryption puts its own server before it.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    maxClients: CONNECTIONS,
    socketTimeout: 60_000,
    closeTimeout: 1_000,
    banner: 'Tocsin return path',
    onRcptTo({ address }, _session, answer) {
      answer(readToken(address) ? null : refusal(550, '5.1.1 Only what comes back of our own mail'));
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

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
