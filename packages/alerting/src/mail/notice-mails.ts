import { z } from 'zod';
import { renderMail, type Mail } from './letter.ts';

/** What people of a council are told of its messages themselves, and not of a supplier. */
export const Notice = z.discriminatedUnion('about', [
  /** A message that shows that messages arrive. */
  z.object({ about: z.literal('test') }),
  /** Somebody wants nothing but formal events at once. */
  z.object({ about: z.literal('less'), personId: z.string() }),
  /** An address takes no messages. */
  z.object({ about: z.literal('unreachable'), channel: z.string(), address: z.string(), said: z.string() }),
  /** Whoever reads the mail of an address has reported one of ours as unwanted. */
  z.object({
    about: z.literal('complaint'),
    address: z.string(),
    /** Whether it is a person's own, to which estimates wait for the digest from now on. */
    waits: z.boolean().default(true),
  }),
]);
export type Notice = z.infer<typeof Notice>;

interface NoticeOf {
  readonly council: string;
  /** The person that it is about; null where there is none, or she is known no longer. */
  readonly who: string | null;
  readonly link: string;
}

/** A notice as a mail. */
export function composeNotice(notice: Notice, { council, who, link }: NoticeOf): Mail {
  const { title, says, open } = wordsOf(notice, council, who ?? 'Somebody');
  return renderMail(title, [
    { kind: 'title', text: title },
    ...says.map((text) => ({ kind: 'paragraph' as const, text })),
    { kind: 'buttons', links: [{ text: open, url: link }] },
    { kind: 'paragraph', text: 'Opening the link changes nothing.' },
  ]);
}

interface NoticeWords {
  readonly title: string;
  readonly says: readonly string[];
  readonly open: string;
}

function wordsOf(notice: Notice, council: string, who: string): NoticeWords {
  switch (notice.about) {
    case 'test':
      return {
        title: 'Test message from Tocsin: nothing has happened',
        says: [
          `Somebody at ${council} asked for this message to see whether alerts arrive here. They do.`,
          'It is about no supplier. Nothing is to be done.',
        ],
        open: 'Open how you are told',
      };
    case 'less':
      return {
        title: `${who} now gets estimates in the digest alone`,
        says: [
          `${who} has asked for fewer messages of ${council}. Estimates, awards and payments wait for the digest from now on; formal events are sent as before.`,
          'If contracts of hers need somebody who is told at once, name another owner for them.',
        ],
        open: 'Open who is told',
      };
    case 'unreachable':
      return {
        title: 'An address takes no messages',
        says: [
          `Nothing more is sent to ${notice.address}: ${notice.said}`,
          'Whoever was to be told there is told no longer; by the rules of your council the next in line is. Correct the address, then let it be tried again.',
        ],
        open: 'Open the addresses',
      };
    case 'complaint':
      return {
        title: 'A mail was reported as unwanted',
        says: [
          `Whoever reads the mail of ${notice.address} has reported an alert as unwanted, perhaps by mistake. ${
            notice.waits
              ? 'Estimates wait for the digest there from now on; formal events are sent as before.'
              : 'It is not the address of one person, so it is sent as much as before.'
          }`,
          'Ask whether the address is the right one.',
        ],
        open: 'Open the addresses',
      };
  }
}

/** The page that a notice leads to. */
export function pageOfNotice({ about }: Notice): string {
  return about === 'test' || about === 'less' ? '/settings/council' : '/people';
}
