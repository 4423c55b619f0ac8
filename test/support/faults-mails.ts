import { sql } from 'kysely';
import { startProcess, type Process } from './faults-process.ts';
import { openGround, type Ground } from './faults.ts';
import { councilA, saveTestCouncils } from './system-councils.ts';
import { openPostOffice, type PostOffice, type ReceivedMail } from './system-mail.ts';
import { raiseTestAlerts, saveTestAssessment, saveTestSupplier } from './system-private.ts';
import { until } from './system-wait.ts';

export interface MailFigures {
  readonly kills: number;
  readonly deliveries: number;
  readonly delivered: number;
  /** Those of which a person must decide, for the process that sent them again is taken for dead too. */
  readonly putAside: number;
  /** The most mails with one Message-ID: 1 is what a receiver keeps that honours it. */
  readonly differentMailsOfADelivery: number;
  /** Mails beyond the first of a delivery, as a receiver that does not honour references gets them. */
  readonly doubled: number;
  /** Sendings that the system itself counts as perhaps doubled. */
  readonly counted: number;
}

/** One process after another sends mails through a post office of its own, so that the office knows whom to kill. */
interface Lane {
  readonly office: PostOffice;
  process: Process | undefined;
}

/**
 * Each delivery's process is killed with signal 9 when the mail server has stored the mail, before it has said so. Those
 * that were raised `together` are sent together.
 */
export async function killBetweenAcceptedAndMarked(
  deliveries: number,
  lanes: number,
  together = 1,
): Promise<MailFigures> {
  const ground = await openGround();
  await seedDeliveries(ground, deliveries, together);
  const seen = new Set<string>();
  const open: Lane[] = [];
  let kills = 0;
  const over = new AbortController();

  async function openLane(): Promise<void> {
    const lane: Lane = {
      office: await openPostOffice((mail) => killOnFirst(lane, mail)),
      process: undefined,
    };
    open.push(lane);
  }
  function killOnFirst(lane: Lane, { messageId }: ReceivedMail): void {
    if (seen.has(messageId)) return;
    seen.add(messageId);
    kills += 1;
    lane.process?.kill('SIGKILL');
  }
  async function keepUp(lane: Lane): Promise<void> {
    while (!over.signal.aborted) {
      const work = { kind: 'mails', smtpUrl: lane.office.url } as const;
      const { databaseUrl, redisUrl } = ground;
      lane.process = await startProcess({ databaseUrl, redisUrl, concurrency: 1, work });
      await lane.process.ended;
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, openLane));
    await ground.startRelay();
    const running = Promise.all(open.map(keepUp));
    await ground.settled();
    over.abort();
    await until(() => open.every((lane) => lane.process !== undefined));
    for (const lane of open) lane.process?.kill('SIGTERM');
    await running;
    const mails = open.flatMap((lane) => lane.office.received);
    return { kills, deliveries, ...countMails(mails), ...(await countDeliveries(ground)) };
  } finally {
    await Promise.all(open.map((lane) => lane.office.stop()));
    await ground.stop();
  }
}

async function seedDeliveries({ db }: Ground, deliveries: number, together: number): Promise<void> {
  await saveTestCouncils(db);
  const supplierId = await saveTestSupplier(db, '99000001');
  const assessmentId = await saveTestAssessment(db, supplierId, '2026-11-23');
  const about = { council: councilA.gss, supplierId, assessmentId };
  const causes = Array.from({ length: deliveries }, (_, nth) => `band:severe:${nth + 1}`);
  for (let from = 0; from < deliveries; from += together)
    await raiseTestAlerts(db, about, causes.slice(from, from + together));
}

function countMails(mails: readonly ReceivedMail[]) {
  const alertsOf = new Map<string, Set<string>>();
  for (const { messageId, alertId } of mails)
    alertsOf.set(alertId ?? '', (alertsOf.get(alertId ?? '') ?? new Set()).add(messageId));
  const ids = new Set(mails.map(({ messageId }) => messageId));
  return {
    differentMailsOfADelivery: Math.max(...[...alertsOf.values()].map((distinct) => distinct.size)),
    doubled: mails.length - ids.size,
  };
}

async function countDeliveries({ db }: Ground) {
  const { rows } = await sql<Pick<MailFigures, 'delivered' | 'putAside' | 'counted'>>`
    select count(*) filter (where status = 'delivered')::int as delivered, sum(uncertain)::int as counted,
      count(*) filter (where status = 'technical-failure')::int as "putAside"
    from delivery`.execute(db);
  return rows[0] ?? { delivered: 0, putAside: 0, counted: 0 };
}
