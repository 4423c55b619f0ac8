import type { AlarmWay, Mail } from '@tocsin/alerting';
import { call } from './post.ts';
import { sendMail } from './smtp.ts';

/** Where the operator is told of alarms, as the settings name it. */
export interface OperatorSettings {
  readonly MAIL_FROM: string;
  /** By which councils are told. */
  readonly SMTP_URL?: string | undefined;
  readonly ALARM_MAIL_TO?: string | undefined;
  readonly ALARM_SMTP_URL?: string | undefined;
  readonly ALARM_WEBHOOK_URL?: string | undefined;
}

/** A way to the operator. `tell` says whether somebody took the message; it never throws. */
export interface OperatorWay extends AlarmWay {
  tell(mail: Mail, reference: string): Promise<boolean>;
}

/** Who is waited for longer keeps the next way from being tried. */
const ANSWER_WITHIN_MS = 20_000;
/** The operator's own addresses may be of its own network, unlike those that councils name. */
const ANYWHERE = ['0.0.0.0/0', '::/0'];

/**
 * The ways to the operator, in the order in which they are tried. Mail by a server of its own hangs on nothing of ours; by
 * the one that serves councils it hangs on that.
 */
export function operatorWays(settings: OperatorSettings): readonly OperatorWay[] {
  const { MAIL_FROM: from, SMTP_URL, ALARM_MAIL_TO: to, ALARM_WEBHOOK_URL: webhook } = settings;
  const url = settings.ALARM_SMTP_URL ?? SMTP_URL;
  const ways: OperatorWay[] = [];
  if (to !== undefined && url !== undefined)
    ways.push({
      id: 'mail',
      hangsOn: isSameHost(url, SMTP_URL) ? [{ cause: 'failing-channel', subject: 'smtp' }] : [],
      async tell(mail, reference) {
        const config = { url, from, answerWithinMs: ANSWER_WITHIN_MS };
        const { status } = await sendMail(config, { ...mail, to }, { reference });
        return status === 'delivered';
      },
    });
  if (webhook !== undefined)
    ways.push({
      id: 'webhook',
      hangsOn: [],
      async tell({ subject, text }, reference) {
        const body = JSON.stringify({ text: `${subject}\n\n${text}`, subject, reference });
        return isTaken(await postTo(webhook, body));
      },
    });
  return ways;
}

/** Calls the address that raises the alarm when it is not called any more; says whether it was reached. */
export async function callListener(url: string): Promise<boolean> {
  return isTaken(await call({ method: 'GET', url, headers: {}, allowAddresses: ANYWHERE }));
}

function postTo(url: string, body: string): ReturnType<typeof call> {
  const headers = { 'Content-Type': 'application/json' };
  return call({ method: 'POST', url, headers, body, allowAddresses: ANYWHERE });
}

function isTaken(answer: Awaited<ReturnType<typeof call>>): boolean {
  return 'status' in answer && answer.status >= 200 && answer.status < 300;
}

function isSameHost(url: string, other: string | undefined): boolean {
  return other !== undefined && new URL(url).host === new URL(other).host;
}
