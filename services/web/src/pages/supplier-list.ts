import { Readable } from 'node:stream';
import {
  asCouncil,
  dropSupplierList,
  findListAnswers,
  findSupplierList,
  findVendorNumbers,
  findWatchedVendors,
  isRegisterLoaded,
  saveSupplierList,
  type SupplierListState,
} from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';
import { answerOf, listColumns } from '@tocsin/matching';
import { headingsRead, readingFor, readSupplierList, type SupplierList } from '@tocsin/sources';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import { exportRoutes, toCsv, toCsvRows } from '../export.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { watchNow, type Ports } from '../ports.ts';
import { notFound, Refusal } from '../refusal.ts';
import { takesFile, uploadWords } from '../upload.ts';

const Query = z.object({ done: z.enum(['handed-in', 'dropped']).nullable().catch(null) });

/** A council's list of suppliers: who each one is, given back in the same rows and kept no longer than that takes. */
export const supplierListRoutes: PageRoutes = (app, ports, page) => {
  takesFile(
    app,
    '/suppliers/list',
    'the CSV or XLSX file of your suppliers',
    async (file, request, reply) => {
      const { fileName, body } = file;
      const { gss } = councilOf(request);
      const { rows, headings, bank, read } = await readList(gss, body);
      if (rows.length === 0)
        throw new Refusal(422, 'The list is empty', 'Nothing was kept. Below its headings no row was found.');
      const uploadedBy = personOf(request).actor;
      const hasVendors = read.vendor !== undefined;
      const list = { council: gss, fileName, uploadedBy, headings, bank, hasVendors, rows };
      await asCouncil(ports.db, gss, (trx) => saveSupplierList(trx, list));
      return reply.redirect('/suppliers/list?done=handed-in', 303);
    },
  );

  app.get('/suppliers/list', async (request, reply) => {
    const { gss } = councilOf(request);
    const found = await asCouncil(ports.db, gss, async (trx) => ({
      list: await findSupplierList(trx, gss),
      known: (await findVendorNumbers(trx, gss)).size,
    }));
    return page(request, reply, 'supplier-list', {
      title: 'Check our list',
      nav: 'suppliers',
      back: { to: '/suppliers', text: 'Find a supplier' },
      done: Query.parse(request.query).done,
      upload: uploadWords,
      columns: listColumns,
      who: await whoDid(ports, request),
      list: found.list && {
        ...found.list,
        ...progressOf(found.list),
        ...headingsRead(found.list.headings),
      },
      known: found.known,
    });
  });

  app.get('/suppliers/list/answer.csv', async (request, reply) => {
    const { gss } = councilOf(request);
    const list = await asCouncil(ports.db, gss, (trx) => findSupplierList(trx, gss));
    if (!list?.checkedAt) throw notFound('List');
    const asOf = await latestDay(ports);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="suppliers-checked.csv"')
      .send(Readable.from(answerLines(ports, gss, list, asOf)));
  });

  app.post('/suppliers/list/drop', async (request, reply) => {
    const { gss } = councilOf(request);
    await asCouncil(ports.db, gss, (trx) => dropSupplierList(trx, gss));
    return reply.redirect('/suppliers/list?done=dropped', 303);
  });

  exportRoutes(app, '/suppliers/watch-list', async (request) => {
    const { gss } = councilOf(request);
    const asOf = await latestDay(ports);
    const watched = await asCouncil(ports.db, gss, (trx) =>
      findWatchedVendors(trx, gss, asOf, watchNow(ports)),
    );
    return {
      name: `watch-list-${gss}-${asOf}`,
      header: ['Our vendor number', 'Name', 'Company number', 'Level', 'How matched'],
      rows: watched.map((one) => [one.number, one.name, one.companyNumber, one.level, one.reason]),
    };
  });
};

async function readList(council: string, body: Buffer): Promise<SupplierList> {
  try {
    return await readingFor(council, () => readSupplierList(body));
  } catch (error) {
    throw new Refusal(
      422,
      'The file could not be read',
      `Nothing was kept. Is it a CSV or XLSX file? What the reader says: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** How many rows were looked up, and what came of them. */
function progressOf({ rowCount, counts }: SupplierListState) {
  const of = (...outcomes: readonly string[]) => outcomes.reduce((sum, one) => sum + (counts[one] ?? 0), 0);
  return {
    looked: rowCount - of('waiting'),
    matched: of('matched'),
    doubtful: of('ambiguous', 'none', 'not-a-company', 'no-name'),
    people: of('not-looked-at'),
  };
}

/** The list as it came with what was found, a few hundred rows at a time: twenty thousand would hold up everybody else. */
async function* answerLines(
  ports: Ports,
  gss: string,
  { id, headings }: SupplierListState,
  asOf: IsoDate,
): AsyncGenerator<string> {
  const known = { isRegisterLoaded: await isRegisterLoaded(ports.db) };
  yield toCsv([...headings, ...listColumns], []);
  let after = 0;
  for (;;) {
    const rows = await asCouncil(ports.db, gss, (trx) =>
      findListAnswers(trx, gss, id, after, asOf, watchNow(ports)),
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.row;
    yield toCsvRows(
      rows.map(({ cells, ...row }) => [...headings.map((_, at) => cells[at] ?? ''), ...answerOf(row, known)]),
    );
  }
}
