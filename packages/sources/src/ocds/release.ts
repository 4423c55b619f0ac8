import { createHash } from 'node:crypto';
import type { Item, SourceDocument } from '../define-source.ts';
import { readJson, textOf } from '../document.ts';
import { ukInstant } from '../uk-time.ts';
import { bytesOf, membersOf } from '../members.ts';
import { entriesOf } from './award-entries.ts';
import { awardsOf } from './award.ts';
import { KEPT_OF_RELEASE } from './members.ts';
import type { OcdsPublisher, ReleaseNotice } from './publisher.ts';
import { Release, type NoticeDocument } from './schema.ts';

/** One outcome for each release of a package, a record package, a list or a file of lines (JSONL). */
export function* parseOcds(document: SourceDocument, publisher: OcdsPublisher): Generator<Item> {
  let index = 0;
  const taken = countRepeats();
  for (const release of releasesOf(document)) {
    index += 1;
    if (release === BROKEN_LINE)
      yield { item: `line ${index}`, outcome: 'refused', reason: 'broken JSON on this line' };
    else yield* readRelease(release, `release ${index}`, publisher, taken);
  }
}

type TakenBy = (raw: unknown, release: Release, notice: ReleaseNotice) => (awardId: string) => number;

/**
 * How many awards of an id a document has named already in releases of the very same notice and moment. The same
 * release printed twice word for word is one; printed with other words it is another record under the same id.
 */
function countRepeats(): TakenBy {
  /** Of each notice and moment: its printings, each with how often its ids had been named, and how often they are by now. */
  const met = new Map<
    string,
    { readonly printed: Map<string, IdCounts>; readonly named: Map<string, number> }
  >();
  return (raw, release, notice) => {
    const key = `${release.ocid}\n${notice.id}\n${notice.publishedAt}`;
    const moment = met.get(key) ?? { printed: new Map<string, IdCounts>(), named: new Map<string, number>() };
    met.set(key, moment);
    const { printed, named } = moment;
    const text = asPrinted(raw);
    const before = printed.get(text) ?? new Map(entriesOf(release).map(({ id }) => [id, named.get(id) ?? 0]));
    if (!printed.has(text)) for (const { id } of entriesOf(release)) named.set(id, (named.get(id) ?? 0) + 1);
    printed.set(text, before);
    return (awardId) => before.get(awardId) ?? 0;
  };
}

/** By what two printings of a release are told apart, also once only some of its members are kept. */
function asPrinted(raw: unknown): string {
  const { sha256AsPrinted: kept } = (raw ?? {}) as { readonly sha256AsPrinted?: unknown };
  return typeof kept === 'string' ? kept : createHash('sha256').update(JSON.stringify(raw)).digest('hex');
}

/**
 * What the archive keeps of the releases of a document, in their order: the members that are read. `typedIn` finds what
 * else is looked for, wherever it stands.
 */
export function keepOcds(
  document: SourceDocument,
  typedIn: (raw: unknown) => readonly unknown[] = () => [],
): Uint8Array {
  const releases = releasesOf(document);
  if (!isLines(document)) return bytesOf({ releases: releases.map((raw) => keptOf(raw, typedIn)) });
  const lines = releases.map((raw) => (raw === BROKEN_LINE ? '{' : JSON.stringify(keptOf(raw, typedIn))));
  return new TextEncoder().encode(lines.join('\n'));
}

function keptOf(raw: unknown, typedIn: (raw: unknown) => readonly unknown[]): unknown {
  const kept = membersOf(raw, KEPT_OF_RELEASE);
  if (kept === null || typeof kept !== 'object' || Array.isArray(kept)) return kept;
  const [typed] = typedIn(raw);
  const found = typed === undefined ? {} : { typed: membersOf([typed], KEPT_OF_RELEASE.typed) };
  // First, for it was found first.
  return { ...found, ...kept, sha256AsPrinted: asPrinted(raw) };
}

type IdCounts = ReadonlyMap<string, number>;

const BROKEN_LINE = Symbol('broken line');

function releasesOf(document: SourceDocument): unknown[] {
  if (isLines(document)) {
    const lines = textOf(document).split('\n');
    return lines.filter((line) => line.trim() !== '').map(readLine);
  }
  const body = readJson(document);
  if (Array.isArray(body)) return body;
  const { releases, records } = (body ?? {}) as { releases?: unknown; records?: unknown };
  if (Array.isArray(releases)) return releases;
  if (Array.isArray(records))
    return records.map((record: { compiledRelease?: unknown } | null) => record?.compiledRelease ?? record);
  return [body];
}

function isLines({ url }: SourceDocument): boolean {
  return url.endsWith('.jsonl');
}

function readLine(line: string): unknown {
  try {
    return readJson({ body: new TextEncoder().encode(line) });
  } catch {
    return BROKEN_LINE;
  }
}

/** One outcome for a release; one more for each award, contract or party in it that is set aside by itself. */
function* readRelease(
  raw: unknown,
  place: string,
  publisher: OcdsPublisher,
  takenBy: TakenBy,
): Generator<Item> {
  const { read, odd } = readable(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    const reason = `not a release: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not understood'}`;
    yield { item: nameOf(raw) ?? place, outcome: 'refused', reason };
    return;
  }
  yield releaseItem(raw, read.data, place, publisher, takenBy);
  for (const [part, reason] of [...odd, ...(publisher.oddOf?.(read.data) ?? [])])
    yield { item: `${nameOf(raw) ?? place}, ${part}`, outcome: 'refused', reason };
}

const LISTS: readonly unknown[] = ['awards', 'contracts', 'parties'];

/** A release, if need be without those of its awards, contracts and parties that are of another shape. */
function readable(raw: unknown) {
  const whole = Release.safeParse(raw);
  const odd = new Map<string, string>();
  if (whole.success || raw === null || typeof raw !== 'object') return { read: whole, odd };
  for (const { path, message } of whole.error.issues) {
    const [list, at] = path;
    if (!LISTS.includes(list) || typeof at !== 'number') return { read: whole, odd };
    odd.set(`${String(list)} ${at + 1}`, `${path.join('.')}: ${message}`);
  }
  const rest = Object.entries(raw).map(([name, part]: [string, unknown]) => [
    name,
    LISTS.includes(name) && Array.isArray(part)
      ? part.filter((one) => one !== null).filter((_, at) => !odd.has(`${name} ${at + 1}`))
      : part,
  ]);
  return { read: Release.safeParse(Object.fromEntries(rest)), odd };
}

function releaseItem(
  raw: unknown,
  release: Release,
  place: string,
  publisher: OcdsPublisher,
  takenBy: TakenBy,
): Item {
  const notice = noticeOf(release, publisher);
  if (!notice) return { item: place, outcome: 'refused', reason: `date: “${release.date}” is no moment` };
  const { item } = notice;
  const own = publisher.ownNoticeOf?.(raw, release, notice);
  if (own) return { item, outcome: 'observed', observations: [own] };
  if (release.tag.includes('tenderCancellation') || (!release.awards?.length && !release.contracts?.length))
    return { item, outcome: 'ignored', reason: withoutAward(release) };
  if (!release.parties?.length)
    return { item, outcome: 'refused', reason: 'parties: none, so nobody is named' };
  const taken = takenBy(raw, release, notice);
  const performance = publisher.performanceOf?.(release, notice) ?? [];
  const observations = [...awardsOf(release, notice, publisher, taken), ...performance];
  return observations.length > 0
    ? { item, outcome: 'observed', observations }
    : { item, outcome: 'ignored', reason: withoutChange(release) };
}

function withoutChange({ contracts }: Release): string {
  return contracts?.some(({ proposedAmendments }) => proposedAmendments?.length)
    ? 'UK10: a change that is proposed and not signed: the contract stands as it was'
    : 'an amendment that states no change of an award';
}

function nameOf(raw: unknown): string | null {
  const { id, ocid } = (raw ?? {}) as { id?: unknown; ocid?: unknown };
  if (typeof id === 'string') return id;
  return typeof ocid === 'string' ? ocid : null;
}

function withoutAward({ tag }: Release): string {
  if (tag.includes('planning') || tag.includes('planningUpdate')) return 'planning stage: no supplier yet';
  if (tag.includes('tenderCancellation'))
    return 'UK12: a procurement ended without a contract, which says nothing about a supplier';
  return tag.some((name) => name.startsWith('tender')) ? 'tender stage: no supplier yet' : 'no award in it';
}

/** The newest document with a notice type is the notice that this release is; some releases have no id of their own. */
function noticeOf(release: Release, publisher: OcdsPublisher): ReleaseNotice | null {
  const publishedAt = ukInstant(release.date);
  if (!publishedAt) return null;
  const documents = [
    ...(release.planning?.documents ?? []),
    ...(release.tender?.documents ?? []),
    ...(release.awards ?? []).flatMap((award) => award.documents ?? []),
    ...(release.contracts ?? []).flatMap((contract) => contract.documents ?? []),
  ];
  const typed = documents.filter(({ noticeType }) => noticeType);
  const own = typed.find(({ id }) => id === release.id) ?? newest(typed);
  const id = own?.id ?? release.id ?? null;
  return {
    item: id ?? release.ocid,
    id,
    type: own?.noticeType ?? null,
    url: printedPage(own ?? newest(documents.filter(isAwardNotice))) ?? publisher.urlOf(id ?? release.ocid),
    publishedAt,
  };
}

function isAwardNotice({ documentType }: NoticeDocument): boolean {
  return documentType === 'awardNotice';
}

/** The notice's own page where the release prints it; a link of any other kind is never shown. */
function printedPage(notice: NoticeDocument | undefined): string | null {
  return notice?.url?.startsWith('https://') ? notice.url : null;
}

function newest(documents: readonly NoticeDocument[]): NoticeDocument | undefined {
  return [...documents].sort((a, b) => (a.datePublished ?? '').localeCompare(b.datePublished ?? '')).at(-1);
}
