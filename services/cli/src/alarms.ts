import { viewOfSystem, type SystemView } from '@tocsin/alerting';
import { findSystemPart, type Db } from '@tocsin/db';
import { dayOf, formatMoment, formatSpan, groupDigits } from '@tocsin/domain';
import { wordsOfReason } from '@tocsin/messages';
import { VERSION } from '@tocsin/runtime';
import { model } from '@tocsin/scoring';

/** `alarms`: what the operator's page shows, as a role that reads nothing else. One JSON line last. */
export async function alarmsVerb(db: Db): Promise<void> {
  const { schema, ...part } = await findSystemPart(db, dayOf(Date.now()));
  const view = viewOfSystem({ ...part, versions: { code: VERSION, schema, score: model.version } });
  for (const line of linesOf(view)) process.stdout.write(`${line}\n`);
  process.stdout.write(`${JSON.stringify(view)}\n`);
}

function linesOf({
  open,
  canary,
  queues,
  putAside,
  deliveries,
  sources,
  versions,
}: SystemView): readonly string[] {
  return [
    `Tocsin ${versions.code}, tables ${versions.schema}, score ${versions.score}`,
    ...(open.length === 0 ? ['no alarm is open'] : []),
    ...open.map(
      ({ title, says, since, cause }) =>
        `ALARM ${title}: ${says} Since ${formatMoment(since)}; RUNBOOK.md, ${cause}`,
    ),
    canary === null
      ? 'canary: none was sent yet (CANARY_ADDRESS)'
      : `canary: ${canary.arrived} of the last ${canary.sent} have arrived; that of ${formatMoment(canary.hour)}: ${canary.reached}`,
    ...queues.map(
      ({ queue, open: messages, waitsSeconds }) =>
        `${queue}: ${groupDigits(messages)} open, the oldest due for ${formatSpan(waitsSeconds)}`,
    ),
    ...putAside.map(
      ({ queue, reason, messages }) =>
        `${queue}: ${groupDigits(messages)} put aside: ${wordsOfReason(reason)}`,
    ),
    ...deliveries.map(
      (one) =>
        `${one.day} ${one.channel}: ${groupDigits(one.deliveries)} ${one.status} (${one.code ?? 'no code'})`,
    ),
    ...sources.map(
      ({ source, outcome, lastGoodAt, openTroubles }) =>
        `${source}: ${outcome}, last read ${lastGoodAt ?? 'never'}, ${groupDigits(openTroubles)} items not read yet`,
    ),
  ];
}
