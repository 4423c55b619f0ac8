import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { openPeer, type Heard, type Peer } from './fixtures/http-peer.ts';
import { channels } from './index.ts';
import { call } from './post.ts';
import { signWebhook, verifyWebhook, webhookSecret } from './webhook.ts';

const message = {
  to: '',
  subject: 'Example Ltd: winding-up petition advertised (2 contracts, £2.71m)',
  text: 'In words',
  html: '<p>In words</p>',
  link: 'https://tocsin.example/alerts/1',
  event: {
    type: 'tocsin.alert.raised',
    source: 'https://tocsin.example',
    subject: '/alerts/1',
    time: '2026-11-23T10:00:00.000Z',
    data: { alert: '1' },
  },
  signedBy: { endpointId: '12', versions: [1] },
};
const signingKey = 'k'.repeat(32);
const config = { signingKey, allowAddresses: ['127.0.0.1'] };
const peers: Peer[] = [];

async function peer(reply: Parameters<typeof openPeer>[0], host?: string): Promise<Peer> {
  const opened = await openPeer(reply, host);
  peers.push(opened);
  return opened;
}

function send(to: string, settings: unknown = config) {
  return channels['webhook']!.send(settings, { ...message, to }, 'delivery-7');
}

afterEach(async () => {
  for (const one of peers.splice(0)) await one.close();
});

describe('the signature of Standard Webhooks 1.0.0', () => {
  // The vector that the specification's own libraries are tested with.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  const timestamp = 1_614_265_330;
  const payload = '{"test": 2432232314}';
  const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

  it('is the published one for the published message', () => {
    expect(signWebhook(secret, id, timestamp, payload)).toBe(signature);
  });

  it.each([
    ['the same message at once', payload, signature, 0, true],
    ['one signature of several', payload, `v1,AAAA ${signature} v2,BBBB`, 0, true],
    ['five minutes later', payload, signature, 300, true],
    ['a replay after more than five minutes', payload, signature, 301, false],
    ['a message from a clock more than five minutes ahead', payload, signature, -301, false],
    ['another payload', '{"test": 2432232315}', signature, 0, false],
    ['another version', payload, signature.replace('v1', 'v1a'), 0, false],
    ['no signature', payload, '', 0, false],
  ])('verifies, or not: %s', (_, body, given, later, valid) => {
    const headers = { id, timestamp: `${timestamp}`, signature: given };
    expect(verifyWebhook(secret, headers, body, timestamp + later)).toBe(valid);
  });

  it('does not verify without a timestamp that is a number', () => {
    expect(verifyWebhook(secret, { id, timestamp: 'now', signature }, payload, timestamp)).toBe(false);
  });
});

describe('a webhook', () => {
  const headersOf = ({ headers }: Heard) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const secretOf = (version: number) => webhookSecret(signingKey, '12', version);

  it('is taken by the verifier of Standard Webhooks with the secret of its endpoint, and with no other', async () => {
    const { url, heard } = await peer(() => ({ status: 202 }));
    expect(await send(url)).toEqual({ status: 'delivered', detail: 'HTTP 202' });
    const one = heard[0] as Heard;
    expect(new Webhook(secretOf(1)).verify(one.body, headersOf(one))).toMatchObject({
      type: 'tocsin.alert.raised',
      timestamp: '2026-11-23T10:00:00.000Z',
    });
    const others = [secretOf(2), webhookSecret(signingKey, '13', 1)];
    for (const other of others)
      expect(() => new Webhook(other).verify(one.body, headersOf(one))).toThrow('No matching signature');
    const given = { id: 'delivery-7', timestamp: '', signature: '' };
    given.timestamp = String(one.headers['webhook-timestamp']);
    given.signature = String(one.headers['webhook-signature']);
    expect(verifyWebhook(secretOf(1), given, one.body, Number(given.timestamp))).toBe(true);
  });

  it('is taken with the new secret and with the one before while it is being changed', async () => {
    const { url, heard } = await peer(() => ({ status: 202 }));
    await channels['webhook']!.send(
      config,
      { ...message, to: url, signedBy: { endpointId: '12', versions: [2, 1] } },
      'delivery-7',
    );
    const one = heard[0] as Heard;
    for (const version of [1, 2])
      expect(new Webhook(secretOf(version)).verify(one.body, headersOf(one))).toBeDefined();
    expect(() => new Webhook(secretOf(3)).verify(one.body, headersOf(one))).toThrow();
  });

  it('is a CloudEvent, the same bytes under the same id on every attempt', async () => {
    const { url, heard } = await peer(() => ({ status: 500 }));
    await send(url);
    await send(url);
    expect(heard.map(({ headers }) => headers['webhook-id'])).toEqual(['delivery-7', 'delivery-7']);
    expect(heard[1]?.body).toBe(heard[0]?.body);
    expect(heard[0]?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({
      specversion: '1.0',
      id: 'delivery-7',
      source: 'https://tocsin.example',
      type: 'tocsin.alert.raised',
      subject: '/alerts/1',
      time: '2026-11-23T10:00:00.000Z',
      timestamp: '2026-11-23T10:00:00.000Z',
      datacontenttype: 'application/json',
      data: { alert: '1', subject: message.subject, link: message.link },
    });
  });

  it.each([
    [500, 'temporary-failure', true],
    [503, 'temporary-failure', true],
    [429, 'temporary-failure', true],
    [408, 'temporary-failure', true],
    [401, 'temporary-failure', undefined],
    [404, 'temporary-failure', undefined],
    [302, 'temporary-failure', undefined],
    [410, 'permanent-failure', undefined],
  ])('answered with %i is a %s, of the host: %s', async (status, outcome, ofProvider) => {
    const { url } = await peer(() => ({ status }));
    const answer = await send(url);
    expect([answer.status, answer.ofProvider]).toEqual([outcome, ofProvider]);
  });

  it('may arrive twice when the peer hangs up after reading it, and cannot when nobody listens', async () => {
    const { url, close } = await peer(() => null);
    expect(await send(url)).toMatchObject({ status: 'temporary-failure', uncertain: true });
    await close();
    const unheard = await send(url);
    expect(unheard.status).toBe('temporary-failure');
    expect(unheard.uncertain).toBeUndefined();
  });
});

describe('an endpoint inside our own network is not reached', () => {
  const forms = [
    '127.0.0.1', '127.1', '127.0.1', '127.000.000.001', '2130706433', '0x7f000001', '0x7f.0.0.1', '0x7f.1',
    '0177.0.0.1', '017700000001', '127.255.255.254', '127.0.0.2', '0', '0.0.0.0', 'localhost', 'LOCALHOST',
    '[::1]', '[0:0:0:0:0:0:0:1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '１２７.０.０.１', '127。0。0。1',
  ]; // prettier-ignore

  it.each(forms)('as %s', async (host) => {
    const inside = await peer(() => ({ status: 200 }));
    // Plain http is open only so that the address is what decides; no form here is on the list.
    const outcome = await send(`http://${host}:${inside.port}/`, {
      signingKey,
      allowAddresses: ['127.9.9.9'],
    });
    expect(outcome).toEqual({
      status: 'permanent-failure',
      detail: 'An address that is not public',
      unreachable: true,
    });
    expect(inside.connections()).toBe(0);
  });

  it('by a redirect from an endpoint that is allowed', async () => {
    const inside = await peer(() => ({ status: 200 }), '127.0.0.2');
    const outside = await peer(() => ({ status: 307, headers: { Location: inside.url } }));
    expect(await send(outside.url)).toMatchObject({ status: 'temporary-failure', detail: 'HTTP 307' });
    expect(inside.connections()).toBe(0);
  });

  it('by a proxy that the environment names', async () => {
    const proxy = await peer(() => ({ status: 200 }), '127.0.0.2');
    process.env['http_proxy'] = proxy.url;
    const { url, heard } = await peer(() => ({ status: 200 }));
    await send(url);
    delete process.env['http_proxy'];
    expect([heard.length, proxy.connections()]).toEqual([1, 0]);
  });

  it('by a name that looked public when it was checked: the address connected to is what counts', async () => {
    const inside = await peer(() => ({ status: 200 }));
    const looked: string[] = [];
    const answer = await call({
      method: 'POST',
      url: `http://rebinding.example:${inside.port}/`,
      headers: {},
      allowAddresses: ['127.9.9.9'],
      lookup: (name, _options, found) => {
        looked.push(name);
        found(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    });
    expect(answer).toEqual({ blocked: 'An address that is not public' });
    expect([looked.length, inside.connections()]).toEqual([1, 0]);
  });

  it.each([
    'ftp://example.org/',
    'file:///etc/passwd',
    'http://example.org/',
    'https://user:secret@example.org/',
    'nonsense',
  ])('nor is %s an endpoint at all', async (to) => {
    expect(await send(to, { signingKey })).toMatchObject({ status: 'permanent-failure' });
  });
});
