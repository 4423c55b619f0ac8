import {
  asCouncil,
  findDraft,
  findRegisterLine,
  findRegisterUploads,
  findSupplierCards,
  findUnmatchedLines,
  undoRegister,
} from '@tocsin/db';
import { registerTemplate } from '@tocsin/sources';
import { z } from 'zod';
import { toCsv, toXlsx } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound } from '../refusal.ts';
import { statedLine } from '../register-changes.ts';
import { readForm } from './alert-forms.ts';

const UPLOADS_SHOWN = 10;
const LINES_SHOWN = 100;
const TEMPLATE = 'contract-register';

const Query = z.object({ done: z.enum(['saved', 'same', 'undone', 'dropped']).nullable().catch(null) });
const Id = z.object({ id: z.string().regex(/^\d{1,18}$/) });

/** The council's own contract register: what is in force, template, history, undo; one contract. Private to the council. */
export const registerRoutes: PageRoutes = (app, ports, page) => {
  app.get('/register', async (request, reply) => {
    const { gss } = councilOf(request);
    const found = await asCouncil(ports.db, gss, async (trx) => {
      const uploads = await findRegisterUploads(trx, UPLOADS_SHOWN);
      const inForce = uploads.find((upload) => upload.undoneAt === null);
      return {
        uploads,
        inForce,
        former: uploads.find(({ id }) => id === inForce?.replaces),
        unmatched: inForce ? await findUnmatchedLines(trx, inForce.id, LINES_SHOWN) : [],
        draft: await findDraft(trx, gss),
      };
    });
    return page(request, reply, 'register', {
      title: 'Our register',
      nav: 'register',
      done: Query.parse(request.query).done,
      columns: registerTemplate().header,
      ...found,
      draft: found.draft?.fileName,
    });
  });

  app.get('/register/template.csv', async (_request, reply) => {
    const { header, example } = registerTemplate();
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${TEMPLATE}.csv"`)
      .send(toCsv(header, [example]));
  });

  app.get('/register/template.xlsx', async (_request, reply) => {
    const { header, example } = registerTemplate();
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="${TEMPLATE}.xlsx"`)
      .send(await toXlsx({ name: TEMPLATE, header, rows: [example] }));
  });

  app.get('/register/contracts/:id', async (request, reply) => {
    const read = Id.safeParse(request.params);
    if (!read.success) throw notFound('Contract');
    const { gss } = councilOf(request);
    const today = await latestDay(ports);
    const found = await asCouncil(ports.db, gss, async (trx) => {
      const line = await findRegisterLine(trx, gss, read.data.id);
      const id = line?.supplier_id;
      const supplier = id ? (await findSupplierCards(trx, [id], today)).get(id) : undefined;
      return (
        line && {
          line: {
            id: line.id,
            row: line.row,
            title: line.title,
            supplierName: line.supplier_name,
            matchOutcome: line.match_outcome,
            matchReason: line.match_reason,
            fileName: line.fileName,
            uploadedAt: line.uploadedAt,
            undoneAt: line.undoneAt,
          },
          supplier: supplier ?? null,
          contract: statedLine(line),
        }
      );
    });
    if (!found) throw notFound('Contract');
    return page(request, reply, 'register-contract', { title: found.line.title, nav: 'register', ...found });
  });

  app.post('/register/:id/undo', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const { gss } = councilOf(request);
    const undone = await asCouncil(ports.db, gss, (trx) =>
      undoRegister(trx, gss, id, personOf(request).name),
    );
    if (!undone) throw notFound('Register');
    return reply.redirect('/register?done=undone', 303);
  });
};
