import { defaultSubscription, type Subscription } from '@tocsin/alerting';
import { asCouncil, saveSubscription, saveTellingRule, tieToPerson, type Db } from '@tocsin/db';
import type { CouncilRole } from '@tocsin/domain';
import type { Council } from '../../national/councils.ts';
import { sizeOf, sizes, type CouncilSize } from './events.ts';

/** The people of one council of the replay, by their addresses. */
export interface ReplayedCouncil {
  readonly council: Council;
  readonly size: CouncilSize;
  readonly inbox: string;
  readonly officers: readonly string[];
  /** Owners of contracts: the first is “Owner 1”. “Owner 0” is tied to nobody. */
  readonly managers: readonly string[];
  readonly head: string;
  readonly administrator: string;
  /** Whoever chose a daily digest. */
  readonly daily: ReadonlySet<string>;
}

interface Databases {
  readonly owner: Db;
  readonly web: Db;
}

/**
 * The people of a council: officers who follow all its suppliers, contract managers who own contracts, a head of procurement,
 * an administrator and a shared inbox. The first officer has chosen a daily digest where there are several; the last
 * manager has quiet hours in which formal events wait.
 */
export async function seedCouncil({ owner, web }: Databases, council: Council): Promise<ReplayedCouncil> {
  const { gss } = council;
  const size = sizeOf(council);
  const { officers, managers } = sizes[size];
  const at = (name: string) => `${name}@${gss.toLowerCase()}.example`;
  const person = (name: string, role: CouncilRole) => enrol(owner, gss, { name, address: at(name), role });
  const named = (what: string, many: number) =>
    Array.from({ length: many }, (_, one) => `${what}-${one + 1}`);
  const officerIds = new Map<string, string>();
  for (const name of named('officer', officers)) officerIds.set(name, await person(name, 'officer'));
  const managerIds = new Map<string, string>();
  for (const name of named('manager', managers)) managerIds.set(name, await person(name, 'contract-manager'));
  const head = await person('head', 'contract-manager');
  await person('administrator', 'administrator');
  const daily = officers > 1 ? ['officer-1'] : [];
  await asCouncil(web, gss, async (trx) => {
    const rule = { lines: {}, inbox: at('contracts'), headOfProcurement: head, mailBy: 'smtp' } as const;
    await saveTellingRule(trx, gss, rule, 'replay');
    for (const [place, personId] of [...managerIds.values()].entries())
      await tieToPerson(trx, gss, { of: 'owner', printed: `Owner ${place + 1}`, personId }, 'replay');
    const choose = (id: string | undefined, chosen: Subscription) =>
      id === undefined ? Promise.resolve() : saveSubscription(trx, gss, id, chosen, 'replay');
    for (const name of daily)
      await choose(officerIds.get(name), { ...defaultSubscription(['officer']), digest: 'daily' });
    const quiet = { quietHours: { from: '19:00', to: '07:30' }, formalPasses: false };
    await choose(managerIds.get(`manager-${managers}`), {
      ...defaultSubscription(['contract-manager']),
      ...quiet,
    });
  });
  return {
    council,
    size,
    inbox: at('contracts'),
    officers: [...officerIds.keys()].map(at),
    managers: [...managerIds.keys()].map(at),
    head: at('head'),
    administrator: at('administrator'),
    daily: new Set(daily.map(at)),
  };
}

async function enrol(
  owner: Db,
  council: string,
  { name, address, role }: { readonly name: string; readonly address: string; readonly role: CouncilRole },
): Promise<string> {
  const since = '2026-09-01T09:00:00.000Z';
  const { id } = await owner
    .insertInto('person')
    .values({ way: 'link', name, address, tenant_id: null, object_id: null, first_at: since })
    .returning('id')
    .executeTakeFirstOrThrow();
  await owner
    .insertInto('membership')
    .values({ person_id: id, council, roles: [role], since, ended_at: null })
    .execute();
  return id;
}
