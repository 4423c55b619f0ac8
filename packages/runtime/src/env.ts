import { z } from 'zod';
import { isLoopback } from './loopback.ts';

/**
 * Every setting that a service reads, with its default. `.env.example` explains each for the person who sets it; a
 * setting that is empty counts as not set.
 */
const Named = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_URL_NATIONAL: z.string().optional(),
  DATABASE_URL_SIGN_IN: z.string().optional(),
  DATABASE_URL_OPERATOR: z.string().optional(),
  REDIS_URL: z.string().min(1),
  TOCSIN_MODE: z.enum(['local', 'server']).default('server'),
  TOCSIN_DATA_DIR: z.string().optional(),
  TOCSIN_MAILBOX_DIR: z.string().optional(),
  TOCSIN_ASSETS_DIR: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().default(3000),
  PUBLIC_URL: z.string().optional(),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('Tocsin <alerts@tocsin.example>'),
  /** The mailbox to which reports come that a mail did not arrive; with its `+` part for each mail. */
  MAIL_BOUNCE_ADDRESS: z.email().optional(),
  /** Where such reports are taken by SMTP: a port, or host:port. */
  MAIL_BOUNCE_LISTEN: z
    .string()
    .regex(/^(\S+:)?\d{1,5}$/, 'is not a port, nor host:port')
    .optional(),
  /** How publishers can reach the operator; printed in the User-Agent. */
  CONTACT: z.string().default('https://github.com/tocsin; no contact set'),
  /** Who is to be told of a hole, as security.txt names them. */
  SECURITY_CONTACT: z
    .string()
    .regex(/^(mailto:|https:\/\/)\S+$/, 'is not an address that begins with mailto: or https://')
    .optional(),
  /** Where a company, or whoever else, says that a fact is wrong. */
  CORRECTIONS_ADDRESS: z.email('is not an e-mail address').optional(),
  /** Who runs this server, and whom to tell of what somebody cannot use: both stand in its accessibility statement. */
  ACCESSIBILITY_CONTACT: z.email('is not an e-mail address').optional(),
  OPERATED_BY: z.string().max(200).optional(),
  /** Where the operator is told of alarms: by a mail server that is not the councils', and by posting to a web address. */
  ALARM_MAIL_TO: z.email('is not an e-mail address').optional(),
  ALARM_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'is not an address that begins with smtp:// or smtps://')
    .optional(),
  ALARM_WEBHOOK_URL: z.url('is not a web address').optional(),
  /** Called each minute while whatever is wrong has been told; raises the alarm where it is not. */
  ALARM_PING_URL: z.url('is not a web address').optional(),
  /** Causes of infra/deploy/RUNBOOK.md that are not watched here, separated by commas. */
  ALARMS_OFF: z.string().default(''),
  /** Folders on the disks that are watched, separated by commas. */
  WATCH_DISKS: z.string().default('/'),
  /** A mailbox that keeps nothing, to which the canary's mail goes each hour. */
  CANARY_ADDRESS: z.email('is not an e-mail address').optional(),
  NOTIFY_API_KEY: z.string().optional(),
  NOTIFY_TEMPLATE_ID: z.string().optional(),
  /** By which GOV.UK Notify shows that a receipt is from there. */
  NOTIFY_CALLBACK_TOKEN: z.string().min(16).optional(),
  WEBHOOK_SIGNING_KEY: z.string().min(32).optional(),
  HEALTH_PORT: z.coerce.number().int().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SESSION_SECRET: z.string().min(32).optional(),
  /** How we are known to the directories whose people sign in (OpenID Connect). */
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  COMPANIES_HOUSE_KEY: z.string().optional(),
  COMPANIES_HOUSE_STREAM_KEY: z.string().optional(),
});

const STAYS_HERE =
  'local mode has no sign-in, so its pages are for this machine only. Leave it empty or name localhost or 127.0.0.1; ' +
  'to reach the pages from elsewhere, forward a port (ssh -L), or run it as a server (infra/docker-compose.yml)';

/** Without sign-in whoever reaches the pages reads them: local mode stays on this machine. */
const Settings = Named.superRefine(({ TOCSIN_MODE, HOST, PUBLIC_URL }, faults) => {
  if (TOCSIN_MODE !== 'local') return;
  const publicHost = PUBLIC_URL === undefined ? 'localhost' : hostnameOf(PUBLIC_URL);
  for (const [setting, value, host] of [
    ['HOST', HOST, HOST],
    ['PUBLIC_URL', PUBLIC_URL, publicHost],
  ] as const)
    if (!isLoopback(host))
      faults.addIssue({ code: 'custom', path: [setting], message: `is ${value}: ${STAYS_HERE}` });
});

function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

export type Settings = z.infer<typeof Settings>;

/** Reads the settings of a process. Throws one readable sentence that names every setting that is missing or wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const settings = Settings.safeParse(given);
  if (settings.success) return settings.data;
  const faults = settings.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Settings are missing or wrong (see .env.example): ${faults.join('; ')}`);
}

/** How publishers can reach us, of a process that needs no other setting. */
export function contactOf(env: Readonly<Record<string, string | undefined>>): string {
  return Named.shape.CONTACT.parse(env['CONTACT'] || undefined);
}

/**
 * Where it can be said that a fact about a company is wrong; null where a local copy names nobody. Throws where a server
 * does: every page and mail of one names it.
 */
export function correctionsAddress({
  TOCSIN_MODE,
  CORRECTIONS_ADDRESS,
}: Pick<Settings, 'TOCSIN_MODE' | 'CORRECTIONS_ADDRESS'>): string | null {
  if (CORRECTIONS_ADDRESS === undefined && TOCSIN_MODE === 'server')
    throw new Error(
      'CORRECTIONS_ADDRESS is not set: every page and every mail of a server names an e-mail address to which a company ' +
        'writes when a fact about it is wrong. Set one that somebody reads, such as corrections@tocsin.example.gov.uk',
    );
  return CORRECTIONS_ADDRESS ?? null;
}

/** What a deployment says of itself in its accessibility statement. */
export interface RunBy {
  readonly name: string;
  readonly accessibilityContact: string;
}

/**
 * Who runs the pages, and whom to tell of what somebody cannot use; null where a local copy names nobody. Throws where a
 * server does: a public body publishes both (the accessibility regulations of 2018).
 */
export function runBy({
  TOCSIN_MODE,
  OPERATED_BY,
  ACCESSIBILITY_CONTACT,
}: Pick<Settings, 'TOCSIN_MODE' | 'OPERATED_BY' | 'ACCESSIBILITY_CONTACT'>): RunBy | null {
  if (OPERATED_BY !== undefined && ACCESSIBILITY_CONTACT !== undefined)
    return { name: OPERATED_BY, accessibilityContact: ACCESSIBILITY_CONTACT };
  if (TOCSIN_MODE === 'local') return null;
  throw new Error(
    `${OPERATED_BY === undefined ? 'OPERATED_BY' : 'ACCESSIBILITY_CONTACT'} is not set: the accessibility statement of a ` +
      'server names the organisation that runs it, and an e-mail address for whoever cannot use a page. Set both, such as ' +
      'OPERATED_BY="Example County Council" and ACCESSIBILITY_CONTACT=access@council.example',
  );
}

/** Where settings that are entered while Tocsin runs are written, and read again. */
export function settingsFile(env: Readonly<Record<string, string | undefined>>): string {
  return env['TOCSIN_ENV_FILE'] || '.env';
}
