import { formatDate, type IsoInstant } from '@tocsin/domain';
import { renderMail, type Mail } from './letter.ts';

/** The mail with a link that signs somebody in: it is opened in the browser that asked, and used there with a button. */
export function composeSignInLink(link: { readonly url: string; readonly minutes: number }): Mail {
  const browser = 'in the browser in which you asked for it';
  return renderMail('Your link to sign in to Tocsin', [
    { kind: 'title', text: 'Sign in to Tocsin' },
    {
      kind: 'paragraph',
      text: `The link works once, for ${link.minutes} minutes, ${browser}. Opening it changes nothing: you are signed in when you press the button on its page.`,
    },
    { kind: 'buttons', links: [{ text: 'Open the page to sign in', url: link.url }] },
    {
      kind: 'paragraph',
      text: 'If you did not ask for it, somebody typed your address. Nobody can sign in with this mail in another browser; you need to do nothing.',
    },
  ]);
}

interface Invited {
  /** The council, or the national body. */
  readonly where: string;
  readonly roles: readonly string[];
  readonly url: string;
  readonly until: IsoInstant;
}

/** The mail that asks somebody to join. */
export function composeInvitation({ where, roles, url, until }: Invited): Mail {
  return renderMail(`You are invited to Tocsin for ${where}`, [
    { kind: 'title', text: `You are invited to Tocsin for ${where}` },
    {
      kind: 'paragraph',
      text: `As: ${roles.join(', ')}. Tocsin watches the public record for signs that a supplier is at risk of financial difficulty and tells the councils that depend on it.`,
    },
    { kind: 'buttons', links: [{ text: 'Open the invitation', url }] },
    {
      kind: 'paragraph',
      text: `The invitation holds until ${formatDate(until)} and for one person. If you did not expect it, ignore it.`,
    },
  ]);
}
