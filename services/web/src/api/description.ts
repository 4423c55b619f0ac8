import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import { z } from 'zod';
import { attributionLine } from '../attribution.ts';
import { routeRoles } from '../route-roles.ts';
import examples from './examples.json' with { type: 'json' };
import { schemaRegistry } from './named-schemas.ts';
import type { Operation, Tag } from './operation.ts';
import { operations } from './operations.ts';
import { Problem, problems, PROBLEM_JSON } from './problem.ts';

/** What an operation may be refused with, besides what its kind adds. */
const REFUSALS = [400, 401, 403, 429, 500, 503] as const;

const tags: Readonly<Record<Tag, string>> = {
  Alerts: 'What happened to suppliers that your council depends on, and what people did about it.',
  'Our council':
    'What your council has with its suppliers: its own registers and spending beside what is published.',
  Names: 'Printed names of which nobody can say yet who they are.',
  'Public record': 'The same for everybody: suppliers, councils, sources, and the national view.',
  Audit: 'Who did what at your council.',
};

/** What Fastify reads requests by, writes answers by, and describes both by. */
export function schemaOf(one: Operation) {
  const refusals = [...REFUSALS, ...(one.mayMiss ? ([404] as const) : [])];
  const answer = answerSchemaOf(one);
  return {
    operationId: one.id,
    summary: one.summary,
    tags: [one.tag],
    ...(isEmpty(one.params) ? {} : { params: one.params }),
    querystring: one.query,
    response: {
      200: {
        description: one.streams ? 'One a line, as long as there are any.' : 'What was asked for.',
        content: { [one.streams ? 'application/jsonl' : 'application/json']: { schema: answer } },
      },
      ...Object.fromEntries(
        refusals.map((status) => [
          status,
          { description: problems[status].means, content: { [PROBLEM_JSON]: { schema: Problem } } },
        ]),
      ),
    },
  };
}

/** What is said: of one that streams each line, of others the answer as a whole, with whose data it is. */
export function answerSchemaOf(one: Operation): z.ZodObject {
  return answerSchemas.get(one.id) ?? one.answer;
}

const answerSchemas = new Map(
  operations.map((one) => {
    const answer = one.streams ? one.answer : one.answer.extend({ attribution: z.string() });
    schemaRegistry.add(answer, { id: answerName(one) });
    return [one.id, answer] as const;
  }),
);

/** What an answer is called, or each line of one. */
export function answerName({ id, streams }: Operation): string {
  return `${id[0]?.toUpperCase()}${id.slice(1)}${streams ? 'Line' : 'Answer'}`;
}

function isEmpty(schema: z.ZodObject): boolean {
  return Object.keys(schema.shape).length === 0;
}

/** Has the routes that follow described at `api.swagger()`, in OpenAPI 3.1. */
export async function describeApi(api: FastifyInstance): Promise<void> {
  const described = { schemaRegistry, zodToJsonConfig: { override: withWords } };
  const withComponents = createJsonSchemaTransformObject(described);
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tocsin',
        version: '1',
        summary: 'Supplier-risk early warning for English councils.',
        description: `Money is integer pence in its own VAT basis, never added over bases. Days are London days, \`YYYY-MM-DD\`. A list is asked for part by part: \`next\` of an answer is the \`cursor\` of the next question, null at the end. ${attributionLine}`,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'The server that gave this description.' }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-tocsin_session',
            description: 'A signed-in person. A local copy asks nobody who she is.',
          },
          key: {
            type: 'http',
            scheme: 'bearer',
            description: 'A key that an administrator of your council made on the page “Keys of the API”.',
          },
        },
      },
    },
    transform: createJsonSchemaTransform(described),
    transformObject: (document) => onlyUsed(completed(withComponents(document) as OpenAPIV3_1.Document)),
  });
}

/** With what is so of every operation: who may ask, what headers say, that nothing has changed, and an example. */
function completed(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  for (const one of operations) {
    const described = document.paths?.[pathOf(one)]?.get;
    const told = described?.responses?.['200'];
    if (!described?.responses || !told || '$ref' in told) throw new Error(`${one.id} is not described`);
    described.security = securityOf(one);
    told.headers = one.streams
      ? limits
      : { ETag: { description: 'Of what is said.', schema: text }, ...limits };
    if (!one.streams)
      described.responses['304'] = { description: 'Nothing has changed since the answer of that `ETag`.' };
    for (const media of Object.values(told.content ?? {}))
      media.example = (examples as Readonly<Record<string, unknown>>)[one.id];
  }
  return document;
}

/** What a schema says of itself beside its form. */
function withWords({
  zodSchema,
  jsonSchema,
}: Parameters<NonNullable<z.core.ToJSONSchemaParams['override']>>[0]): void {
  const { description, example } = z.globalRegistry.get(zodSchema) ?? {};
  if (description !== undefined) Object.assign(jsonSchema, { description });
  if (example !== undefined) Object.assign(jsonSchema, { examples: [example] });
  nameMembers(jsonSchema);
}

/** A record of known names, as the properties that it has. */
function nameMembers(schema: z.core.JSONSchema.BaseSchema): void {
  const { propertyNames, additionalProperties: member, required } = schema;
  if (typeof propertyNames !== 'object' || !propertyNames.enum || member === undefined || !required) return;
  schema.properties = Object.fromEntries(propertyNames.enum.map((name) => [String(name), member]));
  schema.additionalProperties = false;
  delete schema.propertyNames;
}

/** With each named schema once, and without those that nothing names, such as those of answers where a question is described. */
function onlyUsed(given: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const document = JSON.parse(
    JSON.stringify(given).replaceAll(/(#\/components\/schemas\/\w+)Input"/g, '$1"'),
  ) as OpenAPIV3_1.Document;
  const all = document.components?.schemas ?? {};
  const used = new Set<string>();
  const waiting: unknown[] = [document.paths];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const [, id = ''] of JSON.stringify(next).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (!used.has(id)) waiting.push(all[id]);
      used.add(id);
    }
  const schemas = Object.fromEntries(Object.entries(all).filter(([id]) => used.has(id)));
  return { ...document, components: { ...document.components, schemas } };
}

const text = { type: 'string' } as const;
const limits = Object.fromEntries(
  [
    ['X-RateLimit-Limit', 'Requests that you may send in a minute.'],
    ['X-RateLimit-Remaining', 'Those that are left of this minute.'],
    ['X-RateLimit-Reset', 'Seconds until it begins anew.'],
  ].map(([name, description]) => [name, { description, schema: { type: 'integer' } } as const]),
);

/** The path of an operation as OpenAPI writes it. */
export function pathOf({ path }: Operation): string {
  return `/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`;
}

/** Who may ask: a person by her session, and a key of the scope that the table of roles names, if it names one. */
function securityOf({ path }: Operation): OpenAPIV3_1.SecurityRequirementObject[] {
  const access = routeRoles[`GET /api/v1${path}`];
  const key = typeof access === 'object' ? access.key : undefined;
  return [{ session: [] }, ...(key === undefined ? [] : [{ key: [key] }])];
}
