import { expect, it } from 'vitest';
import { openPeer } from './fixtures/http-peer.ts';
import { channels } from './index.ts';

const message = {
  to: '',
  subject: '[Example](https://evil.example) Ltd',
  text: 'What happened\n-------------\n\n{{DATE(2026-05-01)}} **bold**',
  html: '',
  link: 'https://tocsin.example/alerts/1',
};
const config = { allowAddresses: ['127.0.0.1'] };

it('a card carries the words literally and one button to the signed-in page', async () => {
  const peer = await openPeer(() => ({ status: 202 }));
  const outcome = await channels['teams']!.send(config, { ...message, to: peer.url }, '1');
  await peer.close();
  expect(outcome.status).toBe('delivered');
  const [attachment] = JSON.parse(peer.heard[0]!.body).attachments;
  expect(attachment.contentType).toBe('application/vnd.microsoft.card.adaptive');
  expect(attachment.content.body.map((block: { text: string }) => block.text)).toEqual([
    '\\[Example\\]\\(https://evil.example\\) Ltd',
    'What happened\n\n-------------',
    '{ {DATE\\(2026-05-01\\)}} \\*\\*bold\\*\\*',
  ]);
  expect(attachment.content.actions).toEqual([
    { type: 'Action.OpenUrl', title: 'Open this alert', url: 'https://tocsin.example/alerts/1' },
  ]);
});

it('a card is small enough for Teams whatever the length of the alert', async () => {
  const peer = await openPeer(() => ({ status: 202 }));
  const text = Array.from({ length: 100 }, () => '*'.repeat(5_000)).join('\n\n');
  await channels['teams']!.send(config, { ...message, to: peer.url, text }, '1');
  await peer.close();
  const [attachment] = JSON.parse(peer.heard[0]!.body).attachments;
  expect(attachment.content.body.at(-1).text).toBe('The rest is on the page of this alert.');
  expect(Buffer.byteLength(peer.heard[0]!.body)).toBeLessThan(28 * 1024);
});

it('a card holds as much as it may, counted in bytes and not in letters', async () => {
  const peer = await openPeer(() => ({ status: 202 }));
  const text = Array.from({ length: 40 }, () => '£'.repeat(590)).join('\n\n');
  await channels['teams']!.send(config, { ...message, to: peer.url, text }, '1');
  await peer.close();
  const size = Buffer.byteLength(peer.heard[0]!.body);
  expect(size).toBeLessThan(28_000);
  expect(size).toBeGreaterThan(26_500);
});

it.each([
  [404, 'permanent-failure'],
  [429, 'temporary-failure'],
  [502, 'temporary-failure'],
])('a workflow that answers %i is a %s', async (status, outcome) => {
  const peer = await openPeer(() => ({ status }));
  expect(await channels['teams']!.send(config, { ...message, to: peer.url }, '1')).toMatchObject({
    status: outcome,
  });
  await peer.close();
});
