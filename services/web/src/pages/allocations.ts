import { allocate, asCouncil, findSplitCouncils, undoAllocation, type SplitCouncil } from '@tocsin/db';
import { RowId } from '@tocsin/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { typed } from '../typed.ts';
import { readForm } from './alert-forms.ts';

const reason = typed(1_000);
const Choice = z.object({
  contract: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((refs) => [refs ?? []].flat()),
  successor: z.string().optional(),
  reason,
});
const Undoing = z.object({ reason });
const CouncilParams = z.object({ council: z.string() });
const UndoParams = CouncilParams.extend({ id: RowId });
const Query = z.object({ done: z.enum(['allocated', 'undone']).nullable().catch(null) });

/** Which successor takes over each contract of a split council: decided by people, kept with who, when and why. */
export const allocationRoutes: PageRoutes = (app, ports, page) => {
  const findSplit = async (request: FastifyRequest) =>
    findSplitCouncils(ports.db, councilOf(request).gss, await latestDay(ports));

  async function splitOf(request: FastifyRequest, council: string): Promise<SplitCouncil> {
    const split = (await findSplit(request)).find((one) => one.council === council);
    if (!split) throw notFound('Council');
    return split;
  }

  app.get('/allocations', async (request, reply) =>
    page(request, reply, 'allocations', {
      title: 'Contracts that await allocation',
      nav: 'exposure',
      done: Query.parse(request.query).done,
      splits: await findSplit(request),
      who: await whoDid(ports, request),
    }),
  );

  app.post('/allocations/:council', async (request, reply) => {
    const split = await splitOf(request, readForm(CouncilParams, request.params).council);
    const form = readForm(Choice, request.body);
    const chosen = split.awaiting.filter(({ contract }) => form.contract.includes(contract.ref));
    const successor = split.successors.find(({ code }) => code === form.successor);
    if (chosen.length === 0 || !successor || form.reason === '')
      throw new Refusal(
        400,
        'Choose contracts, a council and a reason',
        'Go back, select at least one contract and the council that takes it over, and say why. Nothing was changed.',
      );
    await asCouncil(ports.db, councilOf(request).gss, async (trx) => {
      for (const { contract } of chosen)
        await allocate(trx, {
          council: split.council,
          contractRef: contract.ref,
          successor: successor.code,
          reason: form.reason,
          by: nameOf(request),
          actingFor: councilOf(request).gss,
        });
    });
    return reply.redirect('/allocations?done=allocated', 303);
  });

  app.post('/allocations/:council/:id/undo', async (request, reply) => {
    const { council, id } = readForm(UndoParams, request.params);
    const split = await splitOf(request, council);
    const { reason: why } = readForm(Undoing, request.body);
    if (why === '')
      throw new Refusal(400, 'Enter a reason', 'Go back and say why the allocation is taken back.');
    const undone = await asCouncil(ports.db, councilOf(request).gss, (trx) =>
      undoAllocation(trx, {
        council: split.council,
        id,
        reason: why,
        by: nameOf(request),
        actingFor: councilOf(request).gss,
      }),
    );
    if (!undone) throw notFound('Allocation');
    return reply.redirect('/allocations?done=undone', 303);
  });
};

/** Several councils read who decided: a name is told together with its council. */
function nameOf(request: FastifyRequest): string {
  return `${personOf(request).actor}, ${councilOf(request).name}`;
}
