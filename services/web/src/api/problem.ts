import type { FastifyError } from 'fastify';
import { z } from 'zod';

/** What each status of a refusal means to a program; `type` of a problem names it. */
export const problems = {
  400: { name: 'unreadable', means: 'A parameter could not be read, or is not one of this operation.' },
  401: { name: 'not-signed-in', means: 'No session and no key, or a key that has expired or was revoked.' },
  403: {
    name: 'not-for-your-role',
    means: 'The role of the person, or the scope of the key, does not reach so far.',
  },
  404: {
    name: 'not-found',
    means: 'There is none, or it is not this council’s: the two are told apart by nobody.',
  },
  408: { name: 'too-slow', means: 'The request took too long to arrive.' },
  413: { name: 'too-large', means: 'What was sent is too large.' },
  414: { name: 'address-too-long', means: 'The address is too long.' },
  421: { name: 'unknown-host', means: 'A local copy answers to localhost only.' },
  429: {
    name: 'too-many-requests',
    means: 'Too much was asked for within a minute; `retry-after` says for how long to wait.',
  },
  500: { name: 'fault', means: 'A fault of ours. What you saw before is unchanged.' },
  503: {
    name: 'unavailable',
    means: 'The database does not answer. Nothing is lost; try again in a few minutes.',
  },
} as const satisfies Readonly<Record<number, { readonly name: string; readonly means: string }>>;

/** A refusal as RFC 9457 has it. */
export const Problem = z.object({
  /** Where it is explained. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Of what could not be read: each parameter, and what is wrong with it. */
  errors: z.array(z.object({ parameter: z.string(), detail: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_JSON = 'application/problem+json';

/** A refusal of the API. */
export function problemOf(status: number, words: Pick<Problem, 'title' | 'detail' | 'errors'>): Problem {
  const known: Readonly<Record<number, { readonly name: string }>> = problems;
  const { name } = known[status] ?? problems[status < 500 ? 400 : 500];
  return { type: `/api/v1/reference#${name}`, status, ...words };
}

/** Which parameters a request could not be read by; nothing where it was refused for another reason. */
export function parametersOf(error: FastifyError | Error): Pick<Problem, 'errors'> {
  if (!('validation' in error) || !error.validation) return {};
  return {
    errors: error.validation.map(({ instancePath, message, params }) => ({
      parameter: instancePath.slice(1) || namesIn(params),
      detail: message ?? 'It could not be read.',
    })),
  };
}

/** A parameter that no operation has stands beside the place where it was found. */
function namesIn({ keys }: Readonly<Record<string, unknown>>): string {
  return Array.isArray(keys) ? keys.join(', ') : '';
}
