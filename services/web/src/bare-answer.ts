import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_JSON, problemOf } from './api/problem.ts';

// Answers that are made of nothing but their words: where Postgres is away, or before it is known who asks for what.

interface Words {
  readonly title: string;
  readonly detail: string;
}

/** A page of a heading and a sentence; of the API a problem. */
export function sayBare(
  request: FastifyRequest,
  reply: FastifyReply,
  { title, detail }: Words,
): FastifyReply {
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  if (request.url.startsWith('/api/'))
    return reply.type(PROBLEM_JSON).send(problemOf(reply.statusCode, { title, detail }));
  return reply.type('text/html; charset=utf-8').send(pageOf({ title, detail }));
}

const LONG = {
  title: 'The address is too long',
  detail: 'Shorten it, or begin again from the start page.',
};
const UNREADABLE = {
  title: 'That address could not be read',
  detail: 'If you typed it, check that it is correct: a % stands before two digits or letters only.',
};

/** For Fastify: an address that it gives to no route, because it cannot be read or is too long. */
export function refuseAddress(
  { statusCode = 400 }: { readonly statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.code(statusCode);
  void sayBare(request, reply, statusCode === 414 ? LONG : UNREADABLE);
}

const REQUESTS: Readonly<Record<string, { readonly status: number } & Words>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    title: 'Your browser took too long',
    detail: 'Check your connection and try again.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    title: 'Your browser sent too much',
    detail: 'Shorten the address, or remove the cookies of this site, and try again.',
  },
};
const NO_REQUEST = { status: 400, title: 'That could not be read', detail: 'Try again from the start page.' };

/** What a socket is answered on which no request could be read; nothing where it is gone. */
export function bareResponse(code: string | undefined): string {
  const { status, ...words } = REQUESTS[code ?? ''] ?? NO_REQUEST;
  const body = pageOf(words);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function pageOf({ title, detail }: Words): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${detail}</p></html>`;
}
