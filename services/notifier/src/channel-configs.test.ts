import { readSettings } from '@tocsin/runtime';
import { expect, test } from 'vitest';
import { channelConfigs } from './channel-configs.ts';

const NEEDED = { DATABASE_URL: 'postgresql://localhost/tocsin', REDIS_URL: 'redis://localhost' };
const configs = (env: Record<string, string>) => channelConfigs(readSettings({ ...NEEDED, ...env }));

test('a channel is set up once everything that its provider asks for is there, and not before', () => {
  expect(configs({})).toMatchObject({
    smtp: undefined,
    'govuk-notify': undefined,
    webhook: undefined,
    teams: {},
  });
  expect(configs({ NOTIFY_API_KEY: 'key' })['govuk-notify']).toBeUndefined();
  expect(configs({ NOTIFY_TEMPLATE_ID: 'template' })['govuk-notify']).toBeUndefined();
  expect(configs({ NOTIFY_API_KEY: 'key', NOTIFY_TEMPLATE_ID: 'template' })['govuk-notify']).toEqual({
    apiKey: 'key',
    templateId: 'template',
  });
  expect(configs({ SMTP_URL: 'smtp://localhost' })['smtp']).toMatchObject({ url: 'smtp://localhost' });
  const signingKey = 's'.repeat(32);
  expect(configs({ WEBHOOK_SIGNING_KEY: signingKey })['webhook']).toEqual({ signingKey });
});
