import { formatMoment } from '@tocsin/domain';
import { renderMail, type Mail } from '../mail/letter.ts';
import { alarmCauses } from './alarm-causes.ts';
import type { Alarm } from './fold-alarms.ts';

/** What is told to the operator of an alarm: that it is there, or that it is over. */
export function composeAlarm(alarm: Alarm, publicUrl: string): Mail {
  const { cause, subject, says, foundAt, endedAt } = alarm;
  const what = alarmCauses.find(({ id }) => id === cause);
  const about = subject === '' ? '' : ` (${subject})`;
  const title = `${what?.title ?? cause}${about}`;
  const since = `Since ${formatMoment(foundAt)}`;
  const lasted = endedAt === null ? `${since}.` : `${since}; over by ${formatMoment(endedAt)}.`;
  return renderMail(`${endedAt === null ? 'Alarm' : 'Over'}: ${title}`, [
    { kind: 'title', text: title },
    { kind: 'paragraph', text: endedAt === null ? says : `It was: ${says}` },
    { kind: 'paragraph', text: `${lasted} Found by ${what?.foundBy ?? 'a look at the system'}.` },
    { kind: 'paragraph', text: `What to do: infra/deploy/RUNBOOK.md, section ${cause}.` },
    { kind: 'buttons', links: [{ text: 'See how everything stands', url: `${publicUrl}/operator` }] },
  ]);
}
