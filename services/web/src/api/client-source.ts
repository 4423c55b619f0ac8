import type { OpenAPIV3_1 } from 'openapi-types';
import { answerName, pathOf } from './description.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

type Schema = OpenAPIV3_1.SchemaObject | OpenAPIV3_1.ReferenceObject;
type Described = NonNullable<OpenAPIV3_1.PathItemObject['get']>;

/** A client of the API as TypeScript that needs nothing else: a type of every answer, and a function of every operation. */
export function clientOf(document: OpenAPIV3_1.Document): string {
  const types = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema as Schema)};`,
  );
  const functions = operations.map((one) => {
    const described = document.paths?.[pathOf(one)]?.get;
    if (!described) throw new Error(`${one.id} is not described`);
    return functionOf(one, described);
  });
  return [head, ...types, ask, ...functions, tail].join('\n');
}

function functionOf(one: Operation, { parameters = [] }: Described): string {
  const given = parameters as readonly OpenAPIV3_1.ParameterObject[];
  const fields = given.map(({ name, required, description, schema = {} }) => {
    const said = description === undefined ? '' : `/** ${description} */ `;
    return `${said}readonly ${name}${required ? '' : '?'}: ${typeOf(schema)}`;
  });
  const asked = `asked: { ${fields.join('; ')} }${given.some(({ required }) => required) ? '' : ' = {}'}`;
  const how = one.streams ? 'lines' : 'whole';
  const found = `${how}<${answerName(one)}>(${JSON.stringify(pathOf(one))}, asked)`;
  return `    /** ${one.summary}. */\n    ${one.id}: (${asked}) => ${found},`;
}

/** A JSON Schema as a type. What no schema says is unknown. */
function typeOf(schema: Schema | boolean): string {
  if (typeof schema === 'boolean') return schema ? 'unknown' : 'never';
  if ('$ref' in schema) return schema.$ref.split('/').at(-1) ?? 'unknown';
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return unionOf(schema.enum.map((one) => JSON.stringify(one)));
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return unionOf(either.map(typeOf));
  if (schema.allOf) return schema.allOf.map((one) => `(${typeOf(one)})`).join(' & ');
  return unionOf([schema.type ?? 'unknown'].flat().map((type) => typeNamed(type, schema)));
}

function typeNamed(type: string, schema: OpenAPIV3_1.SchemaObject): string {
  if (type === 'integer') return 'number';
  if (type === 'array') return `readonly (${typeOf('items' in schema ? schema.items : {})})[]`;
  return type === 'object' ? objectOf(schema) : type;
}

function objectOf({ properties, additionalProperties, required = [] }: OpenAPIV3_1.SchemaObject): string {
  if (!properties) return `Readonly<Record<string, ${typeOf(additionalProperties ?? true)}>>`;
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `readonly ${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  );
  return `{ ${fields.join('; ')} }`;
}

function unionOf(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}

const head = `// The client of Tocsin's API, for Node 20 and later. It needs no other package. Made of /api/v1/openapi.json.
`;

const ask = `
/** What the server refused, and why. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(\`\${problem.title}: \${problem.detail}\`);
    this.problem = problem;
  }
}

/** Every part of a list: \`for await (const { alerts } of everyPart(tocsin.listAlerts, {}))\`. */
export async function* everyPart<Q extends { readonly cursor?: string }, A extends { readonly next: string | null }>(
  ask: ((asked: Q) => Promise<A>) | ((asked?: Q) => Promise<A>),
  asked: NoInfer<Q>,
): AsyncGenerator<A> {
  for (let part = await ask(asked); ; part = await ask({ ...asked, cursor: part.next })) {
    yield part;
    if (part.next === null) return;
  }
}

type Values = Readonly<Record<string, string | number | undefined>>;

/** Opens the API of a server, as whoever made the key. What has not changed since it was asked last is not sent again. */
export function openTocsin({ home, key }: { readonly home: string; readonly key?: string }) {
  const kept = new Map<string, { readonly tag: string; readonly body: string }>();

  async function send(path: string, asked: Values): Promise<{ response: Response; address: string }> {
    const url = new URL(home);
    url.pathname = path.replaceAll(/\\{(\\w+)\\}/g, (_, name: string) => encodeURIComponent(String(asked[name])));
    for (const [name, value] of Object.entries(asked))
      if (value !== undefined && !path.includes(\`{\${name}}\`)) url.searchParams.set(name, String(value));
    const address = url.toString();
    const headers = new Headers(key === undefined ? {} : { authorization: \`Bearer \${key}\` });
    const tag = kept.get(address)?.tag;
    if (tag !== undefined) headers.set('if-none-match', tag);
    const response = await fetch(address, { headers });
    if (response.status >= 400) throw new Refused((await response.json()) as Problem);
    return { response, address };
  }

  async function whole<A>(path: string, asked: Values): Promise<A> {
    const { response, address } = await send(path, asked);
    const before = kept.get(address);
    const body = response.status === 304 && before ? before.body : await response.text();
    const tag = response.headers.get('etag');
    if (tag !== null) kept.set(address, { tag, body });
    return JSON.parse(body) as A;
  }

  async function* lines<A>(path: string, asked: Values): AsyncGenerator<A> {
    const { response } = await send(path, asked);
    let rest = '';
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const all = (rest + part).split('\\n');
      rest = all.pop() ?? '';
      for (const line of all) yield JSON.parse(line) as A;
    }
  }

  return {`;

const tail = `  };
}
`;
