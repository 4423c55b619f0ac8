import { addMonths, groupBy, printedRef, readPrintedRef, Signal, type IsoDate } from '@tocsin/domain';
import { groupPaths, type GroupCompany, type GroupLink, type GroupPath } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';
import { publishersRef } from '../record/kept.ts';
import { stillStands } from '../record/withdrawals.ts';
import { keptIn } from './kept-as.ts';

/** A company of a supplier's group, with the way to it as the companies register tells it. */
export interface GroupMember {
  /** Our own id where it is a supplier of somebody; null for a company that is only a link of the chain. */
  readonly supplierId: string | null;
  /** It is so for one council alone, which has come to follow the company after others. */
  readonly isOwn: boolean;
  readonly company: GroupCompany;
  readonly name: string;
  readonly relation: GroupPath['relation'];
  /** Names from the supplier to this company. */
  readonly chain: readonly string[];
  /** One link fewer than names, each with the register page that says so. */
  readonly links: readonly GroupLink[];
}

/**
 * The group of a supplier on a day: parents, subsidiaries and sisters over a common parent by the corporate persons
 * with significant control and the lists of subsidiaries in accounts that were public then, each by its shortest way. Empty for a supplier without a company
 * number. A controller without a number of this country's register is named and ends the way. Loops end.
 */
export async function findGroup(
  db: Db | Trx,
  supplierId: string,
  asOf: IsoDate,
): Promise<readonly GroupMember[]> {
  return (await findGroups(db, [supplierId], asOf)).get(supplierId) ?? [];
}

/** The groups of several suppliers, walked together; suppliers that stand alone are left out. */
export async function findGroups(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<ReadonlyMap<string, readonly GroupMember[]>> {
  const refs = await db
    .selectFrom('supplier_ref')
    .select(['supplier_id', 'ref', 'kept_as'])
    .where('supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .where('scheme', '=', 'GB-COH')
    .orderBy('ref', 'desc')
    .execute();
  const said = await walk(db, refs, asOf);
  const suppliers = await findSuppliers(db, companiesIn(said));
  const forAll = inGroups(said.filter(({ keptFor }) => keptFor === null));
  return new Map(
    refs.flatMap(({ supplier_id: supplierId, ref, kept_as: keptAs }) => {
      const groupOf = keptAs === ref ? forAll : inGroups(saidToOwn(said, supplierId, ref));
      const members = membersOf(groupOf(companyOf(ref)), suppliers, asOf);
      return members.length > 0 ? [[supplierId, members] as const] : [];
    }),
  );
}

/** Of a number that a council has come to follow as a supplier of its own, it is told what was read for that one alone. */
function saidToOwn(said: readonly Controlled[], supplierId: string, number: string): readonly Controlled[] {
  return said.filter(({ keptFor, about }) => (about === number ? keptFor === supplierId : keptFor === null));
}

interface Numbered {
  readonly supplier_id: string;
  readonly ref: string;
  readonly kept_as: string;
}

/** What hangs together with one company. */
interface HangsTogether {
  readonly start: GroupCompany;
  readonly links: readonly GroupLink[];
  /** As last printed by a controller's or a company's own entry. */
  readonly names: ReadonlyMap<GroupCompany, string>;
}

/** The groups that are told of, by the company with which one begins. */
function inGroups(said: readonly Controlled[]): (start: GroupCompany) => HangsTogether {
  const linksOf = connected(said.map(({ link }) => link));
  const names = new Map<GroupCompany, string>();
  for (const { link, child } of said) names.set(link.to, names.get(link.to) ?? child);
  for (const { link, parent } of said) names.set(link.from, parent.name);
  return (start) => ({ start, links: linksOf(start), names });
}

function membersOf(
  { start, links, names }: HangsTogether,
  suppliers: ReadonlyMap<GroupCompany, readonly SupplierOfCompany[]>,
  asOf: IsoDate,
): readonly GroupMember[] {
  const nameOf = (company: GroupCompany) =>
    suppliers.get(company)?.[0]?.name ?? names.get(company) ?? company;
  return groupPaths(start, links, asOf).flatMap((path) =>
    (suppliers.get(path.to) ?? [NOBODYS]).map(({ id, isOwn }) => ({
      supplierId: id,
      isOwn,
      company: path.to,
      name: nameOf(path.to),
      relation: path.relation,
      chain: companiesOf(start, path.links).map(nameOf),
      links: path.links,
    })),
  );
}

/** A company that is a link of the chain and no more. */
const NOBODYS = { id: null, isOwn: false };

/** The links that hang together with a company: those of other groups are not walked with each of a chunk. */
function connected(links: readonly GroupLink[]): (company: GroupCompany) => readonly GroupLink[] {
  const heads = new Map<GroupCompany, GroupCompany>();
  const headOf = (company: GroupCompany): GroupCompany => {
    let head = company;
    for (let above = heads.get(head); above !== undefined; above = heads.get(head)) head = above;
    if (head !== company) heads.set(company, head);
    return head;
  };
  for (const { from, to } of links) {
    const [one, other] = [headOf(from), headOf(to)];
    if (one !== other) heads.set(one, other);
  }
  const byHead = groupBy(links, ({ from }) => headOf(from));
  return (company) => byHead.get(headOf(company)) ?? [];
}

function companyOf(number: string): GroupCompany {
  return printedRef('GB-COH', number);
}

/** From one end of a way to the other, whichever way each link points. */
function companiesOf(start: GroupCompany, links: readonly GroupLink[]): GroupCompany[] {
  const way = [start];
  for (const { from, to } of links) way.push(from === way.at(-1) ? to : from);
  return way;
}

/**
 * Follows control up and down until nothing new is met, in the order in which it was recorded, wherever the walk began: a
 * company is called what was said of it last.
 */
async function walk(db: Db | Trx, from: readonly Numbered[], asOf: IsoDate): Promise<readonly Controlled[]> {
  const numbers = from.map(({ ref }) => ref);
  const own = from.flatMap(({ ref, kept_as }) => (kept_as === ref ? [] : [kept_as]));
  const all = new Map<string, Controlled>();
  const asked = new Set<string>();
  let edge = [...new Set(numbers)];
  while (edge.length > 0) {
    for (const one of edge) asked.add(one);
    const met = await findControl(db, edge, asOf, own);
    for (const one of met) all.set(one.ref, one);
    const next = met.flatMap(({ child, parent }) => [child, ...(parent.number ? [parent.number] : [])]);
    edge = [...new Set(next)].filter((one) => !asked.has(one));
  }
  return [...all.values()].sort((a, b) => Number(a.id) - Number(b.id));
}

function companiesIn(said: readonly Controlled[]): readonly GroupCompany[] {
  return [...new Set(said.flatMap(({ link }) => [link.from, link.to]))];
}

/** One company's word on who controls it. */
interface Controlled {
  readonly id: string;
  readonly ref: string;
  readonly link: GroupLink;
  readonly child: string;
  readonly parent: { readonly name: string; readonly number: string | null };
  /** The number of the company that says so, and for which supplier of a council's own that is kept; null = for everybody. */
  readonly about: string;
  readonly keptFor: string | null;
}

/**
 * What was last said by the end of the day about who controls these companies, and whom they control: for everybody, or kept
 * for some suppliers of councils' own.
 */
async function findControl(
  db: Db | Trx,
  numbers: readonly string[],
  asOf: IsoDate,
  own: readonly string[],
): Promise<Controlled[]> {
  const said = await findSaidOfControl(db, numbers);
  if (said.length === 0) return [];
  const rows = await db
    .selectFrom('observation')
    .innerJoin('mention', 'mention.id', 'observation.mention_id')
    .select([
      'observation.id',
      'observation.source_id',
      'observation.ref',
      'observation.url',
      'content',
      sql<string | null>`coalesce(case when mention.scheme = 'GB-COH' then mention.ref end, number.ref)`.as(
        'child',
      ),
    ])
    // A name in a list of subsidiaries has the number of the company to which matching tied it.
    .leftJoin('supplier_ref as number', (join) =>
      join
        .onRef('number.supplier_id', '=', 'mention.supplier_id')
        .on('number.scheme', '=', 'GB-COH')
        .on('mention.ref', 'is', null),
    )
    .where('observation.id', '=', sql<string>`any(${said}::bigint[])`)
    .where(publishedBy(asOf))
    .where(stillStands(asOf))
    .where(sql<boolean>`(observation.ref = ${publishersRef}
      or split_part(observation.ref, '/', 1) = any(${[...own]}::text[]))`)
    .where((not) =>
      not.not(
        not.exists(
          not
            .selectFrom('observation as newer')
            .select('newer.id')
            .whereRef('newer.source_id', '=', 'observation.source_id')
            .whereRef('newer.ref', '=', 'observation.ref')
            .whereRef('newer.version', '>', 'observation.version')
            .where(publishedBy(asOf, 'newer.published_at')),
        ),
      ),
    )
    .orderBy('observation.id')
    .execute();
  return rows.flatMap(({ id, source_id, ref, url, content, child }) => {
    const signal = Signal.parse(content);
    if (signal.kind !== 'parent-company' || child === null) return [];
    const { parent, notifiedOn, ceasedOn, listedOn } = signal;
    const number = parent.ref?.scheme === 'GB-COH' ? parent.ref.id : null;
    const from = number ? companyOf(number) : `${parent.name} (over ${child})`;
    const link = {
      from,
      to: companyOf(child),
      by: listedOn ? 'consolidates' : 'controls',
      since: notifiedOn,
      until: listedOn ? addMonths(listedOn, 12 * LISTED_FOR_YEARS) : ceasedOn,
      url,
    } as const;
    const controller = { name: parent.name, number };
    return [{ id, ref: `${source_id} ${ref}`, link, child, parent: controller, ...keptIn(ref) }];
  });
}

/**
 * What was ever said with one of these companies at either end. Of most suppliers nothing: what stands of it is a long
 * question, which then need not be asked.
 */
async function findSaidOfControl(db: Db | Trx, numbers: readonly string[]): Promise<string[]> {
  // Each end has an index of its own: asked with "or", neither would be used.
  const { rows } = await sql<{ id: string }>`
    select id from observation where kind = 'parent-company'
      and parent_number = any(${[...numbers]}::text[])
    union
    select observation.id from mention join observation on mention_id = mention.id
      where mention.ref = any(${[...numbers]}::text[]) and kind = 'parent-company'
    union
    select observation.id from supplier_ref
      join mention on mention.supplier_id = supplier_ref.supplier_id and mention.ref is null
      join observation on mention_id = mention.id
      where supplier_ref.scheme = 'GB-COH' and supplier_ref.ref = any(${[...numbers]}::text[])
        and kind = 'parent-company'`.execute(db);
  return rows.map(({ id }) => id);
}

/** Accounts are made up every year and may be filed nine months later: a list that no later one repeats has lapsed. */
const LISTED_FOR_YEARS = 2;

interface SupplierOfCompany {
  readonly id: string;
  readonly name: string;
  readonly isOwn: boolean;
}

/** The suppliers that bear the numbers of these companies, each first the one for everybody. */
async function findSuppliers(
  db: Db | Trx,
  companies: readonly GroupCompany[],
): Promise<ReadonlyMap<GroupCompany, readonly SupplierOfCompany[]>> {
  const rows = await db
    .selectFrom('supplier_ref')
    .innerJoin('supplier', 'supplier.id', 'supplier_ref.supplier_id')
    .select(['supplier.id', 'name', 'ref', sql<boolean>`since is not null`.as('isOwn')])
    .where('scheme', '=', 'GB-COH')
    .where(
      'ref',
      '=',
      sql<string>`any(${companies.map((company) => readPrintedRef(company)?.printed ?? company)}::text[])`,
    )
    .orderBy('since', (order) => order.asc().nullsFirst())
    .execute();
  return groupBy(rows, ({ ref }) => companyOf(ref));
}
