import type { ServerResponse } from 'node:http';
import { sendJson, serve, type LocalServer } from './server.ts';

export interface StreamedEvent {
  readonly timepoint: number;
  readonly number: string;
  /** Put into the data: may hold letters of several bytes. */
  readonly name: string;
}

/** How a connection ends: `line`, `letter` and `beats` are cuts; `open` goes on beating until the reader leaves. */
export type Ending = 'line' | 'letter' | 'beats' | 'open';

export interface StreamOptions {
  readonly key?: string;
  /** Events of each stream by its name. */
  readonly events: Readonly<Record<string, readonly StreamedEvent[]>>;
  /** Endings of the connections in turn; `open` for ever after. */
  readonly endings?: readonly Ending[];
  /** Places before this are gone: 416. */
  readonly oldest?: number;
  /** Streams that are not opened, and how they answer. */
  readonly statuses?: Readonly<Record<string, number>>;
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
  const { key = 'stream-key', events, endings = [], oldest = 0, busy = 0, statuses = {} } = options;
  const expected = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const open: ServerResponse[] = [];
  let [served, most] = [0, 0];
  const server = await serve(({ headers }, response, { pathname, searchParams }) => {
    if (headers.authorization !== expected) return sendJson(response, {}, 401);
    const status = statuses[pathname];
    if (status) return sendJson(response, {}, status);
    served += 1;
    if (served <= busy) return sendJson(response, {}, 429);
    const from = searchParams.get('timepoint');
    if (from !== null && Number(from) < oldest) return sendJson(response, {}, 416);
    const ending = endings[served - busy - 1] ?? 'open';
    open.push(response);
    response.on('close', () => open.splice(open.indexOf(response), 1));
    if (open.length > CONNECTIONS) open[0]?.destroy();
    most = Math.max(most, open.length);
    const found = (events[pathname.slice(1)] ?? []).filter(
      ({ timepoint }) => from === null || timepoint >= Number(from),
    );
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

function beat(response: ServerResponse): void {
  if (response.destroyed) return;
  response.write('\n', () => setImmediate(() => beat(response)));
}

const KINDS: Readonly<Record<string, string>> = {
  '/insolvency-cases': 'company-insolvency',
  '/companies': 'company-profile',
  '/officers': 'company-officers',
};

function lineOf(pathname: string, { timepoint, number, name }: StreamedEvent): string {
  const data =
    pathname === '/companies'
      ? { company_number: number, company_name: name, company_status: 'active' }
      : { name, cases: [{ number: String(timepoint), type: 'in-administration', dates: [] }] };
  const event = { timepoint, published_at: new Date(timepoint * 1_000).toISOString(), type: 'changed' };
  const uri = `/company/${number}${pathname}`;
  const line = {
    resource_kind: KINDS[pathname] ?? 'other',
    resource_uri: uri,
    resource_id: `${timepoint}`,
    data,
    event,
  };
  return `${JSON.stringify(line)}\n`;
}
