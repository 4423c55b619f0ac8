import { routesOf, type PagesUnderTest } from './pages-app.ts';

/** What stands for the parameters of routes in a test. */
export interface Asked {
  /** Of alerts, uploads, decisions, contracts. */
  readonly ids: readonly string[];
  /** Company numbers, as `:key`, `:number`. */
  readonly numbers: readonly string[];
  /** What is searched for. */
  readonly searches?: readonly string[];
  /** Names that wait for a person. */
  readonly items: readonly string[];
}

/** Every address that can be read, of every route that the router holds: no route can be forgotten. */
export function addressesToRead(app: PagesUnderTest['app'], asked: Asked): readonly string[] {
  return routesOf(app)
    .filter(({ method }) => method === 'GET')
    .flatMap(({ path }) => addressesOf(path, asked));
}

/** Every address that one route can stand for. */
export function addressesOf(path: string, { ids, numbers, searches = [], items }: Asked): readonly string[] {
  if (path.includes(':item')) return items.map((item) => path.replace(':item', item));
  const filled = path.includes(':id')
    ? ids.map((id) => path.replace(':id', id))
    : path.includes(':')
      ? numbers.map((key) => path.replace(/:\w+/, key))
      : [path];
  const found = path.endsWith('/suppliers') ? searches.map((q) => `${path}?q=${encodeURIComponent(q)}`) : [];
  const part = path.startsWith('/api/') ? 'asOf=2026-03-01' : 'status=all&on=2026-03-01';
  return [...filled.flatMap((address) => [address, `${address}?${part}`]), ...found];
}
