import type { Way } from '@tocsin/domain';
import type { Settings } from '@tocsin/runtime';

/** What each channel needs to reach its provider, from the settings; undefined for one that is not set up. */
export function channelConfigs(settings: Settings): Readonly<Record<string, unknown>> {
  const {
    SMTP_URL: url,
    MAIL_BOUNCE_ADDRESS: returnPath,
    NOTIFY_API_KEY: apiKey,
    NOTIFY_TEMPLATE_ID: templateId,
    WEBHOOK_SIGNING_KEY: signingKey,
  } = settings;
  return {
    smtp: url ? { url, from: settings.MAIL_FROM, ...(returnPath ? { returnPath } : {}) } : undefined,
    'govuk-notify': apiKey && templateId ? { apiKey, templateId } : undefined,
    teams: {},
    webhook: signingKey ? { signingKey } : undefined,
  } satisfies Readonly<Record<Way, unknown>>;
}
