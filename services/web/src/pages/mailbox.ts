import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { findCouncilOfAlert } from '@tocsin/db';
import PostalMime from 'postal-mime';
import { z } from 'zod';
import type { PageRoutes } from '../pages.ts';
import { notFound } from '../refusal.ts';

/** A mail that the local system accepted and delivered to nobody. */
export interface LocalMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sentAt: string;
  readonly alertId: string | null;
}

const Envelope = z.object({ to: z.array(z.string()), receivedAt: z.string() });
const MailName = z.string().regex(/^\d{1,12}-[0-9a-f-]{1,64}$/);

/** A stored mail never changes, so it is read and parsed once. */
const parsed = new Map<string, LocalMail>();

async function readMail(folder: string, id: string): Promise<LocalMail> {
  const file = path.join(folder, id);
  const known = parsed.get(file);
  if (known) return known;
  const envelope = Envelope.parse(JSON.parse(await readFile(`${file}.json`, 'utf8')));
  const mail = await PostalMime.parse(await readFile(`${file}.eml`));
  const read = {
    id,
    to: envelope.to.join(', '),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    sentAt: envelope.receivedAt,
    alertId: mail.headers.find(({ key }) => key === 'x-tocsin-alert-id')?.value ?? null,
  };
  parsed.set(file, read);
  return read;
}

async function listMails(folder: string | undefined): Promise<string[]> {
  if (!folder) return [];
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.eml'))
    .map((name) => name.slice(0, -'.eml'.length))
    .filter((name) => MailName.safeParse(name).success)
    .sort()
    .toReversed();
}

const PAGE = 50;
const ListQuery = z.object({ page: z.coerce.number().int().min(1).max(100_000).catch(1) });

/** The mails of the local system, newest first: what a council would have received. Local mode only. */
export const mailboxRoutes: PageRoutes = (app, ports, page) => {
  const folder = ports.settings.TOCSIN_MAILBOX_DIR;
  app.get('/local/mailbox', async (request, reply) => {
    const ids = await listMails(folder);
    if (request.headers.accept?.includes('application/json'))
      return reply.send(await Promise.all(ids.map((id) => readMail(folder ?? '', id))));
    const { page: at } = ListQuery.parse(request.query);
    const shown = ids.slice((at - 1) * PAGE, at * PAGE);
    return page(request, reply, 'mailbox', {
      title: 'Local mailbox',
      nav: 'mailbox',
      pageLink: (to: number) => `/local/mailbox?page=${to}`,
      total: ids.length,
      page: at,
      pages: Math.max(1, Math.ceil(ids.length / PAGE)),
      mails: await Promise.all(shown.map((id) => readMail(folder ?? '', id))),
    });
  });

  app.get('/local/mailbox/:id', async (request, reply) => {
    const mail = await findMail(folder, request.params);
    const isGone = mail.alertId !== null && !(await findCouncilOfAlert(ports.db, mail.alertId));
    return page(request, reply, 'mail', { title: mail.subject, nav: 'mailbox', mail, isGone });
  });

  /** The mail as its reader's program would show it: in a frame of its own that may run nothing and fetch nothing. */
  app.get('/local/mailbox/:id/body', async (request, reply) => {
    const mail = await findMail(folder, request.params);
    return reply
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
      )
      .header('x-frame-options', 'SAMEORIGIN')
      .type('text/html; charset=utf-8')
      .send(`<base target="_blank">${mail.html}`);
  });
};

async function findMail(folder: string | undefined, params: unknown): Promise<LocalMail> {
  const { data } = z.object({ id: MailName }).safeParse(params);
  if (!folder || !data || !(await listMails(folder)).includes(data.id)) throw notFound('Mail');
  return readMail(folder, data.id);
}
