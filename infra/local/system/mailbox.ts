import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { makePrivate, writeAtomically } from './data-folder.ts';

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

/** RFC 5321: insufficient system storage; who sends tries again. */
const NO_SPACE = { responseCode: 452 };

/**
 * An SMTP server on a free port of the loopback address that delivers to nobody: every accepted mail becomes
 * `<folder>/<number>-<id>.eml`, as received, with its envelope beside it, before the sender is told "250 accepted".
 */
export async function startMailbox(folder: string): Promise<Mailbox> {
  makePrivate(folder);
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
          accepted(Object.assign(new Error('the mail could not be stored', { cause: error }), NO_SPACE));
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

/** The envelope first: a reader that lists the mails finds the envelope of each, whole. */
function store(folder: string, name: string, mail: Buffer, envelope: Envelope): void {
  const beside = path.join(folder, `${name}.json`);
  try {
    writeFileSync(beside, JSON.stringify(envelope), { mode: 0o600 });
    writeAtomically(path.join(folder, `${name}.eml`), mail);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function lastNumber(folder: string): number {
  const mails = readdirSync(folder).filter((name) => /^\d+-.*\.eml$/.test(name));
  return Number.parseInt(mails.sort().at(-1) ?? '0', 10);
}
