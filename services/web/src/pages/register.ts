import { createHash } from 'node:crypto';
import multipart, { type MultipartFile } from '@fastify/multipart';
import {
  asCouncil,
  findRegisterUploads,
  findUnmatchedLines,
  saveRegister,
  undoRegister,
  type RegisterUpload,
} from '@tocsin/db';
import { readRegister, templateHeader, type RegisterFault, type RegisterFile } from '@tocsin/sources';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { toCsv } from '../export.ts';
import type { PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { readForm } from './alert-forms.ts';

const LARGEST_FILE = 10 * 1024 * 1024;
const UPLOADS_SHOWN = 10;
const LINES_SHOWN = 100;
const FAULTS_SHOWN = 200;

const Query = z.object({ done: z.enum(['saved', 'same', 'undone']).nullable().catch(null) });
const Id = z.object({ id: z.string().regex(/^\d{1,18}$/) });
const Upload = z.object({
  file: z.custom<MultipartFile>((file) => typeof file === 'object' && file !== null && 'toBuffer' in file),
  partly: z.object({ value: z.literal('yes') }).optional(),
});

/** The council's own contract register: template, upload with errors by cell, history, undo. Private to the council. */
export const registerRoutes: PageRoutes = (app, ports, page) => {
  app.get('/register', async (request, reply) => show(request, reply, []));

  app.get('/register/template.csv', async (_request, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="contract-register.csv"')
      .send(toCsv(templateHeader(), templateRows)),
  );

  app.post('/register/:id/undo', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const council = councilOf(request);
    await asCouncil(ports.db, council.gss, async (trx) => {
      const uploads = await findRegisterUploads(trx, UPLOADS_SHOWN);
      if (!uploads.some((upload) => upload.id === id && upload.undone_at === null))
        throw notFound('Register');
      await undoRegister(trx, council.gss, id, personOf(request).name);
    });
    return reply.redirect('/register?done=undone', 303);
  });

  app.register(async (inside) => {
    await inside.register(multipart, {
      attachFieldsToBody: true,
      limits: { fileSize: LARGEST_FILE, files: 1, fields: 5, parts: 8 },
    });
    inside.post('/register', async (request, reply) => {
      const { file, partly } = readForm(Upload, request.body);
      const bytes = await file.toBuffer();
      const read = await readBytes(bytes);
      if (read.errors.length > 0 && (partly === undefined || read.lines.length === 0)) {
        reply.code(422);
        return show(request, reply, read.errors);
      }
      const council = councilOf(request);
      const id = await asCouncil(ports.db, council.gss, (trx) =>
        saveRegister(trx, {
          council: council.gss,
          fileName: file.filename,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          uploadedBy: personOf(request).name,
          columns: null,
          lines: read.lines,
        }),
      );
      return reply.redirect(`/register?done=${id === null ? 'same' : 'saved'}`, 303);
    });
  });

  async function show(request: FastifyRequest, reply: FastifyReply, faults: readonly Fault[]) {
    const council = councilOf(request);
    const found = await asCouncil(ports.db, council.gss, async (trx) => {
      const uploads = await findRegisterUploads(trx, UPLOADS_SHOWN);
      const inForce: RegisterUpload | undefined = uploads.find((upload) => upload.undone_at === null);
      const unmatched = inForce ? await findUnmatchedLines(trx, inForce.id, LINES_SHOWN) : [];
      return { uploads, inForce, unmatched };
    });
    return page(request, reply, 'register', {
      title: 'Our register',
      nav: 'register',
      done: Query.parse(request.query).done,
      faults: faults.slice(0, FAULTS_SHOWN),
      faultsInAll: faults.length,
      columns: templateHeader(),
      ...found,
    });
  }
};

type Fault = Pick<RegisterFault, 'cell' | 'message'>;

/** The lines and faults of a file; one that cannot be read at all has one fault that says so. */
async function readBytes(bytes: Uint8Array): Promise<{
  readonly lines: RegisterFile['lines'];
  readonly errors: readonly Fault[];
}> {
  if (bytes.length === 0)
    throw new Refusal(400, 'Choose a file', 'Go back and choose the CSV file of your register.');
  try {
    const read = await readRegister(bytes);
    if (read.lines.length > 0 || read.errors.length > 0) return read;
    return { lines: [], errors: [{ cell: 'A2', message: 'The file has no contract below its first row' }] };
  } catch (error) {
    return {
      lines: [],
      errors: [{ cell: 'A1', message: error instanceof Error ? error.message : String(error) }],
    };
  }
}

const templateRows = [
  [
    'Example Care Homes Limited',
    '01234567',
    'Residential care for adults',
    '1250000.00',
    'net',
    '2025-04-01',
    '2028-03-31',
    'yes',
    'Head of commissioning',
    'Adult social care',
  ],
];
