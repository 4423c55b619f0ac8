import { expect, it, test } from 'vitest';
import { unfairWords } from '../words/wording.ts';
import { composeNotice, pageOfNotice, type Notice } from './notice-mails.ts';

const notices: readonly (readonly [Notice, string, string])[] = [
  [{ about: 'test' }, 'nothing has happened', '/settings/council'],
  [
    { about: 'test' },
    'Somebody at Example Council asked for this message to see whether alerts arrive here. They do.',
    '/settings/council',
  ],
  [{ about: 'test' }, 'It is about no supplier. Nothing is to be done.', '/settings/council'],
  [{ about: 'test' }, 'Open how you are told', '/settings/council'],
  [
    { about: 'less', personId: '7' },
    'has asked for fewer messages of Example Council. Estimates, awards and payments wait for the digest from now on; formal events are sent as before.',
    '/settings/council',
  ],
  [{ about: 'less', personId: '7' }, 'Olu Example', '/settings/council'],
  [
    { about: 'unreachable', channel: 'smtp', address: 'left@council.example', said: '550 unknown user' },
    'left@council.example: 550 unknown user',
    '/people',
  ],
  [
    { about: 'complaint', address: 'olu@council.example', waits: true },
    'olu@council.example has reported an alert as unwanted, perhaps by mistake. Estimates wait for the digest there',
    '/people',
  ],
  [
    { about: 'complaint', address: 'contracts@council.example', waits: false },
    'It is not the address of one person, so it is sent as much as before.',
    '/people',
  ],
];
const of = { council: 'Example Council', who: 'Olu Example', link: 'https://tocsin.example/people' };

it.each(notices)('a notice %o says what it is about and leads to a page', (notice, says, page) => {
  const { subject, text, html } = composeNotice(notice, of);
  expect(`${subject}\n${text}`).toContain(says);
  expect(html).toContain('href="https://tocsin.example/people"');
  expect(pageOfNotice(notice)).toBe(page);
  expect(unfairWords(`${subject} ${text}`)).toEqual([]);
});

test('who is known no longer is somebody', () => {
  const { subject } = composeNotice({ about: 'less', personId: '7' }, { ...of, who: null });
  expect(subject).toBe('Somebody now gets estimates in the digest alone');
});
