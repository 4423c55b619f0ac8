import { randomUUID } from 'node:crypto';
import { nameCorrections } from '@tocsin/alerting';
import { sendMail } from '@tocsin/channels';
import { correctionsAddress, type Settings } from '@tocsin/runtime';
import type { Ports } from './ports.ts';

/** How mails about signing in are sent: by the mail server of the alerts, where one is set. */
export function mailerOf(settings: Settings): Pick<Ports, 'sendMail'> {
  const { SMTP_URL: url, MAIL_FROM: from } = settings;
  if (!url) return {};
  const corrections = correctionsAddress(settings);
  return {
    async sendMail(mail) {
      const { status } = await sendMail({ url, from }, nameCorrections(mail, corrections), {
        reference: `sign-in-${randomUUID()}`,
      });
      if (status !== 'delivered')
        throw Object.assign(new Error('the mail was not accepted'), { code: status });
    },
  };
}
