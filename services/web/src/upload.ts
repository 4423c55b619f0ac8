import { createHash } from 'node:crypto';
import multipart, { type MultipartFile } from '@fastify/multipart';
import { groupDigits, seenLine } from '@tocsin/domain';
import { tableCaps } from '@tocsin/sources';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readForm } from './pages/alert-forms.ts';
import { Refusal } from './refusal.ts';

const MEGABYTE = 1024 * 1024;

/** The most that is taken of one uploaded file. */
export const MOST_UPLOADED = 10 * MEGABYTE;

/** How large a file may be, in words, as each page and refusal says it: `10 MB`. */
export const uploadWords = {
  size: `${MOST_UPLOADED / MEGABYTE} MB`,
  columns: groupDigits(tableCaps.columns),
  rows: groupDigits(tableCaps.rows),
} as const;

/** One file that a person has sent with a form, and what she typed beside it. */
export interface SentFile {
  /** As it is called where it comes from, without what nobody sees. */
  readonly fileName: string;
  readonly body: Buffer;
  readonly sha256: string;
  readonly typed: (field: string) => string;
}

const LONGEST_NAME = 255;
const LIMITS = { fileSize: MOST_UPLOADED, files: 1, fields: 5, parts: 8 } as const;
const Upload = z
  .object({
    file: z.custom<MultipartFile>((file) => typeof file === 'object' && file !== null && 'toBuffer' in file),
  })
  .loose();
const Field = z.object({ value: z.string().max(2_000) }).transform(({ value }) => value.trim());

/** A route of pages that takes one file by a form; where none is chosen, `wanted` is asked for. */
export function takesFile(
  app: FastifyInstance,
  address: string,
  wanted: string,
  take: (file: SentFile, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  app.register(async (inside) => {
    await inside.register(multipart, { attachFieldsToBody: true, limits: LIMITS });
    inside.post(address, async (request, reply) =>
      take(await sentFile(request.body, wanted), request, reply),
    );
  });
}

async function sentFile(sent: unknown, wanted: string): Promise<SentFile> {
  const { file, ...fields } = readForm(Upload, sent);
  const body = await file.toBuffer();
  if (body.length === 0) throw new Refusal(400, 'Choose a file', `Go back and choose ${wanted}.`);
  return {
    fileName: seenLine(file.filename).slice(0, LONGEST_NAME),
    body,
    sha256: createHash('sha256').update(body).digest('hex'),
    typed: (field) => (field in fields ? readForm(Field, fields[field]) : ''),
  };
}
