import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { securityTextRoute } from './security-text.ts';

async function answerTo(settings: { SECURITY_CONTACT?: string; PUBLIC_URL?: string }) {
  const app = fastify();
  securityTextRoute(app, {
    settings: { TOCSIN_MODE: 'server', ...settings },
    now: () => new Date('2026-11-29T23:30:00Z'),
  });
  return app.inject('/.well-known/security.txt');
}

describe('Who finds a hole', () => {
  it('reads whom to tell, until which day, and where the file stands', async () => {
    const { statusCode, headers, body } = await answerTo({
      SECURITY_CONTACT: 'mailto:security@operator.example',
      PUBLIC_URL: 'https://tocsin.operator.example',
    });
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(body.split('\n')).toEqual([
      'Contact: mailto:security@operator.example',
      'Expires: 2027-02-27T00:00:00.000Z',
      'Preferred-Languages: en',
      'Canonical: https://tocsin.operator.example/.well-known/security.txt',
      '',
    ]);
  });

  it('is given no address where the operator has named nobody', async () => {
    expect((await answerTo({ PUBLIC_URL: 'https://tocsin.operator.example' })).statusCode).toBe(404);
  });
});
