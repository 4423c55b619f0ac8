import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answersAt } from './in-process.ts';

export interface LocalServer {
  readonly url: string;
  /** Path and query of every request, in order of arrival. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse, asked: URL) => void;

/** A server on a free loopback port that answers as told and remembers what it was asked. */
export async function serve(answer: Answer): Promise<LocalServer> {
  const requests: string[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    requests.push(request.url ?? '');
    answer(request, response, new URL(request.url ?? '', 'http://publisher'));
  };
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const leave = answersAt(port, listener);
  return {
    url,
    requests,
    close: () =>
      new Promise((closed) => {
        leave();
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Sends JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Promises the whole of `text` and breaks off in the middle. */
export function sendCut(response: ServerResponse, text: string): void {
  const bytes = Buffer.from(text);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
