import type { Oddities } from './oddities.ts';
import { sendJson, serve, type LocalServer } from './server.ts';

export interface DocumentServer extends LocalServer {
  /** Authorization headers that reached the signed address. */
  readonly leaked: readonly string[];
}

/**
 * The Document API as it behaves: an entry that names the document's forms, and content that stands behind a redirect to
 * a signed address on another host. Documents without XHTML are pictures.
 */
export async function documentServer(
  xhtml: Readonly<Record<string, string>> | ((id: string) => string | undefined),
  oddities?: Oddities,
): Promise<DocumentServer> {
  const textOf = typeof xhtml === 'function' ? xhtml : (id: string) => xhtml[id];
  const leaked: string[] = [];
  const storage = await serve(({ headers }, response, { pathname }) => {
    if (headers.authorization) leaked.push(headers.authorization);
    response.writeHead(200, { 'content-type': 'application/xhtml+xml' });
    response.end(textOf(pathname.slice(1)));
  });
  const server = await serve((_, response, { pathname }) => {
    const [, id = ''] = /^\/document\/([^/]+)/.exec(pathname) ?? [];
    const item = `document/${id}`;
    if (oddities?.strike(response, { source: 'companies-house-company', item, mayBeGone: true })) return;
    if (!pathname.endsWith('/content')) {
      const forms = ['application/pdf', ...(textOf(id) ? ['application/xhtml+xml'] : [])];
      sendJson(response, {
        resources: Object.fromEntries(forms.map((form) => [form, { content_length: 1 }])),
      });
      return;
    }
    response.writeHead(302, { location: `${storage.url.replace('127.0.0.1', 'localhost')}/${id}` });
    response.end();
  });
  const close = async () => {
    await server.close();
    await storage.close();
  };
  return { ...server, close, leaked };
}
