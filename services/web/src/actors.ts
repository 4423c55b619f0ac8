import { PERSON } from '@tocsin/domain';
import { asCouncil, findActorsApart } from '@tocsin/db';
import type { FastifyRequest } from 'fastify';
import type { Ports } from './ports.ts';

const NUMBERED = new RegExp(`^${PERSON}\\d+`);

/**
 * Says who did something: stored rows hold the number of a person, whose name her own council is told. Of somebody of
 * another council it says that it was one.
 */
export async function whoDid(ports: Ports, { person }: FastifyRequest): Promise<(actor: string) => string> {
  if (ports.settings.TOCSIN_MODE === 'local' || !person?.council) return (actor) => actor;
  const names = await asCouncil(ports.db, person.council.gss, findActorsApart);
  return (actor) => actor.replace(NUMBERED, (numbered) => names.get(numbered) ?? 'Somebody');
}
