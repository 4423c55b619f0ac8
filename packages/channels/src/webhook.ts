import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { defineChannel, type Message } from './channel.ts';
import { call, outcomeOfPost } from './post.ts';

const Config = z.object({
  /** The operator's secret, from which each endpoint's own secrets are made. */
  signingKey: z.string().min(32),
  allowAddresses: z.array(z.string()).default([]),
});

/** By which an endpoint says that it is disabled, in Standard Webhooks. */
const GONE = 410;

/**
 * Posts a message as JSON to an endpoint of the council's, signed by Standard Webhooks 1.0.0: a CloudEvent (1.0, structured)
 * that has the `type`, `timestamp` and `data` of Standard Webhooks too. `to` is its address. While a secret is being
 * changed there is a signature by each.
 */
export const webhook = defineChannel({
  id: 'webhook',
  config: Config,
  atOnce: 20,
  addressOf: (_config, to) => to,
  async send({ signingKey, allowAddresses }, message, reference) {
    const sentAt = Math.floor(Date.now() / 1000);
    const body = bodyOf(message, reference);
    const { endpointId, versions } = message.signedBy ?? { endpointId: message.to, versions: [1] };
    const signatures = versions.map((version) =>
      signWebhook(webhookSecret(signingKey, endpointId, version), reference, sentAt, body),
    );
    const headers = {
      'Content-Type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': reference,
      'webhook-timestamp': `${sentAt}`,
      'webhook-signature': signatures.join(' '),
    };
    const answer = await call({ method: 'POST', url: message.to, headers, body, allowAddresses });
    return outcomeOfPost(answer, [GONE]);
  },
});

/** The same bytes on every attempt. */
function bodyOf({ subject, link, event }: Message, reference: string): string {
  return JSON.stringify({
    specversion: '1.0',
    id: reference,
    source: event?.source ?? new URL(link).origin,
    type: event?.type ?? 'tocsin.message',
    subject: event?.subject ?? new URL(link).pathname,
    ...(event ? { time: event.time, timestamp: event.time } : {}),
    datacontenttype: 'application/json',
    data: { subject, link, ...event?.data },
  });
}

/** A secret of one endpoint, shown to the council that set it up: nothing needs to be stored. */
export function webhookSecret(signingKey: string, endpointId: string, version: number): string {
  const made = createHmac('sha256', signingKey).update(`tocsin-webhook ${endpointId} ${version}`);
  return `whsec_${made.digest('base64')}`;
}

/** The `webhook-signature` of one message: HMAC-SHA256 of `id.timestamp.payload` with the decoded secret. */
export function signWebhook(secret: string, id: string, timestamp: number, payload: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64');
  return `v1,${digest}`;
}

/** Clocks differ, but a message older (or newer) than five minutes is a replay. */
const TOLERANCE_SECONDS = 300;

/** What a receiver does: true when one of the space-separated signatures is ours and the message is fresh. */
export function verifyWebhook(
  secret: string,
  headers: { readonly id: string; readonly timestamp: string; readonly signature: string },
  payload: string,
  nowSeconds: number,
): boolean {
  const timestamp = Number(headers.timestamp);
  if (!Number.isInteger(timestamp) || Math.abs(nowSeconds - timestamp) > TOLERANCE_SECONDS) return false;
  const expected = Buffer.from(signWebhook(secret, headers.id, timestamp, payload));
  return headers.signature.split(' ').some((one) => {
    const given = Buffer.from(one);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
