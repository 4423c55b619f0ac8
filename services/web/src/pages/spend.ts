import {
  asCouncil,
  dropOwnSpend,
  findOwnSpendFile,
  findSameSpend,
  findSpendOfDays,
  findOwnSpendFiles,
  findSpendLayouts,
  saveOwnSpendOnce,
  sayOfOwnSpend,
  takeOwnSpend,
  underCurrentCodes,
  undoOwnSpend,
} from '@tocsin/db';
import { webAddress } from '@tocsin/alerting';
import { dayOf, RowId } from '@tocsin/domain';
import {
  councilMaps,
  draftInThread,
  readingFor,
  readSpendFile,
  SaidOfFile,
  UnreadableDocument,
  withLayouts,
  type DraftMap,
  type SpendFile,
} from '@tocsin/sources';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import type { PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { columnsShown, fileShown, kindChoices, orderChoices, rolesOf, saidByForm } from '../spend-view.ts';
import { takesFile, uploadWords } from '../upload.ts';
import { readForm } from './alert-forms.ts';

const FILES_SHOWN = 50;
const REASONS_SHOWN = 20;

const Id = z.object({ id: RowId });
const Query = z.object({ done: z.enum(['undone', 'dropped']).nullable().catch(null) });
const Again = z.object({ done: z.literal('again') });
const Said = z.record(z.string(), z.string().max(2_000));
const Page = z.url({ protocol: /^https?$/ }).refine((url) => webAddress(url) !== null && isFoundByAll(url));

/** The council’s own spending files: handed in, looked at, confirmed where they are in doubt, and undone. */
export const spendRoutes: PageRoutes = (app, ports, page) => {
  app.get('/spend', async (request, reply) => {
    const { gss } = councilOf(request);
    const files = await asCouncil(ports.db, gss, (trx) => findOwnSpendFiles(trx, gss, FILES_SHOWN));
    return page(request, reply, 'spend', {
      title: 'Our spend',
      nav: 'spend',
      done: Query.parse(request.query).done,
      files: files.map(fileShown),
      upload: uploadWords,
      who: await whoDid(ports, request),
    });
  });

  takesFile(app, '/spend', 'the file of your spending', async (file, request, reply) => {
    const { fileName, body, sha256, typed } = file;
    const { gss } = councilOf(request);
    const uploadedBy = personOf(request).actor;
    const given = {
      council: gss,
      fileName,
      sha256,
      body,
      pageUrl: pageOf(typed('page')),
      said: {},
      uploadedBy,
    };
    await draftOf(given);
    const { id, isAgain } = await asCouncil(ports.db, gss, (trx) => saveOwnSpendOnce(trx, given));
    return reply.redirect(isAgain ? `/spend/${id}?done=again` : `/spend/${id}`, 303);
  });

  app.get('/spend/:id', async (request, reply) => {
    const file = await fileOf(request);
    const isOpen = file.state === 'draft' && file.body !== null;
    const isAgain = isOpen && Again.safeParse(request.query).success;
    const draft = isOpen ? await draftOf({ ...file, body: file.body ?? Buffer.from('') }) : null;
    const shown = fileShown(file);
    return page(request, reply, 'spend-file', {
      title: file.fileName,
      nav: 'spend',
      file: shown,
      isAgain,
      same: draft && ((await asCouncil(ports.db, file.council, (trx) => findSameSpend(trx, file))) ?? null),
      sameDays: await findSameDays(file, draft),
      reasons: (draft?.trial ?? file.counts)?.reasons.slice(0, REASONS_SHOWN) ?? [],
      draft,
      sums: draft ? (draft.trial?.sums ?? null) : shown.sums,
      columns: draft && columnsShown(draft),
      roles: draft && rolesOf(draft),
      kinds: kindChoices,
      orders: orderChoices,
      dates: SaidOfFile.parse(file.said).dates ?? '',
      who: await whoDid(ports, request),
    });
  });

  /** Files in force that a file which is looked at would meet on some days, unless it is one of them. */
  async function findSameDays(
    file: { readonly id: string; readonly council: string },
    draft: DraftMap | null,
  ) {
    const { days = [] } = draft?.trial ?? {};
    if (!draft || days.length === 0) return [];
    return asCouncil(ports.db, file.council, (trx) =>
      findSpendOfDays(trx, file, { series: draft.kind, days }),
    );
  }

  app.post('/spend/:id', async (request, reply) => {
    const { id, council } = await fileOf(request);
    const form = readForm(Said, request.body);
    const said = SaidOfFile.safeParse(saidByForm(form));
    if (!said.success)
      throw new Refusal(400, 'That was not understood', 'Go back and choose a column for each meaning.');
    const given = Object.values(said.data.columns ?? {}).filter((at) => at !== null);
    if (new Set(given).size < given.length)
      throw new Refusal(400, 'One column cannot mean two things', 'Go back: a column is chosen twice.');
    const pageUrl = pageOf(form['page'] ?? '');
    await asCouncil(ports.db, council, (trx) => sayOfOwnSpend(trx, id, { said: said.data, pageUrl }));
    return reply.redirect(`/spend/${id}`, 303);
  });

  app.post('/spend/:id/take', async (request, reply) => {
    const file = await fileOf(request);
    const draft = file.body === null ? null : await draftOf({ ...file, body: file.body });
    if (draft && draft.doubts.length > 0)
      throw new Refusal(
        400,
        'Something is in doubt',
        'Go back, say what the columns mean, and read the file so.',
      );
    const actor = personOf(request).actor;
    const same = await asCouncil(ports.db, file.council, async (trx) => {
      const found = await findSameSpend(trx, file);
      if (!found) await takeOwnSpend(trx, file.council, file.id, actor);
      return found;
    });
    if (same)
      throw new Refusal(
        409,
        'This very file is in force already',
        `Its bytes are those of “${same.fileName}”, so nothing was taken in. Forget this one, or undo the other first.`,
      );
    return reply.redirect(`/spend/${file.id}`, 303);
  });

  app.post('/spend/:id/drop', async (request, reply) => {
    const { id, council } = await fileOf(request);
    const dropped = await asCouncil(ports.db, council, (trx) => dropOwnSpend(trx, id));
    if (!dropped)
      throw new Refusal(
        409,
        'The file was not forgotten',
        'It is being read, or was taken in already: go back to see how it stands. A file of your own that is in force can be undone.',
      );
    return reply.redirect('/spend?done=dropped', 303);
  });

  app.post('/spend/:id/undo', async (request, reply) => {
    const { id, council } = await fileOf(request);
    const actor = personOf(request).actor;
    const undone = await asCouncil(ports.db, council, (trx) => undoOwnSpend(trx, council, id, actor));
    if (!undone) throw notFound('Spending file');
    return reply.redirect('/spend?done=undone', 303);
  });

  async function fileOf(request: FastifyRequest) {
    const read = Id.safeParse(request.params);
    const file =
      read.success &&
      (await asCouncil(ports.db, councilOf(request).gss, (trx) => findOwnSpendFile(trx, read.data.id)));
    if (!file) throw notFound('Spending file');
    return file;
  }

  /** How the file would be read: by the map that the council has, else as it is drafted. Refuses what is no table. */
  async function draftOf(file: {
    readonly council: string;
    readonly fileName: string;
    readonly body: Buffer;
    readonly said: unknown;
  }): Promise<DraftMap> {
    const { council: gss, fileName: url, body } = file;
    const { maps, name } = await asCouncil(ports.db, gss, async (trx) => ({
      maps: withLayouts(await underCurrentCodes(trx, councilMaps()), await findSpendLayouts(trx, gss)),
      name: (await trx.selectFrom('council').select('name').where('gss', '=', gss).executeTakeFirst())?.name,
    }));
    const said = SaidOfFile.parse(file.said);
    const own = maps.find((map) => map.gss === gss);
    try {
      return await readingFor(gss, async () => {
        const known =
          own !== undefined && Object.keys(said).length === 0
            ? await readSpendFile([own], { url, body, council: gss })
            : null;
        const isKnown = known !== null && !(known instanceof Error) && saysAnything(known);
        const council = { gss, name: name ?? gss };
        const draft = await draftInThread(
          maps,
          { url, body, council, today: dayOf(ports.now().toISOString()) },
          said,
        );
        return isKnown ? { ...draft, doubts: [] } : draft;
      });
    } catch (error) {
      if (!(error instanceof UnreadableDocument)) throw error;
      throw new Refusal(422, 'The file could not be read', `Nothing was saved. ${error.message}.`);
    }
  }
};

/** Whether a file has a line at all that the council’s own map can read. */
function saysAnything({ contracts, rows }: SpendFile): boolean {
  if (contracts) return true;
  for (const row of rows) if ('payment' in row) return true;
  return false;
}

/** Names that lead nowhere but in a network of one's own (RFC 6762, RFC 8375, and names that many call their own by). */
const OWN_NAMES = /\.(?:local|localhost|localdomain|internal|intranet|private|corp|home|lan|home\.arpa)$/;

/** Whether an address has a name that everybody can look up: no number in its place, and none of a network of one's own. */
function isFoundByAll(url: string): boolean {
  const name = new URL(url).hostname.replace(/\.$/, '');
  return /^[^[]+\.[^.]*[^.\d][^.]*$/.test(name) && !OWN_NAMES.test(name);
}

/** The address of a page as a person typed it; null where she left it empty. */
function pageOf(typed: string): string | null {
  if (typed === '') return null;
  const read = Page.safeParse(typed);
  if (read.success) return read.data;
  throw new Refusal(
    400,
    'That is no address of a page',
    'Go back and give the address under which everybody finds the file, such as https://www.example.gov.uk/spending, or leave it empty.',
  );
}
