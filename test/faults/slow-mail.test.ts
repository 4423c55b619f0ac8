import { setTimeout as wait } from 'node:timers/promises';
import { closeMail, sendMail } from '@tocsin/channels';
import { afterAll, expect, test } from 'vitest';
import { openPostOffice } from '../support/system-mail.ts';

afterAll(closeMail);

const mail = {
  to: 'officer@council.example',
  subject: 'Winding-up petition advertised',
  text: 'In words',
  html: '<p>In words</p>',
};

test.concurrent.each([40, 540])(
  'a mail server that takes %i seconds to answer gets one copy',
  async (seconds) => {
    const office = await openPostOffice(() => undefined, wait(seconds * 1_000));
    const config = { url: office.url, from: 'Tocsin <alerts@tocsin.example>' };
    const outcome = await sendMail(config, mail, { reference: `delivery-${seconds}` });
    expect(outcome.status).toBe('delivered');
    expect(office.received).toHaveLength(1);
    await office.stop();
  },
  600_000,
);
