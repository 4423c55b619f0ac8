import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { writeAtomically } from './data-folder.ts';

export interface Mailbox {
  /** What `SMTP_URL` should say. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Who sent a stored mail to whom; beside the mail as `<name>.json`. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
  readonly receivedAt: string;
}

/**
 * An SMTP server on a free port of the loopback address that delivers to nobody: every accepted mail becomes
 * `<folder>/<number>-<id>.eml`, as received, with its envelope beside it, before the sender is told "250 accepted".
 */
export async function startMailbox(folder: string): Promise<Mailbox> {
  mkdirSync(folder, { recursive: true });
  let last = lastNumber(folder);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    // Nobody asks who the sender is: without a name server the question takes seconds.
    disableReverseLookup: true,
    onData(stream, session, accepted) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        last += 1;
        const name = `${String(last).padStart(6, '0')}-${randomUUID()}`;
        try {
          store(folder, name, Buffer.concat(parts), {
            from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
            to: session.envelope.rcptTo.map(({ address }) => address),
            receivedAt: new Date().toISOString(),
          });
          accepted(null, `stored as ${name}`);
        } catch (error) {
          accepted(error instanceof Error ? error : new Error(String(error)));
        }
      });
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    const listener = server.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The envelope first: a reader that lists the mails finds the envelope of each. */
function store(folder: string, name: string, mail: Buffer, envelope: Envelope): void {
  writeAtomically(path.join(folder, `${name}.json`), JSON.stringify(envelope));
  writeAtomically(path.join(folder, `${name}.eml`), mail);
}

function lastNumber(folder: string): number {
  const mails = readdirSync(folder).filter((name) => /^\d+-.*\.eml$/.test(name));
  return Number.parseInt(mails.sort().at(-1) ?? '0', 10);
}
