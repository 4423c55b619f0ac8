import type { PagesUnderTest } from './pages-app.ts';
import { serverUrl } from './pages-app.ts';

type Answer = Awaited<ReturnType<PagesUnderTest['app']['inject']>>;

/** Somebody with a browser of her own: cookies are kept, redirects are followed by hand. */
export interface Client {
  readonly cookies: Map<string, string>;
  get(url: string): Promise<Answer>;
  /** Sends a form of the page at `from`, with its token. */
  send(from: string, to: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  /** Signs in at a directory; answers what the pages answer to who comes back. */
  signInAt(tenant: string, query?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Goes to a directory and comes back, without the pages being asked: the address that she would open. */
  proveAt(tenant: string, query?: Readonly<Record<string, string>>): Promise<string>;
}

/** A browser that has not been here before. */
export function openClient(app: PagesUnderTest['app']): Client {
  const cookies = new Map<string, string>();
  const keep = (answer: Answer): Answer => {
    for (const { name, value, maxAge } of answer.cookies)
      if (value === '' || maxAge === 0) cookies.delete(name);
      else cookies.set(name, value);
    return answer;
  };
  const get = async (url: string) =>
    keep(await app.inject({ url, cookies: Object.fromEntries(cookies), remoteAddress: freshAddress() }));
  async function proveAt(tenant: string, query: Readonly<Record<string, string>> = {}): Promise<string> {
    const asked = await get(`/sign-in/organisation?${new URLSearchParams({ tenant, ...query }).toString()}`);
    if (asked.statusCode !== 303) throw new Error(`${asked.statusCode}: ${asked.body}`);
    return walkDirectory(asked.headers.location ?? '');
  }
  return {
    cookies,
    get,
    async send(from, to, fields) {
      const shown = await get(from);
      const token = /name="token" value="([^"]+)"/.exec(shown.body)?.[1] ?? '';
      return keep(
        await app.inject({
          method: 'POST',
          url: to,
          cookies: Object.fromEntries(cookies),
          remoteAddress: freshAddress(),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams({ token, ...fields }).toString(),
        }),
      );
    },
    proveAt,
    signInAt: async (tenant, query) => get(await proveAt(tenant, query)),
  };
}

let addresses = 0;

/** Limits by address are tested where they are meant. */
function freshAddress(): string {
  addresses += 1;
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/** Follows a directory until it sends back to the pages: the address that the browser would open there. */
async function walkDirectory(start: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  for (let step = 0; step < 10; step += 1) {
    if (url.startsWith(serverUrl)) return url.slice(serverUrl.length);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`${answer.status} of ${url}: ${await answer.text()}`);
    url = new URL(location, url).href;
  }
  throw new Error(`no way back from ${start}`);
}
