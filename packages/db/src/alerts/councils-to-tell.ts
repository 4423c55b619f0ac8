import {
  defaultSubscription,
  isSentTo,
  ChosenLines,
  materialityOf,
  Subscription,
  type CouncilToTell,
  type NamedRecipient,
  type Destination,
  type ToldPerson,
} from '@tocsin/alerting';
import {
  addTo,
  CouncilRole,
  GssCode,
  RiskBand,
  type CoverageBuckets,
  PostedWay,
  postedWays,
  USUAL_MAIL_WAY,
  type MoneyByBasis,
  sumByBasis,
  VatBasis,
} from '@tocsin/domain';
import { sql } from 'kysely';
import { mayActToday } from '../people/acting.ts';
import type { Db, Trx } from '../schema/database.ts';

const Chosen = Subscription.partial();

/**
 * All that decides who of some councils is told, by council. At a council that is new and where nobody is known yet those
 * stand whom the councils before it had named.
 */
export async function findCouncilsToTell(
  trx: Db | Trx,
  councils: readonly string[],
): Promise<ReadonlyMap<string, CouncilToTell>> {
  const asked = [...new Set(councils)];
  const people = await findPeopleToTell(trx, asked);
  const named = await findNamed(trx, asked);
  const rules = await findRules(trx, asked);
  const responsible = await trx
    .selectFrom('responsible')
    .select(['council', 'of', 'printed', 'person_id'])
    .where('council', '=', anyOf(asked))
    .execute();
  return new Map(
    asked.map((council) => {
      const rule = rules.get(council);
      const tied = (of: 'owner' | 'service') =>
        new Map(
          responsible
            .filter((one) => one.council === council && one.of === of)
            .map((one) => [one.printed, one.person_id]),
        );
      const closed = rule?.stopped ?? [];
      const isOpen = (place: Destination) => isSentTo({ stopped: closed }, place);
      const mailTo = (address: string | null) =>
        address === null ? [] : [{ channel: rule?.mailBy ?? USUAL_MAIL_WAY, address }].filter(isOpen);
      const ours = (rule?.endpoints ?? []).map(endpointToTell).filter(isOpen);
      /** By Teams where she has chosen so and it takes messages, else by mail. */
      const placeOf = ({ id, address, subscription }: Omit<ToldPerson, 'reachedAt'>): Destination | null => {
        const own = ours.find(({ personId }) => personId === id && subscription.by === 'teams');
        const [place] = own ? [{ channel: own.channel, address: own.address }] : mailTo(address);
        return place ?? null;
      };
      const posted = ours.flatMap(({ personId, ...one }) => (personId === null ? [one] : []));
      const own = { people: people.get(council) ?? [], named: named.own.get(council) ?? [] };
      const isKnown = own.people.length > 0 || named.own.has(council) || rule?.inbox != null;
      return [
        council,
        {
          people: own.people.map((one) => ({ ...one, reachedAt: placeOf(one) })),
          named: [
            ...(isKnown ? own.named : (named.before.get(council) ?? [])).filter(
              (one) => one.active && isOpen(one),
            ),
            ...posted,
          ],
          inbox: mailTo(rule?.inbox ?? null)[0] ?? null,
          headOfProcurement: rule?.head ?? null,
          owners: tied('owner'),
          services: tied('service'),
          stopped: closed,
          lines: materialityOf(GssCode.parse(council), ChosenLines.parse(rule?.lines ?? {})),
          yearlySpend: rule?.spend ? inEachBasis(rule.spend) : null,
        },
      ];
    }),
  );
}

function anyOf(councils: readonly string[]) {
  return sql<string>`any(${[...councils]}::text[])`;
}

async function findPeopleToTell(
  trx: Db | Trx,
  councils: readonly string[],
): Promise<ReadonlyMap<string, readonly Omit<ToldPerson, 'reachedAt'>[]>> {
  const rows = await trx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .leftJoin('subscription', (join) =>
      join
        .onRef('subscription.person_id', '=', 'membership.person_id')
        .onRef('subscription.council', '=', 'membership.council'),
    )
    .select(['membership.council', 'person.id', 'person.name', 'person.address', 'roles', 'chosen'])
    .where('membership.council', '=', anyOf(councils))
    .where(mayActToday)
    .orderBy('person.nth')
    .execute();
  const found = new Map<string, Omit<ToldPerson, 'reachedAt'>[]>();
  for (const { council, id, name, address, roles: given, chosen } of rows) {
    const roles = CouncilRole.array().parse(given);
    const subscription = subscriptionOf(roles, chosen ?? {});
    addTo(found, council ?? '', { id, name, address, roles, subscription });
  }
  return found;
}

/** What a person has chosen, and for what she has not said what holds for her role. */
function subscriptionOf(
  roles: readonly CouncilRole[],
  chosen: Readonly<Record<string, unknown>>,
): Subscription {
  return Subscription.parse({ ...defaultSubscription(roles), ...Chosen.parse(chosen) });
}

interface Named extends NamedRecipient {
  readonly active: boolean;
}

/** Whom the command line has named, at these councils and at those before them. */
async function findNamed(trx: Db | Trx, councils: readonly string[]) {
  const { rows } = await sql<Omit<Named, 'levels'> & { council: string; levels: string[]; own: boolean }>`
    select council, true as own, channel, address, role, levels, active, nth from recipient where council = ${anyOf(councils)}
    union all
    select later.gss, false, channel, address, role, levels, active, recipient.nth
    from council as later join council as former on later.gss = any(former.replaced_by)
    join recipient on recipient.council = former.gss where later.gss = ${anyOf(councils)}
    order by nth`.execute(trx);
  const named = { own: new Map<string, Named[]>(), before: new Map<string, Named[]>() };
  for (const { council, own, channel, address, role, levels, active } of rows)
    addTo(own ? named.own : named.before, council, {
      channel,
      address,
      role,
      active,
      levels: RiskBand.array().parse(levels),
    });
  return named;
}

interface EndpointToTell extends NamedRecipient {
  readonly personId: string | null;
}

/** An endpoint as it is stored, by its name. */
interface StoredEndpoint extends Destination {
  readonly personId: string | null;
  readonly levels: readonly string[];
}

function endpointToTell({ levels, ...endpoint }: StoredEndpoint): EndpointToTell {
  const { place: role } = postedWays[PostedWay.parse(endpoint.channel)];
  return { ...endpoint, levels: RiskBand.array().parse(levels), role };
}

interface Rule {
  readonly council: string;
  readonly mailBy: string | null;
  readonly lines: Readonly<Record<string, unknown>> | null;
  readonly inbox: string | null;
  readonly head: string | null;
  readonly spend: CoverageBuckets | null;
  /** Where nothing is sent any more. */
  readonly stopped: readonly Destination[];
  /** Web addresses that the council and its people have named. */
  readonly endpoints: readonly StoredEndpoint[];
}

/** What councils have set and named, and what they pay outside in a year as it was last counted. */
async function findRules(trx: Db | Trx, councils: readonly string[]): Promise<ReadonlyMap<string, Rule>> {
  const rows = await trx
    .selectFrom('council')
    .leftJoin('telling_rule', 'telling_rule.council', 'gss')
    .leftJoin('council_coverage', 'council_coverage.council', 'gss')
    .select(['gss as council', 'lines', 'inbox', 'head_of_procurement as head', 'mail_by as mailBy'])
    .select(['spend', 'spent_to'])
    .select([
      sql<
        Rule['stopped']
      >`coalesce((select json_agg(json_build_object('channel', channel, 'address', address))
        from stopped_address where stopped_address.council = gss), '[]')`.as('stopped'),
      sql<
        Rule['endpoints']
      >`coalesce((select json_agg(json_build_object('channel', channel, 'address', endpoint.name,
        'personId', person_id::text, 'levels', levels) order by nth)
        from endpoint where endpoint.council = gss and removed_at is null), '[]')`.as('endpoints'),
    ])
    .where('gss', '=', anyOf(councils))
    .execute();
  return new Map(
    rows.map(({ spent_to: to, spend, ...row }) => [
      row.council,
      { ...row, spend: to === null ? null : spend },
    ]),
  );
}

function inEachBasis(buckets: CoverageBuckets): MoneyByBasis {
  const sums = Object.values(buckets);
  return sumByBasis(sums.flatMap((money) => VatBasis.options.map((vat) => ({ pence: money[vat], vat }))));
}
