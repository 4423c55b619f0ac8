import {
  openEvent,
  howToTell,
  informationBehind,
  isInformationIn,
  type AlertRecord,
  type Ground,
} from '@tocsin/alerting';
import {
  findOpenings,
  findProvenance,
  gatherCatchUps,
  type AskedEvidence,
  type Assessment,
  type NewAlert,
  type OpeningLetter,
  type Provenance,
  type Trx,
} from '@tocsin/db';
import {
  atLeast,
  dayOf,
  HOUR_MS,
  isAtRisk,
  knownDay,
  publicationDay,
  type Evidence,
  type IsoInstant,
} from '@tocsin/domain';

/** How a supplier of some alerts stands, and stood before, and what was told of it. */
interface Considered {
  readonly row: Assessment;
  readonly previous: Assessment | undefined;
  readonly sent: readonly Pick<AlertRecord, 'council'>[];
}

/**
 * What is no news to its council is told in a letter: in its opening report, or with what else became known late. A
 * replay of past days is told as it was then, and what has become of something told before is told to whom that was.
 */
export async function chooseLetters(
  trx: Trx,
  alerts: readonly NewAlert[],
  standingOf: (supplierId: string) => Considered | undefined,
  now: IsoInstant,
): Promise<readonly NewAlert[]> {
  const asked = alerts.map((alert) => {
    const standing = standingOf(alert.supplierId);
    const isOpen = standing && !alert.replayed && !alert.overtakes?.length;
    return isOpen ? { alert, standing, evidence: evidenceOf(alert, standing.row) } : null;
  });
  const open = asked.filter((one) => one !== null);
  if (open.length === 0) return alerts;
  const openings = await findOpenings(trx, [...new Set(open.map(({ alert }) => alert.council))]);
  const provenance = await findProvenance(
    trx,
    open.flatMap(({ alert, evidence }) => evidence.map((one) => askedOf(one, alert))),
  );
  let at = 0;
  const tellings = asked.map((one) => {
    if (!one) return 'singly';
    const from = provenance.slice(at, at + one.evidence.length);
    at += one.evidence.length;
    const opening = openings.get(one.alert.council) ?? null;
    return howToTell(one.alert.kind, groundOf(one, from, opening, now), opening);
  });
  const late = alerts.filter((_, place) => tellings[place] === 'catch-up');
  const catchUps =
    late.length > 0
      ? await gatherCatchUps(
          trx,
          late.map(({ council }) => council),
        )
      : null;
  return alerts.map((alert, place) => {
    const letterId =
      tellings[place] === 'opening' ? openings.get(alert.council)?.id : letterOf(alert, tellings[place]);
    return letterId === undefined ? alert : { ...alert, letterId };
  });

  function letterOf({ council }: NewAlert, telling: string | undefined): string | undefined {
    return telling === 'catch-up' ? catchUps?.get(council) : undefined;
  }
}

/** What a cause rests on: the notices of a proceeding, or all that adds to a score. Dealings rest on neither. */
function evidenceOf({ cause, kind }: NewAlert, row: Assessment): readonly Evidence[] {
  if (kind === 'formal') return openEvent(cause, row.formal_events)?.evidence ?? [];
  if (kind === 'information')
    return informationBehind({ alert: { kind, cause }, assessment: row })?.evidence ?? [];
  if (kind !== 'band') return [];
  return row.findings
    .filter(({ outcome, points }) => outcome === 'present' && points > 0)
    .flatMap(({ evidence }) => evidence);
}

function askedOf(evidence: Evidence, alert: NewAlert): AskedEvidence {
  const { source, sha256, url, retrievedAt } = evidence;
  return { supplierId: alert.supplierId, source, sha256, url, retrievedAt, day: dayOfFact(evidence, alert) };
}

function dayOfFact(evidence: Evidence, { kind, days }: NewAlert) {
  const own = isOnRecord(kind) ? (knownDay(days.publishedOn) ?? knownDay(days.eventDay)) : null;
  return own ?? knownDay(publicationDay(evidence));
}

/** A proceeding, solvent or not, rests on notices and entries with days of their own. */
function isOnRecord(kind: NewAlert['kind']): boolean {
  return kind === 'formal' || kind === 'information';
}

interface Asked {
  readonly alert: NewAlert;
  readonly standing: Considered;
  readonly evidence: readonly Evidence[];
}

function groundOf(
  { alert, standing, evidence }: Asked,
  provenance: readonly Provenance[],
  opening: OpeningLetter | null,
  now: IsoInstant,
): Ground | null {
  const known = provenance.flatMap(({ how, documentId }, place) => {
    const of = evidence[place];
    if (documentId === null || !of) return [];
    const stood = opening !== null && BigInt(documentId) <= BigInt(opening.lastDocument);
    return [{ how, documentId, stood, of }];
  });
  // A proceeding stood if any of its notices did; a score is as new as the newest of what adds to it.
  const byAge = known.toSorted((a, b) => Number(BigInt(a.documentId) - BigInt(b.documentId)));
  const isHeard = ({ how }: Provenance) => how === 'handed-in' || how === 'listening';
  const decides = isOnRecord(alert.kind)
    ? (byAge.find(({ stood }) => stood) ?? byAge.find(isHeard) ?? byAge[0])
    : byAge.at(-1);
  if (!decides) return null;
  const isNewlyHeld = standing.sent.every(({ council }) => council !== alert.council);
  return {
    how: decides.how,
    day: dayOfFact(decides.of, alert),
    seenOn: dayOf(decides.of.retrievedAt),
    stoodAtOpening: decides.stood,
    stoodBefore: isNewlyHeld && stoodBefore(alert, standing, decides.of, now),
  };
}

/**
 * Whether it stood before the council held the supplier: as the assessment before has it; without one, as what it rests on
 * was fetched more than a day ago.
 */
export function stoodBefore(
  { cause, kind }: Pick<NewAlert, 'cause' | 'kind'>,
  { row, previous }: Pick<Considered, 'row' | 'previous'>,
  { retrievedAt }: Pick<Evidence, 'retrievedAt'>,
  now: IsoInstant,
): boolean {
  if (!previous) return Date.parse(now) - Date.parse(retrievedAt) > 24 * HOUR_MS;
  if (kind === 'formal') return openEvent(cause, previous.formal_events) !== null;
  if (kind === 'information') return isInformationIn(cause, previous);
  return isAtRisk(previous.band) && atLeast(previous.band, row.band);
}
