import { roleWords, scopeWords, type PersonRole } from '@tocsin/domain';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { Page } from '../pages.ts';
import { accessTo } from '../route-roles.ts';
import { clientOf } from './client-source.ts';
import { pathOf, schemaOf } from './description.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { problems } from './problem.ts';

/** What a program's author reads: the description for machines, the same for people, and a client. */
export function referenceRoutes(api: FastifyInstance, page: Page): void {
  const described = () => api.swagger() as OpenAPIV3_1.Document;
  api.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => described());
  api.get('/api/v1/client.ts', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(clientOf(described())),
  );
  api.get('/api/v1/reference', { schema: { hide: true } }, async (request, reply) =>
    page(request, reply, 'api-reference', {
      title: 'The API for programs',
      operations: operations.map((one) => shownOf(one, described())),
      problems: Object.entries(problems).map(([status, problem]) => ({ status, ...problem })),
    }),
  );
}

function shownOf(one: Operation, document: OpenAPIV3_1.Document) {
  const described = document.paths?.[pathOf(one)]?.get;
  const parameters = (described?.parameters ?? []) as readonly OpenAPIV3_1.ParameterObject[];
  const answered = described?.responses?.['200'];
  const [said] = Object.values(answered && 'content' in answered ? (answered.content ?? {}) : {});
  return {
    id: one.id,
    tag: one.tag,
    path: pathOf(one),
    summary: one.summary,
    ...whoMay(one),
    parameters: parameters.map(({ name, required = false, description = '' }) => ({
      name,
      required,
      description,
    })),
    answer: Object.keys(one.answer.shape),
    streams: one.streams,
    refusals: Object.keys(schemaOf(one).response).filter((status) => status !== '200'),
    example: JSON.stringify(said?.example, null, 2),
  };
}

/** Whom the table of roles names: people, and keys by what they may read. */
function whoMay({ path }: Operation) {
  const access = accessTo('GET', `/api/v1${path}`);
  const { roles, key } =
    typeof access === 'object' ? access : { roles: [] as readonly PersonRole[], key: undefined };
  return { roles: roles.map((role) => roleWords[role]), key: key === undefined ? null : scopeWords[key] };
}
