import { randomUUID } from 'node:crypto';
import { sendMail } from '@tocsin/channels';
import type { Settings } from '@tocsin/runtime';
import type { Ports } from './ports.ts';

/** How mails about signing in are sent: by the mail server of the alerts, where one is set. */
export function mailerOf({ SMTP_URL: url, MAIL_FROM: from }: Settings): Pick<Ports, 'sendMail'> {
  if (!url) return {};
  return {
    async sendMail(mail) {
      const { status } = await sendMail({ url, from }, mail, { reference: `sign-in-${randomUUID()}` });
      if (status !== 'delivered')
        throw Object.assign(new Error('the mail was not accepted'), { code: status });
    },
  };
}
