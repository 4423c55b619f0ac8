import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openPeer, type Heard, type Peer } from './fixtures/http-peer.ts';
import { channels, notifyStatus } from './index.ts';

const serviceId = '26785a09-ab16-4eb0-8407-a37497a57506';
const secret = '3d844edf-8d35-48ac-975b-e847b4f122b0';
const templateId = '9d751e0e-f929-4891-82a1-a3e1c3c18ee3';
const message = {
  to: 'officer@council.example',
  subject: 'Example Ltd: winding-up petition advertised (2 contracts, £2.71m)',
  text: 'What happened\n-------------\n\n- One\n- Two\n\n| This alert is not a reason to exclude a supplier.',
  html: '<p>In words</p>',
  link: 'https://tocsin.example/alerts/1',
};
const peers: Peer[] = [];

type Reply = { status: number; body?: string };

/** GOV.UK Notify as far as we use it: a listing by reference, and sending. */
async function notify(listed: unknown[], sending: Reply = accepted, listing: Reply | null = null) {
  const peer = await openPeer((heard) =>
    heard.method === 'GET'
      ? (listing ?? { status: 200, body: JSON.stringify({ notifications: listed }) })
      : sending,
  );
  peers.push(peer);
  const config = {
    apiKey: `tocsin-${serviceId}-${secret}`,
    templateId,
    baseUrl: peer.url,
    allowAddresses: ['127.0.0.1'],
  };
  return { peer, config, send: () => channels['govuk-notify']!.send(config, message, 'delivery-7') };
}

const accepted: Reply = { status: 201, body: JSON.stringify({ id: '740e5834-3a29-46b4-9a6f-16142fde533a' }) };

function refused(status: number, words: string): Reply {
  const errors = [{ error: 'BadRequestError', message: words }];
  return { status, body: JSON.stringify({ status_code: status, errors }) };
}

afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close();
});

describe('a mail through GOV.UK Notify', () => {
  it('is sending once accepted, with our reference and the letter in Notify’s own marks', async () => {
    const { peer, send } = await notify([]);
    expect(await send()).toEqual({
      status: 'sending',
      detail: 'Accepted by Notify',
      providerId: '740e5834-3a29-46b4-9a6f-16142fde533a',
    });
    const [asked, sent] = peer.heard as readonly [Heard, Heard];
    expect(asked.path).toBe('/v2/notifications?template_type=email&reference=delivery-7');
    expect(sent.path).toBe('/v2/notifications/email');
    expect(JSON.parse(sent.body)).toEqual({
      email_address: 'officer@council.example',
      template_id: templateId,
      reference: 'delivery-7',
      personalisation: {
        subject: message.subject,
        body: '# What happened\n\n* One\n* Two\n\n^ This alert is not a reason to exclude a supplier.',
      },
    });
  });

  it('is signed with the secret of the key, and the secret itself is not sent', async () => {
    const { peer, send } = await notify([]);
    await send();
    const [header = '', claims = '', signature] = (peer.heard[1]!.headers.authorization ?? '')
      .replace('Bearer ', '')
      .split('.');
    expect(signature).toBe(createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url'));
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: serviceId });
    expect(JSON.stringify(peer.heard)).not.toContain(secret);
  });

  it.each([
    ['created', 'sending'],
    ['sending', 'sending'],
    ['delivered', 'delivered'],
    ['permanent-failure', 'permanent-failure'],
  ])('that Notify has already as %s is not sent again', async (theirs, ours) => {
    const { peer, config, send } = await notify([{ id: '1', status: theirs }]);
    expect(await send()).toMatchObject({ status: ours, providerId: '1' });
    expect(peer.heard.map((one) => one.method)).toEqual(['GET']);
    expect(await notifyStatus(config, 'delivery-7')).toMatchObject({ status: ours });
  });

  it.each(['temporary-failure', 'technical-failure'])(
    'that Notify has given up as %s is sent again',
    async (status) => {
      const { send } = await notify([{ id: '1', status }]);
      expect(await send()).toMatchObject({ status: 'sending' });
    },
  );

  it.each([
    [refused(400, 'email_address Not a valid email address'), 'permanent-failure'],
    [refused(400, 'Template not found'), 'temporary-failure'],
    [refused(403, 'Invalid token: API key not found'), 'temporary-failure'],
    [refused(429, 'Exceeded rate limit'), 'temporary-failure'],
    [{ status: 500, body: '<html>Sorry</html>' }, 'temporary-failure'],
    [{ status: 201, body: '<html>Sorry</html>' }, 'temporary-failure'],
  ])('answered with %j is a %s', async (reply, status) => {
    const { send } = await notify([], reply);
    expect(await send()).toMatchObject({ status });
  });

  it('waits when Notify cannot say whether it has the message already', async () => {
    const { peer, send } = await notify([], accepted, { status: 503, body: '' });
    const outcome = await send();
    expect(outcome.status).toBe('temporary-failure');
    expect(peer.heard.map((one) => one.method)).toEqual(['GET']);
  });
});
