import axios, { AxiosError, HttpStatusCode, type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios';
import inject from 'light-my-request';
import type { RequestListener } from 'node:http';

const listeners = new Map<number, RequestListener>();
const MOST_REDIRECTS = 5;

/** Who answers at a port of this process; returns what takes him out. */
export function answersAt(port: number, listener: RequestListener): () => void {
  listeners.set(port, listener);
  return () => listeners.delete(port);
}

/** One publisher sends elsewhere by another name of this machine. */
function listenerAt({ hostname, port }: URL): RequestListener | undefined {
  return ['127.0.0.1', 'localhost'].includes(hostname) ? listeners.get(Number(port)) : undefined;
}

/**
 * From now on whole answers of publishers of this process come without a socket; streams, and whoever else is asked, as ever. Returns what ends it.
 */
export function askInProcess(): () => void {
  const { adapter = 'http' } = axios.defaults;
  const bySocket = axios.getAdapter('http');
  axios.defaults.adapter = ((config) => answerOf(config) ?? bySocket(config)) satisfies AxiosAdapter;
  return () => {
    axios.defaults.adapter = adapter;
  };
}

function answerOf(config: InternalAxiosRequestConfig): ReturnType<AxiosAdapter> | null {
  const url = new URL(config.url ?? '');
  return config.responseType !== 'stream' && listenerAt(url) ? follow(config, url) : null;
}

async function follow(config: InternalAxiosRequestConfig, from: URL): ReturnType<AxiosAdapter> {
  const headers = config.headers.toJSON() as Record<string, string>;
  let url = from;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const listener = listenerAt(url);
    if (!listener) break;
    const asked = { method: 'GET', url: url.href, headers };
    const answer = await inject(listener, {
      method: 'GET',
      url: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host },
    }).catch((error: Error) => {
      throw new AxiosError(error.message, 'ECONNRESET', config);
    });
    const { location } = answer.headers;
    if (answer.statusCode >= 300 && answer.statusCode < 400 && location !== undefined) {
      url = new URL(location, url);
      const next = { headers, protocol: url.protocol, hostname: url.hostname };
      config.beforeRedirect?.(next, { headers: {}, statusCode: HttpStatusCode.Found }, asked);
      continue;
    }
    return {
      data: answer.rawPayload,
      status: answer.statusCode,
      statusText: answer.statusMessage,
      headers: answer.headers as Record<string, string>,
      config,
      request: { res: { responseUrl: url.href } },
    };
  }
  throw new AxiosError(`${from.href} redirects to nobody`, 'ERR_FR_TOO_MANY_REDIRECTS', config);
}
