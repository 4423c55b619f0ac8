import {
  asCouncil,
  dropDraft,
  findDraft,
  findLinesInForce,
  findRememberedColumns,
  saveDraft,
  saveRegister,
  type RegisterColumns,
  type RegisterDraft,
} from '@tocsin/db';
import { tiesLost } from '@tocsin/matching';
import {
  columnTitle,
  doubtOfDays,
  doubtOfEncoding,
  plainHeading,
  registerColumnNames,
  rowsLeftOut,
  saidOfSheets,
  type RegisterFile,
} from '@tocsin/sources';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { Refusal } from '../refusal.ts';
import { fingerprint, openDraftReader } from '../read-drafts.ts';
import { takesFile } from '../upload.ts';
import { faultsAlike } from '../register-faults.ts';
import { registerChanges, stated, statedLine } from '../register-changes.ts';
import { readForm } from './alert-forms.ts';

/** Kinds of fault that are listed. */
const FAULTS_SHOWN = 100;
const CONTRACTS_SHOWN = 50;
const LEAVE_OUT = 'none';

const Meanings = z.record(z.string(), z.string().max(200));
const Table = z.object({
  sheet: z.string().max(100).default(''),
  headerRow: z.coerce.number().int().min(1).max(10_000),
});
const Confirm = z.object({ seen: z.string(), days: z.literal('day-first').optional() });
const Query = z.object({ again: z.enum(['file', 'columns', 'same']).nullable().catch(null) });

/** From a file to the register in force: what its headings mean, what would change, and only then saved. */
export const registerDraftRoutes: PageRoutes = (app, ports, page) => {
  const readDraft = openDraftReader();

  takesFile(app, '/register', 'the CSV or XLSX file of your register', async (file, request, reply) => {
    const { fileName, body, sha256 } = file;
    const council = councilOf(request).gss;
    const waiting = await asCouncil(ports.db, council, (trx) => findDraft(trx, council));
    // What was said of this very file stands.
    if (waiting?.sha256 === sha256) return reply.redirect('/register/draft?again=same', 303);
    const columns = await asCouncil(ports.db, council, (trx) => findRememberedColumns(trx, council));
    const draft = { council, fileName, sha256, body, columns, uploadedBy: personOf(request).actor };
    const { missing } = await readDraft(draft);
    await asCouncil(ports.db, council, (trx) => saveDraft(trx, draft));
    return reply.redirect(missing.length > 0 ? '/register/draft/columns' : '/register/draft', 303);
  });

  app.get('/register/draft', async (request, reply) => {
    const { draft, read } = await openDraft(request);
    const { again } = Query.parse(request.query);
    if (read.missing.length > 0)
      return reply.redirect(`/register/draft/columns${again === 'same' ? '?again=same' : ''}`, 303);
    const { gss } = councilOf(request);
    const inForce = await asCouncil(ports.db, gss, (trx) => findLinesInForce(trx, gss));
    const changes = registerChanges(
      inForce.map(statedLine),
      read.lines.map((line) => stated(line)),
    );
    return page(request, reply, 'register-draft', {
      title: 'Check your register',
      nav: 'register',
      again,
      fileName: draft.fileName,
      encodingDoubt: doubtOfEncoding(draft.body),
      doubtOfDays: doubtOfDays(read),
      read: read.lines.length,
      leftOut: read.ignored,
      faults: faultsAlike(faultsBy(read, 'cell')),
      cellsNotKnown: faultsBy(read, 'cell').length,
      rowFaults: faultsAlike(faultsBy(read, 'line')),
      understood: faultsAlike(faultsBy(read, 'nothing')),
      cellsUnderstood: faultsBy(read, 'nothing').length,
      shownFaults: FAULTS_SHOWN,
      rowsLeftOut: rowsLeftOut(read),
      table: tableOf(read),
      changes,
      ties: tiesLost(
        inForce.map((line) => ({
          supplierName: line.supplier_name,
          printedRef: line.printed_ref,
          supplierId: line.match_outcome === 'matched' ? line.supplier_id : null,
        })),
        read.lines,
      ),
      shown: CONTRACTS_SHOWN,
      isFirst: inForce.length === 0,
      seen: fingerprint(draft),
    });
  });

  app.get('/register/draft/columns', async (request, reply) => {
    const { draft, read } = await openDraft(request);
    return page(request, reply, 'register-columns', {
      title: 'What your headings mean',
      nav: 'register',
      again: Query.parse(request.query).again,
      fileName: draft.fileName,
      headings: read.headings,
      missing: read.missing,
      table: tableOf(read),
      columns: registerColumnNames.map((name) => ({ name, title: columnTitle(name) })),
      leaveOut: LEAVE_OUT,
    });
  });

  app.post('/register/draft/columns', async (request, reply) => {
    const { draft, read } = await openDraft(request);
    const form = readForm(Meanings, request.body);
    const chosen = read.headings.map(
      ({ heading }, at) => [plainHeading(heading), form[`heading-${at}`]] as const,
    );
    const columns: RegisterColumns = Object.fromEntries(
      chosen.map(([heading, name]) => [
        heading,
        registerColumnNames.find((column) => column === name) ?? null,
      ]),
    );
    const given = Object.values(columns).filter((name) => name !== null);
    const twice = registerColumnNames.find((name) => given.filter((one) => one === name).length > 1);
    if (twice)
      throw new Refusal(
        400,
        'Two headings cannot mean the same',
        `Go back: more than one heading is said to be “${columnTitle(twice)}”.`,
      );
    await asCouncil(ports.db, draft.council, (trx) => saveDraft(trx, { ...draft, columns }));
    const { missing } = await readDraft({ ...draft, columns });
    return reply.redirect(
      missing.length > 0 ? '/register/draft/columns?again=columns' : '/register/draft',
      303,
    );
  });

  app.post('/register/draft/table', async (request, reply) => {
    const { draft } = await openDraft(request);
    const { sheet, headerRow } = readForm(Table, request.body);
    const chosen = { ...draft, sheet: sheet === '' ? null : sheet, headerRow };
    const { missing } = await readDraft(chosen);
    await asCouncil(ports.db, draft.council, (trx) => saveDraft(trx, chosen));
    return reply.redirect(missing.length > 0 ? '/register/draft/columns' : '/register/draft', 303);
  });

  app.post('/register/draft/save', async (request, reply) => {
    const { draft, read } = await openDraft(request);
    const { seen, days } = readForm(Confirm, request.body);
    // A colleague may have handed in another file since this page was made.
    if (seen !== fingerprint(draft)) return reply.redirect('/register/draft?again=file', 303);
    if (read.lines.length === 0)
      throw new Refusal(
        400,
        'There is nothing to save',
        'No row of the file could be read. Mend it and upload it again.',
      );
    if (doubtOfDays(read) !== null && days === undefined)
      throw new Refusal(
        400,
        'Say that the days are right',
        'Go back: nothing in the file tells whether day or month comes first. Say that they are printed day first, or mend the file and upload it again.',
      );
    const id = await asCouncil(ports.db, draft.council, async (trx) => {
      const { council, fileName, sha256, columns } = draft;
      await dropDraft(trx, council);
      const uploadedBy = personOf(request).actor;
      return saveRegister(trx, { council, fileName, sha256, columns, uploadedBy, lines: read.lines });
    });
    return reply.redirect(`/register?done=${id === null ? 'same' : 'saved'}`, 303);
  });

  app.post('/register/draft/drop', async (request, reply) => {
    const { gss } = councilOf(request);
    await asCouncil(ports.db, gss, (trx) => dropDraft(trx, gss));
    return reply.redirect('/register?done=dropped', 303);
  });

  async function openDraft(request: FastifyRequest): Promise<{ draft: RegisterDraft; read: RegisterFile }> {
    const { gss } = councilOf(request);
    const draft = await asCouncil(ports.db, gss, (trx) => findDraft(trx, gss));
    if (!draft)
      throw new Refusal(
        404,
        'No file is waiting',
        'Go to “Our register” and upload the file that you want to check.',
      );
    return { draft, read: await readDraft(draft) };
  }
};

/** Cells that are not known, rows that are left out, and what is understood and said: three things, and three counts. */
function faultsBy({ errors }: RegisterFile, loses: RegisterFile['errors'][number]['loses']) {
  return errors.filter((fault) => fault.loses === loses);
}

/** Where the table was found in the file, and where else it may be. */
function tableOf(read: RegisterFile) {
  const { sheet, sheets, sheetsRead, sheetsLeft, headerRow } = read;
  return { sheet, sheets, sheetsRead, sheetsLeft, headerRow, ofSheets: saidOfSheets(read) };
}
