import { findStanding, type Db } from '@tocsin/db';
import { formatSpan, groupDigits } from '@tocsin/domain';
import { wordsOfReason } from '@tocsin/messages';

/**
 * `standing`: how queues, sources and the ways of telling stand, for the operator, as a role that reads no message, no
 * name and nothing that anybody wrote. One JSON line last.
 */
export async function standingVerb(db: Db): Promise<void> {
  const standing = await findStanding(db);
  const { queues, putAside, sources, hostsInTrouble, failingSince } = standing;
  for (const { queue, open, waitsSeconds } of queues)
    say(`${queue}: ${groupDigits(open)} open, the oldest due for ${formatSpan(waitsSeconds)}`);
  for (const { queue, reason, messages } of putAside)
    say(`${queue}: ${groupDigits(messages)} put aside: ${wordsOfReason(reason)}`);
  for (const { source, outcome, startedAt, openTroubles } of sources)
    say(`${source}: ${outcome}, begun ${startedAt}, ${groupDigits(openTroubles)} items not read yet`);
  if (hostsInTrouble > 0)
    say(`${groupDigits(hostsInTrouble)} hosts fail or are slow, since ${failingSince ?? 'a moment ago'}`);
  say(JSON.stringify(standing));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
