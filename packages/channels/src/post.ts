import type { LookupFunction } from 'node:net';
import axios, { isAxiosError } from 'axios';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import type { DeliveryOutcome } from './channel.ts';

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as these bytes, so that a signature over them holds. */
  readonly body?: string;
  /** Private addresses or ranges that the operator allows to be reached; none by default. */
  readonly allowAddresses: readonly string[];
  /** How names are looked up, where not by the system. */
  readonly lookup?: LookupFunction;
}

/** What came back, or why nothing did. `blocked`: the address is not one that we may reach. */
export type PostAnswer =
  | { readonly status: number; readonly body: string }
  | { readonly blocked: string }
  | { readonly lost: string; readonly uncertain: boolean };

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 1_000_000;

/**
 * One HTTP call to an address that somebody outside has chosen. The address is judged when the connection is made, so
 * a name that turns private between look-up and connection reaches nothing; redirects are not followed, proxies of the
 * environment are not used, and answers are cut short.
 */
export async function call({
  method,
  url,
  headers,
  body,
  allowAddresses,
  lookup,
}: Call): Promise<PostAnswer> {
  const refusal = refusedAddress(url, allowAddresses.length > 0);
  if (refusal) return { blocked: refusal };
  const agentOptions = { allowIPAddressList: [...allowAddresses], ...(lookup ? { lookup } : {}) };
  try {
    const answer = await axios.request<string>({
      method,
      url,
      headers: { 'User-Agent': 'Tocsin', ...headers },
      ...(body === undefined ? {} : { data: body }),
      transformRequest: (data: unknown) => data,
      transformResponse: (data: unknown) => data,
      responseType: 'text',
      httpAgent: new RequestFilteringHttpAgent(agentOptions),
      httpsAgent: new RequestFilteringHttpsAgent(agentOptions),
      proxy: false,
      maxRedirects: 0,
      maxContentLength: MOST_BYTES,
      timeout: TIMEOUT_MS,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      validateStatus: () => true,
    });
    return { status: answer.status, body: answer.data };
  } catch (error) {
    return whyNothing(error);
  }
}

/** Alerts are private to a council, so they go over TLS, except to addresses that the operator has named. */
function refusedAddress(url: string, plainAllowed: boolean): string | null {
  if (!URL.canParse(url)) return 'Not a web address';
  const { protocol, username, password } = new URL(url);
  if (protocol !== 'https:' && !(protocol === 'http:' && plainAllowed)) return 'Not an https address';
  return username || password ? 'A web address with a user name' : null;
}

/** The connection was never made: nothing can have been accepted. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function whyNothing(error: unknown): PostAnswer {
  if (!isAxiosError(error)) throw error;
  if (/is not allowed\. Because/i.test(error.message)) return { blocked: 'An address that is not public' };
  return { lost: error.code ?? error.message, uncertain: !NEVER_SENT.has(error.code ?? '') };
}

/** The outcome where no answer decides it: blocked is final, lost may be tried again. */
export function outcomeOfNoAnswer(answer: Exclude<PostAnswer, { status: number }>): DeliveryOutcome {
  if ('blocked' in answer) return { status: 'permanent-failure', detail: answer.blocked, unreachable: true };
  return {
    status: 'temporary-failure',
    detail: answer.lost,
    ofProvider: true,
    ...(answer.uncertain ? { uncertain: true as const } : {}),
  };
}

/** 2xx is delivered, a status of `gone` says that the address is no more, everything else is tried again. */
export function outcomeOfPost(answer: PostAnswer, gone: readonly number[]): DeliveryOutcome {
  if (!('status' in answer)) return outcomeOfNoAnswer(answer);
  const detail = `HTTP ${answer.status}`;
  if (answer.status >= 200 && answer.status < 300) return { status: 'delivered', detail };
  if (gone.includes(answer.status)) return { status: 'permanent-failure', detail, unreachable: true };
  return {
    status: 'temporary-failure',
    detail,
    ...(isOfHost(answer.status) ? { ofProvider: true as const } : {}),
  };
}

/** Whether an answer says that the host is in trouble, rather than that this address or message is not to its liking. */
function isOfHost(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}
