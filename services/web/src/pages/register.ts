import {
  asCouncil,
  findDraft,
  findLookProgress,
  findRegisterLine,
  findRegisterUploads,
  findSourcesOn,
  findSupplierCards,
  findUnmatchedLines,
  readSetting,
  undoRegister,
  type LookProgress,
  type Trx,
  type Watch,
} from '@tocsin/db';
import { RowId, type IsoDate } from '@tocsin/domain';
import { companiesHouseCompany, looksNote, registerTemplate } from '@tocsin/sources';
import { z } from 'zod';
import { toCsv, toXlsx } from '../export.ts';
import { whoDid } from '../actors.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { watchNow, type Ports } from '../ports.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound } from '../refusal.ts';
import { statedLine } from '../register-changes.ts';
import { isInForce, viewOfRegister, type RegisterContractView } from '../register-view.ts';
import { readForm } from './alert-forms.ts';
import { uploadWords } from '../upload.ts';

const UPLOADS_SHOWN = 10;
const LINES_SHOWN = 100;
const TEMPLATE = 'contract-register';

const Query = z.object({ done: z.enum(['saved', 'same', 'undone', 'dropped']).nullable().catch(null) });
const Id = z.object({ id: RowId });

/** The council's own contract register: what is in force, template, history, undo; one contract. Private to the council. */
export const registerRoutes: PageRoutes = (app, ports, page) => {
  app.get('/register', async (request, reply) => {
    const { gss } = councilOf(request);
    const found = await asCouncil(ports.db, gss, async (trx) => {
      const uploads = await findRegisterUploads(trx, UPLOADS_SHOWN);
      const inForce = uploads.find(isInForce);
      const unmatched = inForce ? await findUnmatchedLines(trx, inForce.id, LINES_SHOWN) : [];
      const looks = inForce ? await looksSaid(ports, trx, gss) : null;
      return viewOfRegister({ uploads, unmatched, looks, draft: await findDraft(trx, gss) });
    });
    return page(request, reply, 'register', {
      title: 'Our register',
      nav: 'register',
      done: Query.parse(request.query).done,
      columns: registerTemplate().header,
      upload: uploadWords,
      who: await whoDid(ports, request),
      ...found,
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
    const found = await asCouncil(ports.db, gss, (trx) =>
      findContract(trx, gss, read.data.id, today, watchNow(ports)),
    );
    if (!found) throw notFound('Contract');
    return page(request, reply, 'register-contract', { title: found.line.title, nav: 'register', ...found });
  });

  app.post('/register/:id/undo', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const { gss } = councilOf(request);
    const undone = await asCouncil(ports.db, gss, (trx) =>
      undoRegister(trx, gss, id, personOf(request).actor),
    );
    if (!undone) throw notFound('Register');
    return reply.redirect('/register?done=undone', 303);
  });
};

/** How far the register of companies has been asked about a council's suppliers, where it is asked at all. */
async function looksSaid(ports: Ports, trx: Trx, council: string): Promise<string | null> {
  const { id, pace, needs } = companiesHouseCompany;
  if (!needs.every(ports.isSet) || !(await findSourcesOn(trx)).includes(id)) return null;
  const own = await findLookProgress(trx, council);
  const all = (await readSetting(trx, 'first-looks')) as LookProgress | undefined;
  return looksNote(own, pace, ports.now().toISOString(), all);
}

async function findContract(
  trx: Trx,
  gss: string,
  lineId: string,
  today: IsoDate,
  watch: Watch,
): Promise<RegisterContractView | undefined> {
  const found = await findRegisterLine(trx, gss, lineId);
  if (!found) return undefined;
  const { id, row, title, fileName, uploadedAt, undoneAt, supplier_id: supplierId } = found;
  const cards = await findSupplierCards(trx, supplierId ? [supplierId] : [], today, watch);
  return {
    line: {
      id,
      row,
      title,
      supplierName: found.supplier_name,
      matchOutcome: found.match_outcome,
      matchReason: found.match_reason,
      fileName,
      uploadedAt,
      undoneAt,
    },
    supplier: cards.get(supplierId ?? '') ?? null,
    contract: statedLine(found),
  };
}
