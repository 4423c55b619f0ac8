import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { attributionLine, attributions } from '../attribution.ts';
import type { Page } from '../pages.ts';
import type { Ports } from '../ports.ts';
import { answerConditionally } from './conditional.ts';
import { describeApi, schemaOf } from './description.ts';
import { operations } from './operations.ts';
import { referenceRoutes } from './reference.ts';

/**
 * What the pages say as JSON under `/api/v1`, for the same signed-in person or a key of her council; described for
 * people at `/api/v1/reference`, for machines beside it. What a schema does not name leaves by no answer.
 */
export async function apiRoutes(app: FastifyInstance, ports: Ports, page: Page): Promise<void> {
  await app.register(async (api) => {
    api.setValidatorCompiler(validatorCompiler);
    api.setSerializerCompiler(serializerCompiler);
    answerConditionally(api);
    await describeApi(api);
    referenceRoutes(api, page);
    for (const one of operations)
      api.get(`/api/v1${one.path}`, { schema: schemaOf(one) }, async (request, reply) => {
        reply.header('link', licences);
        const answer = await one.answerOf(ports, request, reply);
        return one.streams ? answer : { ...(answer as object), attribution: attributionLine };
      });
  });
}

const licences = attributions.map(({ url }) => `<${url}>; rel="license"`).join(', ');
