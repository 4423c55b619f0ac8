import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Db } from '@tocsin/db';
import { addTo } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Failing } from './observations.ts';

/** A supplier that failed, and when its petition was handed over to be recorded. */
export interface Failed extends Failing {
  readonly at: number;
}

/** What was mailed of suppliers that failed. */
export interface Waits {
  readonly mails: number;
  /** Of alerts of anything else, and letters. */
  readonly others: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly last: number;
}

interface Sent {
  readonly alertId: string;
  readonly to: string;
  readonly council: string;
  readonly number: string;
}

/**
 * How long the councils of suppliers that failed waited for their mails, by what the mail server has stored, in
 * milliseconds. Throws where a mail is missing that should have been sent, or one was accepted twice.
 */
export async function waitsOf(db: Db, mailbox: string, failed: readonly Failed[]): Promise<Waits> {
  const byNumber = new Map(failed.map((one) => [one.number as string, one]));
  const { rows: sent } = await sql<Sent>`
    select alert.id::text as "alertId", delivery.recipient as "to", alert.council, ref as number
    from alert join delivery on delivery.alert_id = alert.id join supplier_ref using (supplier_id)
    where alert.kind = 'formal' and ref = any(${[...byNumber.keys()]}::text[])`.execute(db);
  const told = new Set(sent.map(({ number, council }) => `${number} ${council}`));
  for (const { number, name, councils } of failed)
    for (const council of councils)
      if (!told.has(`${number} ${council}`))
        throw new Error(`${council} was not told of ${name} (${number})`);
  const accepted = new Map<string, number[]>();
  let all = 0;
  for (const { key, at } of acceptedIn(mailbox)) {
    all += 1;
    addTo(accepted, key, at);
  }
  const waits = sent.map(({ alertId, to, number }) => {
    const times = accepted.get(keyOf(alertId, to)) ?? [];
    const [at = Number.NaN] = times;
    if (times.length !== 1) throw new Error(`alert ${alertId} was accepted for ${to} ${times.length} times`);
    return at - (byNumber.get(number)?.at ?? Number.NaN);
  });
  return { mails: waits.length, others: all - waits.length, ...shares(waits) };
}

function* acceptedIn(mailbox: string): Generator<{ readonly key: string; readonly at: number }> {
  for (const file of readdirSync(mailbox).filter((name) => name.endsWith('.json'))) {
    const beside = path.join(mailbox, file);
    const { receivedAt, to }: { receivedAt: string; to: readonly string[] } = JSON.parse(
      readFileSync(beside, 'utf8'),
    );
    const mail = readFileSync(beside.replace(/json$/, 'eml'), 'utf8');
    const [, alertId = ''] = /^x-tocsin-alert-id: *(\d+)/im.exec(mail) ?? [];
    yield { key: keyOf(alertId, to[0] ?? ''), at: Date.parse(receivedAt) };
  }
}

function keyOf(alertId: string, to: string): string {
  return `${alertId} ${to.toLowerCase()}`;
}

function shares(waits: readonly number[]) {
  const inOrder = waits.toSorted((a, b) => a - b);
  const at = (share: number) => inOrder[Math.ceil(inOrder.length * share) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), last: at(1) };
}
