import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Ports } from '../ports.ts';

/** Under which heading the description lists what can be asked. */
export type Tag = 'Alerts' | 'Our council' | 'Names' | 'Public record' | 'Audit';

/** One thing that a program can ask for: how, what it is answered, and who finds the answer. */
export interface Operation<A extends z.ZodObject = z.ZodObject> {
  readonly id: string;
  /** Below `/api/v1`, parameters as Fastify writes them. */
  readonly path: `/${string}`;
  readonly tag: Tag;
  readonly summary: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** Of one that streams: of each of its lines. */
  readonly answer: A;
  readonly streams: boolean;
  /** May answer that there is none. */
  readonly mayMiss: boolean;
  answerOf(ports: Ports, request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

interface Described<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodObject> {
  readonly id: string;
  readonly path: `/${string}`;
  readonly tag: Tag;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly answer: A;
  readonly streams?: boolean;
  readonly find: (asked: Asked<z.output<P>, z.output<Q>>) => Promise<unknown>;
}

/** Who asks, and what for, as the schemas of the operation have read it. */
export interface Asked<P, Q> {
  readonly ports: Ports;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly params: P;
  readonly query: Q;
}

const nothing = z.strictObject({});

/** Describes an operation. A parameter that it does not have is refused, so that no slip of typing goes unnoticed. */
export function operation<
  A extends z.ZodObject,
  P extends z.ZodObject = typeof nothing,
  Q extends z.ZodObject = typeof nothing,
>(described: Described<P, Q, A>): Operation<A> {
  const { params, query, streams = false, find, ...rest } = described;
  return {
    ...rest,
    params: params ?? nothing,
    query: (query ?? nothing).strict(),
    streams,
    mayMiss: described.path.includes(':'),
    answerOf: async (ports, request, reply) =>
      find({
        ports,
        request,
        reply,
        // Fastify has read both by the schemas above.
        params: request.params as z.output<P>,
        query: request.query as z.output<Q>,
      }),
  };
}

/** For which day something is asked; the newest day that there is where none is given, or a later one. */
export const OnDay = z.object({
  asOf: z.iso.date().optional().meta({
    description: 'The day to look at, as it was known by then. Later days are answered as the newest one.',
    example: '2026-11-30',
  }),
});
