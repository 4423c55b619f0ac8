import { createHmac } from 'node:crypto';
import { DeliveryStatus } from '@tocsin/domain';
import { z } from 'zod';
import { defineChannel, type DeliveryOutcome, type Message } from './channel.ts';
import { call, outcomeOfNoAnswer, type PostAnswer } from './post.ts';

const Config = z.object({
  /** `<name>-<service id>-<secret>`, both ids UUIDs. */
  apiKey: z.string().regex(/[0-9a-f-]{36}-[0-9a-f-]{36}$/i),
  /** An e-mail template whose subject is `((subject))` and whose body is `((body))`. */
  templateId: z.uuid(),
  baseUrl: z.url().default('https://api.notifications.service.gov.uk'),
  allowAddresses: z.array(z.string()).default([]),
});
type Config = z.infer<typeof Config>;

/**
 * E-mail through GOV.UK Notify. Our reference is looked up before sending: Notify keeps it but would send it twice, so
 * a message that is there already (accepted before a crash) is reported and not sent again.
 */
export const govukNotify = defineChannel({
  id: 'govuk-notify',
  config: Config,
  atOnce: 20,
  addressOf: ({ baseUrl }) => baseUrl,
  async send(config, message, reference) {
    const earlier = await notifyStatus(config, reference);
    if (earlier && !(earlier.providerId && MAY_BE_SENT_AGAIN.has(earlier.status))) return earlier;
    return outcomeOfSending(
      await ask(config, 'POST', '/v2/notifications/email', emailOf(config, message, reference)),
    );
  },
});

const MAY_BE_SENT_AGAIN: ReadonlySet<DeliveryStatus> = new Set(['temporary-failure', 'technical-failure']);

/**
 * Where the newest message of our reference stands at Notify, the way to follow a delivery that is `sending`; null when
 * Notify has none. When Notify cannot be asked, that is a temporary failure without a `providerId`.
 */
export async function notifyStatus(
  settings: z.input<typeof Config>,
  reference: string,
): Promise<DeliveryOutcome | null> {
  const config = Config.parse(settings);
  const query = new URLSearchParams({ template_type: 'email', reference });
  const answer = await ask(config, 'GET', `/v2/notifications?${query}`);
  if (!('status' in answer)) return outcomeOfNoAnswer(answer);
  const listing = Listing.safeParse(readJson(answer.body));
  if (answer.status !== 200 || !listing.success) return refusedBy(answer.status, answer.body);
  const [newest] = listing.data.notifications;
  if (!newest) return null;
  return {
    status: newest.status,
    detail: `GOV.UK Notify: ${newest.status}`,
    providerId: newest.id,
    ...(newest.status === 'permanent-failure' ? { unreachable: true as const } : {}),
  };
}

const Listing = z.object({
  notifications: z.array(
    z.object({
      id: z.string(),
      status: DeliveryStatus.transform((status) => (status === 'created' ? 'sending' : status)),
    }),
  ),
});
const Accepted = z.object({ id: z.string() });
const Refused = z.object({ errors: z.array(z.object({ error: z.string(), message: z.string() })) });

/** 201 is accepted, not delivered. */
function outcomeOfSending(answer: PostAnswer): DeliveryOutcome {
  if (!('status' in answer)) return outcomeOfNoAnswer(answer);
  const accepted = Accepted.safeParse(readJson(answer.body));
  if (answer.status !== 201 || !accepted.success) return refusedBy(answer.status, answer.body);
  return { status: 'sending', detail: 'Accepted by Notify', providerId: accepted.data.id };
}

/** An address that Notify does not take is final; our own settings and the weather are not. */
function refusedBy(status: number, body: string): DeliveryOutcome {
  const refused = Refused.safeParse(readJson(body));
  const words = refused.success ? refused.data.errors.map((one) => one.message).join('; ') : '';
  const badAddress = status === 400 && /^email_address\b/.test(words);
  const detail = `HTTP ${status} ${words}`.trim();
  if (badAddress) return { status: 'permanent-failure', detail, unreachable: true };
  return { status: 'temporary-failure', detail, ofProvider: true };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function ask(config: Config, method: 'GET' | 'POST', path: string, body?: string): Promise<PostAnswer> {
  return call({
    method,
    url: new URL(path, config.baseUrl).href,
    headers: { Authorization: `Bearer ${token(config.apiKey)}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body }),
    allowAddresses: config.allowAddresses,
  });
}

function emailOf(config: Config, message: Message, reference: string): string {
  return JSON.stringify({
    email_address: message.to,
    template_id: config.templateId,
    reference,
    personalisation: { subject: message.subject, body: notifyMarkdown(message.text) },
  });
}

/** Our text alternative in Notify's few marks: underlined lines are headings, `-` is a bullet, `|` an inset. */
function notifyMarkdown(text: string): string {
  return text
    .replace(/^(.+)\n[-=]+$/gm, '# $1')
    .replace(/^- /gm, '* ')
    .replace(/^\| /gm, '^ ');
}

/** A JSON Web Token that Notify accepts for 30 seconds. */
function token(apiKey: string): string {
  const [serviceId, secret] = [apiKey.slice(-73, -37), apiKey.slice(-36)];
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: serviceId, iat: Math.floor(Date.now() / 1000) })}`;
  return `${claims}.${createHmac('sha256', secret).update(claims).digest('base64url')}`;
}
