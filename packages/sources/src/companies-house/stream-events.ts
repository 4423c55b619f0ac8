import {
  findCompanyNumber,
  instantAtLondonTime,
  readCompanyNumber,
  type CompanyNumber,
} from '@tocsin/domain';
import { z } from 'zod';
import type { Item } from '../define-source.ts';
import { membersOf, type Members } from '../members.ts';
import { KEPT_OF_ALL, misshapen, withdrawn, type Answer } from './answer.ts';
import { KEPT_OF_CHARGE, readCharge } from './charges.ts';
import { keptOfController, readController } from './controllers.ts';
import { KEPT_OF_FILING, readFiling } from './filing-history.ts';
import { insolvency } from './insolvency.ts';
import { profile } from './profile.ts';

/** A line of a stream. Its data has the form of the register's answer of the same kind. */
export const StreamEvent = z.object({
  resource_kind: z.string(),
  resource_uri: z.string(),
  resource_id: z.string(),
  data: z.record(z.string(), z.unknown()).nullish(),
  event: z.object({
    timepoint: z.number(),
    published_at: z.string().regex(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/),
    type: z.string(),
  }),
});
export type StreamEvent = z.infer<typeof StreamEvent>;

type Reader = (answer: Answer) => readonly Item[];

/** How the data of each kind of event is read. */
const readers: Readonly<Record<string, Reader>> = {
  'company-profile': profile.read,
  'company-insolvency': insolvency.read,
  'filing-history': (answer) => observed(answer, readFiling(answer), 'a filing that is not read here'),
  'company-charges': (answer) => {
    const charge = readCharge(answer);
    return observed(answer, charge && [charge], 'a charge');
  },
  'company-psc-corporate': (answer) => observed(answer, readController(answer, answer.body), 'a controller'),
};

/** What the archive keeps of the data of each kind of event that is read; of others nothing. */
const keptOf: Readonly<Record<string, Members>> = {
  'company-profile': { ...KEPT_OF_ALL, ...profile.kept },
  'company-insolvency': { ...KEPT_OF_ALL, ...insolvency.kept },
  'filing-history': KEPT_OF_FILING,
  'company-charges': KEPT_OF_CHARGE,
  'company-psc-corporate': keptOfController,
};

/** Of a line that says two companies nothing is read but this. */
const KEPT_OF_ANOTHER: Members = { company_number: true, links: { self: true } };

/** What the archive keeps of a line. */
export function keepEvent(line: unknown): unknown {
  const event = StreamEvent.safeParse(line).data;
  const kind = event?.resource_kind ?? '';
  return membersOf(line, {
    resource_kind: true,
    resource_uri: true,
    resource_id: true,
    data:
      event && whoseElse(event) !== null
        ? KEPT_OF_ANOTHER
        : Object.hasOwn(keptOf, kind)
          ? (keptOf[kind] ?? {})
          : {},
    event: { timepoint: true, published_at: true, type: true },
  });
}

/** Reads one line. The moment of publication is the version: the same event comes more than once. */
export function readEvent(line: unknown, place: string): readonly Item[] {
  const read = StreamEvent.safeParse(line);
  if (!read.success) return [misshapen(place, read.error)];
  const { resource_kind: kind, resource_uri: uri, resource_id: id, data, event } = read.data;
  const item = `${kind}/${id}`;
  const number = findCompanyNumber(uri);
  if (!number) return [{ item, outcome: 'refused', reason: `resource_uri: “${uri}” names no company` }];
  const otherwise = whoseElse(read.data);
  if (otherwise !== null) return [{ item, outcome: 'refused', reason: otherwise }];
  if (kind === 'company-officers')
    return [{ item, outcome: 'ignored', reason: 'an officer: the company’s list is read instead' }];
  if (event.type === 'deleted') return [takenBack(item, number, uri, read.data)];
  const reader = readers[kind];
  if (!reader) return [{ item, outcome: 'ignored', reason: `resource kind ${kind} is not read` }];
  return reader({ item, number, body: data ?? {}, retrievedAt: publishedAt(event) });
}

/** What a line says of another company, or of another resource, than its address does: nobody knows whose it is then. */
export function whoseElse({ resource_uri: uri, resource_id: id, data }: StreamEvent): string | null {
  const number = findCompanyNumber(uri);
  const [, , , ...path] = uri.split('/');
  const numbered = readCompanyNumber(id);
  const isOwn = numbered === number || path.includes(id);
  // The cases of a company have no id of their own in their address.
  if (!isOwn && (numbered !== null || path.length !== 1))
    return `resource_id: “${id}” is not what resource_uri “${uri}” tells of`;
  const printed = data?.['company_number'];
  if (printed !== undefined && printed !== null) {
    const said = typeof printed === 'string' ? readCompanyNumber(printed) : null;
    if (said !== number)
      return `company_number: “${typeof printed === 'string' ? printed : typeof printed}” is not the company of “${uri}”`;
  }
  const linked = findCompanyNumber(ownLink(data));
  return linked === null || linked === number ? null : `links: “${linked}” is not the company of “${uri}”`;
}

/** The address under which the data of a line says that it stands itself. */
function ownLink(data: StreamEvent['data']): string {
  const links = data?.['links'];
  const self = typeof links === 'object' && links !== null && 'self' in links ? links.self : '';
  return typeof self === 'string' ? self : '';
}

/** What is said under which ids of ours, by the address of what was deleted: `/company/99000001/charges/AbC`. */
const refsOf: Readonly<Record<string, (id: string) => readonly string[]>> = {
  'company-profile': () => ['profile'],
  'company-insolvency': () => ['insolvency/'],
  'filing-history': (id) => [`filing/${id}`, `filing/${id}/`, `accounts/${id}`],
  'company-charges': (id) => [`charges/${id}`],
  'company-psc-corporate': (id) => [`psc/${id}`],
};

function takenBack(
  item: string,
  number: CompanyNumber,
  uri: string,
  { resource_kind: kind, event }: StreamEvent,
): Item {
  const refs = refsOf[kind]?.(uri.split('/').at(-1) ?? '');
  if (!refs) return { item, outcome: 'ignored', reason: `deleted: resource kind ${kind} is not read` };
  const at = publishedAt(event);
  const withdrawals = refs.map((ref) => withdrawn(number, ref, at));
  return { item, outcome: 'withdrawn', withdrawals };
}

/**
 * `published_at` comes with and without a zone, with and without fractions. With one it is that of London's summer, so
 * without one it is read as what clocks in London show: never an hour ahead of what is read from the register later.
 */
export function publishedAt({ published_at: printed }: StreamEvent['event']): string {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(printed);
  return hasZone ? new Date(printed).toISOString() : instantAtLondonTime(printed);
}

function observed(answer: Answer, observations: ReturnType<typeof readFiling>, what: string): Item[] {
  const { item } = answer;
  if (!observations) return [{ item, outcome: 'refused', reason: `${what} of another shape` }];
  return observations.length > 0
    ? [{ item, outcome: 'observed', observations }]
    : [{ item, outcome: 'ignored', reason: what }];
}
