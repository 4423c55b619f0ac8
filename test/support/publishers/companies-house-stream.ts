import type { ServerResponse } from 'node:http';
import type { Clock } from '@tocsin/runtime';
import { sendJson, serve, type LocalServer } from './server.ts';

export interface StreamedEvent {
  readonly timepoint: number;
  readonly number: string;
  /** Put into the data: may hold letters of several bytes. */
  readonly name: string;
}

/** An event as it is sent, and the moment at which it is. */
export interface TimedEvent {
  readonly timepoint: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly line: string;
}

/** Lets a simulated clock know what is under way to a reader, so that time does not pass meanwhile. */
export interface Wire {
  readonly sent: (bytes: number) => void;
  readonly cut: () => void;
}

/** How a connection ends: `line`, `letter` and `beats` are cuts; `open` goes on beating until the reader leaves. */
export type Ending = 'line' | 'letter' | 'beats' | 'open';

export interface StreamOptions {
  readonly key?: string;
  /** Events of each stream by its name. */
  readonly events: Readonly<Record<string, readonly (StreamedEvent | TimedEvent)[]>>;
  /** With a clock, events are sent when their moment has come, and the heart beats every half minute of it. */
  readonly timed?: { readonly clock: Clock; readonly wireOf: (stream: string) => Wire };
  /** Endings of the connections in turn, `open` for ever after; or of the n-th, from 0. */
  readonly endings?: readonly Ending[] | ((connection: number) => Ending);
  /** Places before this are gone: 416. */
  readonly oldest?: number;
  /** Streams that are not opened, and how they answer. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Seconds after which such a stream says that it may be asked for again. */
  readonly retryAfter?: number;
  /** The first connections are answered with 429. */
  readonly busy?: number;
}

export interface StreamServer extends LocalServer {
  readonly most: () => number;
}

const CONNECTIONS = 2;

/**
 * The streams as they behave: a JSON event a line from `timepoint` on, a bare newline as heartbeat, cuts anywhere, two
 * connections a key of which a third ends the oldest, 416 for a place that is gone, 429 for too many connections.
 */
export async function companiesHouseStreamServer(options: StreamOptions): Promise<StreamServer> {
  const { key = 'stream-key', events, endings = [], oldest = 0, busy = 0, statuses = {}, timed } = options;
  const endingOf = (connection: number) =>
    (typeof endings === 'function' ? endings(connection) : endings[connection]) ?? 'open';
  const expected = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const open: ServerResponse[] = [];
  let [served, most] = [0, 0];
  const server = await serve(({ headers }, response, { pathname, searchParams }) => {
    if (headers.authorization !== expected) return sendJson(response, {}, 401);
    const status = statuses[pathname];
    if (status) {
      if (options.retryAfter !== undefined) response.setHeader('retry-after', options.retryAfter);
      return sendJson(response, {}, status);
    }
    served += 1;
    if (served <= busy) return sendJson(response, {}, 429);
    const from = searchParams.get('timepoint');
    if (from !== null && Number(from) < oldest) return sendJson(response, {}, 416);
    const ending = endingOf(served - busy - 1);
    open.push(response);
    response.on('close', () => open.splice(open.indexOf(response), 1));
    if (open.length > CONNECTIONS) open[0]?.destroy();
    most = Math.max(most, open.length);
    const found = (events[pathname.slice(1)] ?? []).filter(
      ({ timepoint }) => from === null || timepoint >= Number(from),
    );
    if (timed) {
      const events = found.filter(isTimed);
      // Without a place a reader is given the newest event, and what comes after.
      const past = from === null ? events.filter(({ at }) => at <= timed.clock.now()).length - 1 : 0;
      void sendInTime(response, events.slice(Math.max(0, past)), ending, timed, pathname.slice(1));
      return;
    }
    const lines = (from === null && oldest > 0 ? found.slice(-1) : found).map((event) =>
      lineOf(pathname, event),
    );
    send(response, lines, ending);
  });
  return { ...server, most: () => most };
}

function send(response: ServerResponse, lines: readonly string[], ending: Ending): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  if (ending === 'beats') {
    response.write('\n\n', () => response.destroy());
    return;
  }
  const bytes = Buffer.from(lines.join(''));
  if (ending === 'open') {
    response.write(bytes);
    beat(response);
    return;
  }
  const half = Math.floor(bytes.length / 2);
  const letter = bytes.indexOf('É', half);
  response.write(bytes.subarray(0, ending === 'letter' && letter !== -1 ? letter + 1 : half), () =>
    response.destroy(),
  );
}

function isTimed(event: StreamedEvent | TimedEvent): event is TimedEvent {
  return 'line' in event;
}

const BEAT_MS = 30_000;

/** Sends what is due, then a beat each half minute with what has come since; a cut falls into the first lines. */
async function sendInTime(
  response: ServerResponse,
  events: readonly TimedEvent[],
  ending: Ending,
  { clock, wireOf }: NonNullable<StreamOptions['timed']>,
  stream: string,
): Promise<void> {
  const wire = wireOf(stream);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const left = [...events].sort((a, b) => a.timepoint - b.timepoint);
  const due = () => {
    const lines = left.filter(({ at }) => at <= clock.now());
    left.splice(0, lines.length);
    return lines.map(({ line }) => `${line}\n`).join('');
  };
  const write = (bytes: Uint8Array) => {
    wire.sent(bytes.length);
    response.write(bytes);
  };
  const first = Buffer.from(due());
  if (ending !== 'open') {
    wire.cut();
    response.write(first.subarray(0, Math.floor(first.length / 2)), () => response.destroy());
    return;
  }
  if (first.length > 0) write(first);
  for (;;) {
    await clock.sleep(BEAT_MS);
    if (response.destroyed) return;
    write(Buffer.from(`${due()}\n`));
  }
}

function beat(response: ServerResponse): void {
  if (response.destroyed) return;
  response.write('\n', () => setImmediate(() => beat(response)));
}

const KINDS: Readonly<Record<string, string>> = {
  '/insolvency-cases': 'company-insolvency',
  '/companies': 'company-profile',
  '/officers': 'company-officers',
};

function lineOf(pathname: string, streamed: StreamedEvent | TimedEvent): string {
  if (isTimed(streamed)) return `${streamed.line}\n`;
  const { timepoint, number, name } = streamed;
  const data =
    pathname === '/companies'
      ? { company_number: number, company_name: name, company_status: 'active' }
      : { name, cases: [{ number: String(timepoint), type: 'in-administration', dates: [] }] };
  const event = { timepoint, published_at: new Date(timepoint * 1_000).toISOString(), type: 'changed' };
  const uri = `/company/${number}${pathname}`;
  const line = {
    resource_kind: KINDS[pathname] ?? 'other',
    resource_uri: uri,
    resource_id: number,
    data,
    event,
  };
  return `${JSON.stringify(line)}\n`;
}
