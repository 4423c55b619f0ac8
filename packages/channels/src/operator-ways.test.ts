import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { openPeer, type Peer } from './fixtures/http-peer.ts';
import { callListener, operatorWays } from './operator-ways.ts';
import { closeMail } from './smtp.ts';

const mail = { subject: 'Alarm: Redis does not answer', text: 'In words', html: '<p>In words</p>' };
const MAIL_FROM = 'Tocsin <alerts@tocsin.example>';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  closeMail();
  for (const close of closing.splice(0)) await close();
});

async function peer(status: number): Promise<Peer> {
  const opened = await openPeer(() => ({ status }));
  closing.push(opened.close);
  return opened;
}

test('a mail server of the operator’s own is used, and hangs on nothing by which councils are told', async () => {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onData(stream, session, done) {
      received.push(...session.envelope.rcptTo.map(({ address }) => address));
      stream.resume().on('end', () => done());
    },
  });
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  closing.push(() => new Promise<void>((closed) => server.close(() => closed())));
  const own = {
    MAIL_FROM,
    ALARM_MAIL_TO: 'duty@operator.example',
    ALARM_SMTP_URL: `smtp://127.0.0.1:${port}`,
  };
  const [way] = operatorWays({ ...own, SMTP_URL: 'smtp://127.0.0.1:1' });
  expect([way?.id, way?.hangsOn]).toEqual(['mail', []]);
  expect(await way?.tell(mail, 'alarm-1')).toBe(true);
  expect(received).toEqual(['duty@operator.example']);
});

test('by the councils’ own mail server it hangs on that, also where it is named once more', () => {
  const hangsOn = [{ cause: 'failing-channel', subject: 'smtp' }];
  const settings = { MAIL_FROM, ALARM_MAIL_TO: 'duty@operator.example', SMTP_URL: 'smtp://mail.example:587' };
  expect(operatorWays(settings)).toMatchObject([{ id: 'mail', hangsOn }]);
  const again = { ...settings, ALARM_SMTP_URL: 'smtp://other@mail.example:587' };
  expect(operatorWays(again)).toMatchObject([{ id: 'mail', hangsOn }]);
  expect(operatorWays({ MAIL_FROM, SMTP_URL: settings.SMTP_URL })).toEqual([]);
});

test('a mail server that does not answer has not taken it', async () => {
  const nobody = { MAIL_FROM, ALARM_MAIL_TO: 'duty@operator.example', ALARM_SMTP_URL: 'smtp://127.0.0.1:1' };
  expect(await operatorWays(nobody)[0]?.tell(mail, 'alarm-1')).toBe(false);
});

test.each([
  [204, true],
  [500, false],
])(
  'a web address of the operator’s own network is told in words; with %i it has taken them: %s',
  async (status, taken) => {
    const { url, heard } = await peer(status);
    const [way] = operatorWays({ MAIL_FROM, ALARM_WEBHOOK_URL: `${url}/hook` });
    expect(await way?.tell(mail, 'alarm-1')).toBe(taken);
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({
      text: 'Alarm: Redis does not answer\n\nIn words',
      subject: mail.subject,
      reference: 'alarm-1',
    });
  },
);

test('who listens for us is called, and is reached or not', async () => {
  const { url, heard } = await peer(200);
  expect(await callListener(`${url}/ping/1`)).toBe(true);
  expect(heard).toMatchObject([{ method: 'GET', path: '/ping/1' }]);
  expect(await callListener('http://127.0.0.1:1')).toBe(false);
  expect(await callListener((await peer(404)).url)).toBe(false);
});
