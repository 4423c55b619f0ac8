import { randomUUID } from 'node:crypto';
import {
  asCouncil,
  findExercise,
  findExercises,
  findSectorExercises,
  recordExerciseRead,
  saveExercise,
  saveSectorExercise,
  type RunExercise,
} from '@tocsin/db';
import { addDays, formatDate, formatVat, RowId, type IsoDate } from '@tocsin/domain';
import { EXERCISE, exerciseTitle } from '@tocsin/exposure';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import { pastFailures, runForCouncil, runForSector, type Supposed } from '../exercise-run.ts';
import { exportRoutes, pounds, type Cell, type ExportTable } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import type { Ports } from '../ports.ts';
import { notFound, Refusal } from '../refusal.ts';
import { typed, typedDay } from '../typed.ts';
import { readForm } from './alert-forms.ts';

const LISTED = 50;
const ExerciseParams = z.object({ id: RowId });
const Query = z.object({ supplier: z.string().max(60).nullable().catch(null) });
const Supposing = z.object({
  supplier: typed(60),
  on: typed(40).optional(),
  past: z.string().max(100).optional(),
  form: z.uuid(),
});

/** What if this supplier failed: for one council by all that it knows, for the sector by public record; kept, and counted nowhere. */
export const exerciseRoutes: PageRoutes = (app, ports, page) => {
  app.get('/exercises', async (request, reply) => {
    const { gss, name } = councilOf(request);
    return page(request, reply, 'exercises', {
      ...(await startPage(ports, request)),
      nav: 'exposure',
      place: '/exercises',
      whose: name,
      exercises: await asCouncil(ports.db, gss, (trx) => findExercises(trx, LISTED)),
    });
  });

  app.post('/exercises', async (request, reply) => {
    const { gss } = councilOf(request);
    const today = await latestDay(ports);
    const { form, ...supposed } = supposedBy(request, today);
    const seen = await runForCouncil(ports, gss, supposed, today);
    const by = personOf(request).actor;
    const id = await asCouncil(ports.db, gss, (trx) => saveExercise(trx, gss, { seen, by, form }));
    return reply.redirect(`/exercises/${id}`, 303);
  });

  app.get('/exercises/:id', async (request, reply) => {
    const exercise = await findOurs(ports, request);
    return page(request, reply, 'exercise', {
      ...(await exercisePage(ports, request, exercise)),
      nav: 'exposure',
      place: '/exercises',
      isRead: exercise.reads.some(({ by }) => by === personOf(request).actor),
    });
  });

  app.post('/exercises/:id', async (request, reply) => {
    const { gss } = councilOf(request);
    const { id } = await findOurs(ports, request);
    await asCouncil(ports.db, gss, (trx) => recordExerciseRead(trx, gss, id, personOf(request).actor));
    return reply.redirect(`/exercises/${id}`, 303);
  });

  exportRoutes(app, '/exercises/:id', async (request) => exercised(await findOurs(ports, request)));
  sectorRoutesOf(app, ports, page);
};

function sectorRoutesOf(app: FastifyInstance, ports: Ports, page: Parameters<PageRoutes>[2]): void {
  app.get('/national/exercises', async (request, reply) =>
    page(request, reply, 'exercises', {
      ...(await startPage(ports, request)),
      nav: 'national',
      place: '/national/exercises',
      whose: 'All of England, by public record',
      exercises: await findSectorExercises(ports.national, { limit: LISTED }),
    }),
  );

  app.post('/national/exercises', async (request, reply) => {
    const today = await latestDay(ports);
    const { form, ...supposed } = supposedBy(request, today);
    const seen = await runForSector(ports, supposed, today);
    await saveSectorExercise(ports.db, { seen, by: personOf(request).actor, form });
    const [kept] = await findSectorExercises(ports.national, { form });
    return reply.redirect(kept ? `/national/exercises/${kept.id}` : '/national/exercises', 303);
  });

  app.get('/national/exercises/:id', async (request, reply) =>
    page(request, reply, 'exercise', {
      ...(await exercisePage(ports, request, await findSectors(ports, request))),
      nav: 'national',
      place: '/national/exercises',
      isRead: true,
    }),
  );

  exportRoutes(app, '/national/exercises/:id', async (request) =>
    exercised(await findSectors(ports, request)),
  );
}

async function startPage(ports: Ports, request: FastifyRequest) {
  const today = await latestDay(ports);
  return {
    title: exerciseTitle('what if a supplier failed?'),
    asked: Query.parse(request.query).supplier,
    tomorrow: addDays(today, 1),
    pastFailures,
    form: randomUUID(),
    who: await whoDid(ports, request),
  };
}

async function exercisePage(ports: Ports, request: FastifyRequest, exercise: RunExercise) {
  const { seen } = exercise;
  return {
    title: exerciseTitle(`${seen.supplier.name} fails on ${formatDate(seen.supposedOn)}`),
    exercise,
    ...seen,
    who: await whoDid(ports, request),
  };
}

async function findOurs({ db }: Ports, request: FastifyRequest): Promise<RunExercise> {
  const { id } = ExerciseParams.parse(request.params);
  const found = await asCouncil(db, councilOf(request).gss, (trx) => findExercise(trx, id));
  if (found) return found;
  throw notFound('Exercise');
}

async function findSectors({ national }: Ports, request: FastifyRequest): Promise<RunExercise> {
  const [found] = await findSectorExercises(national, ExerciseParams.parse(request.params));
  if (found) return found;
  throw notFound('Exercise');
}

/** Who is supposed to fail, and when: tomorrow where nobody says. */
function supposedBy(request: FastifyRequest, today: IsoDate): Supposed & { readonly form: string } {
  const { supplier, on, past, form } = readForm(Supposing, request.body);
  const supposedOn = on ? typedDay(on) : addDays(today, 1);
  if (supposedOn === null)
    throw new Refusal(
      422,
      'That is not a date',
      'Give the day, the month and the year, such as 15 January 2027.',
    );
  return { supplierKey: supplier, supposedOn, pastCase: past || null, form };
}

/** The first word of the file and of each line says what it is. */
function exercised({ seen }: RunExercise): ExportTable {
  return {
    name: `${EXERCISE}-${seen.supplier.number ?? seen.supplier.key ?? 'supplier'}-${seen.supposedOn}`,
    header: [
      EXERCISE,
      'Supplier supposed to fail',
      'On',
      'Council',
      'Contract',
      'Service',
      'Ends',
      'Value left (£)',
      'VAT',
      'Paid in 12 months without VAT (£)',
      'Paid in 12 months with VAT (£)',
      'Paid in 12 months, VAT not stated (£)',
    ],
    rows: seen.councils.flatMap(({ name, contracts, paid }) =>
      (contracts.length > 0 ? contracts : [null]).map((contract, at): Cell[] => [
        EXERCISE,
        seen.supplier.name,
        seen.supposedOn,
        name,
        contract?.title ?? null,
        contract?.service ?? null,
        contract?.endsOn ?? null,
        pounds(contract?.valueLeft?.pence ?? null),
        contract?.valueLeft ? formatVat(contract.valueLeft.vat) : null,
        ...(['net', 'gross', 'unknown'] as const).map((basis) =>
          at === 0 && paid ? pounds(paid[basis]) : null,
        ),
      ]),
    ),
  };
}
