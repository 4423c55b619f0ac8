import { createServer, type Server } from 'node:http';

/** Serves `GET /health` for processes without pages: 200 while `check` resolves true, else 503. */
export function serveHealth(port: number, check: () => Promise<boolean>): Server {
  const server = createServer((request, response) => {
    if (request.url !== '/health') {
      response.writeHead(404).end();
      return;
    }
    check().then(
      (ok) => response.writeHead(ok ? 200 : 503).end(ok ? 'ok' : 'not ok'),
      () => response.writeHead(503).end('not ok'),
    );
  });
  return server.listen(port);
}
