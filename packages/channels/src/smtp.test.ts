import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { channels } from './index.ts';
import { closeMail, Config, sendMail } from './smtp.ts';

const from = 'Tocsin <alerts@tocsin.example>';
const mail = {
  to: 'officer@council.example',
  subject: 'Example Ltd: winding-up petition advertised (2 contracts, £2.71m)',
  text: 'In words',
  html: '<p>In words</p>',
};
/** How much faster than the clock on the wall a slow server is here. */
const FASTER = 60;
const servers: SMTPServer[] = [];
const plainServers: Server[] = [];
const received: string[] = [];

async function serve(options: SMTPServerOptions = {}): Promise<string> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void text(stream).then((message) => {
        received.push(message);
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  servers.push(server);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return urlOf(listening);
}

/** A server that drops the connection at the command `at`, or after the whole content. */
async function serveUntil(at: string): Promise<string> {
  const server = createServer((socket) => {
    const replies: Record<string, string> = {
      EHLO: '250 ok',
      MAIL: '250 ok',
      RCPT: '250 ok',
      DATA: '354 go on',
    };
    let inContent = false;
    socket.on('error', () => {});
    socket.write('220 ready\r\n');
    socket.on('data', (bytes) => {
      const line = bytes.toString();
      const verb = line.slice(0, 4).toUpperCase();
      if (inContent ? line.endsWith('\r\n.\r\n') : verb === at) socket.destroy();
      else if (!inContent) socket.write(`${replies[verb] ?? '500 what'}\r\n`);
      inContent ||= verb === 'DATA';
    });
  });
  plainServers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return urlOf(server);
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  return `smtp://127.0.0.1:${address.port}`;
}

function refusal(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

afterEach(async () => {
  closeMail();
  received.length = 0;
  for (const server of servers.splice(0)) await new Promise<void>((done) => server.close(done));
  for (const server of plainServers.splice(0)) server.close();
});

describe('a mail by SMTP', () => {
  it('is delivered with both bodies and a Message-ID that is the same on every attempt', async () => {
    const url = await serve();
    const first = await sendMail({ url, from }, mail, { reference: 'delivery-7' });
    const again = await sendMail({ url, from }, mail, { reference: 'delivery-7' });
    expect(first).toMatchObject({ status: 'delivered', providerId: '<delivery-7@tocsin.example>' });
    expect(again.providerId).toBe(first.providerId);
    expect(received).toHaveLength(2);
    expect(received[0]).toMatch(/^Message-ID: <delivery-7@tocsin\.example>\r$/m);
    expect(received[0]).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(received[0]).toContain('multipart/alternative');
  });

  it('names the mails of its thread before it, the last of them as the one that it answers', async () => {
    const url = await serve();
    const earlier = Array.from({ length: 12 }, (_, at) => `delivery-${at + 1}`);
    await sendMail({ url, from }, { ...mail, earlier: ['delivery-7'] }, { reference: 'delivery-8' });
    await sendMail({ url, from }, { ...mail, earlier }, { reference: 'delivery-13' });
    const [second, long] = await Promise.all(received.map((one) => PostalMime.parse(one)));
    expect(second).toMatchObject({
      inReplyTo: '<delivery-7@tocsin.example>',
      references: '<delivery-7@tocsin.example>',
    });
    expect(long?.inReplyTo).toBe('<delivery-12@tocsin.example>');
    expect(long?.references?.match(/\d+(?=@)/g)?.map(Number)).toEqual([1, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('says of which list it is and where one has less sent to her, by no single click', async () => {
    const url = await serve();
    const list = { id: 'e06000052', name: 'Tocsin alerts of Cornwall', stop: 'https://tocsin.example/less' };
    await sendMail({ url, from }, { ...mail, list }, { reference: 'delivery-8' });
    const { headers } = await PostalMime.parse(received[0] ?? '');
    const header = (key: string) => headers.find((one) => one.key === key)?.value;
    expect(header('list-id')).toMatch(/Tocsin alerts of Cornwall.* <e06000052\.alerts\.tocsin\.example>$/);
    expect(header('list-unsubscribe')).toBe('<https://tocsin.example/less>');
    expect(header('list-unsubscribe-post')).toBeUndefined();
  });

  it('has a return path of its own, and says within by what it is found', async () => {
    const senders: string[] = [];
    const url = await serve({
      onMailFrom({ address }, _session, answer) {
        senders.push(address);
        answer();
      },
    });
    const returnToken = { deliveryId: '8', code: '0123456789ab' };
    const returnPath = 'bounces@tocsin.example';
    await sendMail({ url, from, returnPath }, { ...mail, returnToken }, { reference: 'delivery-8' });
    await sendMail({ url, from }, { ...mail, returnToken }, { reference: 'delivery-8' });
    expect(senders).toEqual(['bounces+8.0123456789ab@tocsin.example', 'alerts@tocsin.example']);
    for (const one of received) expect(one).toMatch(/^X-Tocsin-Delivery: 8\.0123456789ab\r$/m);
  });

  it('arrives word for word, whatever is in its lines', async () => {
    const url = await serve();
    const text = [
      '£1 = 100p',
      '.',
      '..dots',
      '',
      `${'long '.repeat(300)}end`,
      'tab\tand space ',
      '=E2=82=AC',
      '€ 😀',
      '',
    ];
    const html = text.map((line) => `<p class="a">${line}</p>`).join('\n');
    await sendMail({ url, from }, { ...mail, text: text.join('\n'), html }, { reference: '1' });
    const arrived = await PostalMime.parse(received[0] ?? '');
    expect(arrived.text?.trimEnd().split(/\r?\n/)).toEqual(text.slice(0, -1));
    expect(arrived.html?.trimEnd().split(/\r?\n/)).toEqual(html.split('\n'));
    expect(arrived.subject).toBe(mail.subject);
    expect(received[0]?.split('\r\n').every((line) => line.length <= 78)).toBe(true);
  });

  it.each([
    [450, 'temporary-failure'],
    [421, 'temporary-failure'],
    [550, 'permanent-failure'],
  ])('whose recipient is answered with %i is a %s', async (code, status) => {
    const url = await serve({ onRcptTo: (_address, _session, done) => done(refusal(code, 'No')) });
    expect(await sendMail({ url, from }, mail, { reference: '1' })).toMatchObject({ status });
  });

  it.each([
    [451, 'temporary-failure'],
    [554, 'permanent-failure'],
  ])('whose content is answered with %i is a %s, and certainly was not accepted', async (code, status) => {
    const url = await serve({
      onData(stream, _session, done) {
        stream.resume();
        stream.on('end', () => done(refusal(code, 'No')));
      },
    });
    const outcome = await sendMail({ url, from }, mail, { reference: '1' });
    expect(outcome).toMatchObject({ status });
    expect(outcome.uncertain).toBeUndefined();
  });

  it('waits for somebody to mend our settings when the server refuses our sign-in or our sender', async () => {
    const wrongPassword = await serve({
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(refusal(535, 'Wrong password')),
    });
    const signIn = wrongPassword.replace('smtp://', 'smtp://user:secret@');
    const refused = await sendMail({ url: signIn, from }, mail, { reference: '1' });
    expect(refused.status).toBe('temporary-failure');
    expect(refused.detail).not.toContain('secret');
    const url = await serve({ onMailFrom: (_address, _session, done) => done(refusal(553, 'Not you')) });
    expect(await sendMail({ url, from }, mail, { reference: '1' })).toMatchObject({
      status: 'temporary-failure',
    });
  });

  it.each([
    ['after its content was sent', 'content', true],
    ['before its content was asked for', 'DATA', undefined],
  ])(
    'is tried again when the connection is lost %s, and says if it may arrive twice',
    async (_, at, uncertain) => {
      const url = await serveUntil(at);
      const outcome = await sendMail({ url, from }, mail, { reference: '1' });
      expect(outcome.status).toBe('temporary-failure');
      expect(outcome.uncertain).toBe(uncertain);
    },
  );

  it.each([
    ['40 seconds', 40],
    ['9 minutes', 540],
  ])('arrives once at a server that takes %s to say so', async (_, seconds) => {
    const url = await serve({
      onData(stream, _session, done) {
        void text(stream).then((message) => {
          received.push(message);
          setTimeout(done, (seconds * 1_000) / FASTER);
        });
      },
    });
    const answerWithinMs = Config.parse({ url, from }).answerWithinMs / FASTER;
    const outcome = await sendMail({ url, from, answerWithinMs }, mail, { reference: '1' });
    expect(outcome.status).toBe('delivered');
    expect(outcome.uncertain).toBeUndefined();
    expect(received).toHaveLength(1);
  });

  it('may have arrived where a server has said nothing for longer than it may take', async () => {
    const url = await serve({ onData: (stream) => void stream.resume() });
    const outcome = await sendMail({ url, from, answerWithinMs: 300 }, mail, { reference: '1' });
    expect(outcome).toMatchObject({ status: 'temporary-failure', uncertain: true, ofProvider: true });
  });

  it('is a temporary failure when nobody listens', async () => {
    const url = await serve();
    const [server] = servers.splice(0);
    await new Promise<void>((done) => server?.close(done));
    const outcome = await sendMail({ url, from }, mail, { reference: '1' });
    expect(outcome.status).toBe('temporary-failure');
    expect(outcome.uncertain).toBeUndefined();
  });

  it.each(['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', 'Name <a@b.example>', 'a'])(
    'to %j is not sent: that is not one address',
    async (to) => {
      const url = await serve();
      expect(await sendMail({ url, from }, { ...mail, to }, { reference: '1' })).toMatchObject({
        status: 'permanent-failure',
      });
      expect(received).toHaveLength(0);
    },
  );

  it('takes no header from a subject', async () => {
    const url = await serve();
    await sendMail({ url, from }, { ...mail, subject: 'A\r\nBcc: c@d.example' }, { reference: '1' });
    expect(received[0]).not.toMatch(/^Bcc:/im);
  });

  it('is refused before sending when the channel is set up wrongly', async () => {
    await expect(channels['smtp']?.send({ url: 'http://x' }, { ...mail, link: '' }, '1')).rejects.toThrow(
      /url/,
    );
  });
});
