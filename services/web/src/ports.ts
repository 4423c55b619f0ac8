import type { Mail } from '@tocsin/alerting';
import type { Db, Watch } from '@tocsin/db';
import type { Logger, Settings } from '@tocsin/runtime';
import { watchSources, type Source } from '@tocsin/sources';
import type { TurnsOptions } from './turns.ts';

/** What the pages tell about a source; a source itself is not run here. */
export type SourceCard = Pick<
  Source,
  | 'id'
  | 'title'
  | 'publisher'
  | 'homepage'
  | 'licence'
  | 'description'
  | 'schedule'
  | 'promise'
  | 'needs'
  | 'covers'
>;

/** Services beside this one that must be alive for alerts to go out. */
export const otherServices = ['ingest', 'scoring', 'notifier'] as const;

/** When each service was last heard of; null when it is silent. */
export type Heartbeats = Readonly<Record<(typeof otherServices)[number], string | null>>;

/** A mail with a link to sign in, or an invitation. */
export interface SignInMail extends Mail {
  readonly to: string;
}

/** Everything of the outside world that the pages use. */
export interface Ports {
  /** Acts as `tocsin_web`: private rows only of the council a transaction is for. */
  readonly db: Db;
  /** Acts as `tocsin_national`: the public record and suppressed aggregates, no private row. */
  readonly national: Db;
  /** Acts as `tocsin_sign_in`: asks who somebody is, before a council is chosen. */
  readonly signIn: Db;
  /** Acts as `tocsin_operator`: how everything stands, and what the operator decides about contested facts. */
  readonly operator: Db;
  /** Sends a mail about signing in; not there where no mail can be sent. Rejects where it could not be. */
  readonly sendMail?: (mail: SignInMail) => Promise<void>;
  /** Resolves when Postgres answers, asked over a connection that no page waits for. */
  readonly pulse: () => Promise<void>;
  /** Rejects when Redis cannot be reached. */
  readonly heartbeats: () => Promise<Heartbeats>;
  readonly sources: readonly SourceCard[];
  /** Whether a setting that a source needs, such as an API key, is there. */
  readonly isSet: (setting: string) => boolean;
  readonly settings: Pick<
    Settings,
    | 'TOCSIN_MODE'
    | 'PUBLIC_URL'
    | 'SESSION_SECRET'
    | 'SECURITY_CONTACT'
    | 'CORRECTIONS_ADDRESS'
    | 'OPERATED_BY'
    | 'ACCESSIBILITY_CONTACT'
    | 'TOCSIN_MAILBOX_DIR'
    | 'OIDC_CLIENT_ID'
    | 'OIDC_CLIENT_SECRET'
    | 'WEBHOOK_SIGNING_KEY'
    | 'NOTIFY_TEMPLATE_ID'
    | 'NOTIFY_CALLBACK_TOKEN'
  >;
  readonly now: () => Date;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Folder that holds `templates/` and `styles/`; by default the one of this file. */
  readonly assetsDir?: string;
  /** Requests a minute of one person, or from one address where nobody is signed in; the default suits people. */
  readonly requestsPerMinute?: number;
  /** What one council gets of the pages of a server, where it is not what is fair. */
  readonly turns?: Partial<TurnsOptions>;
}

/** What decides at this moment whether a look at a supplier still counts. */
export function watchNow({ now, sources, isSet }: Pick<Ports, 'now' | 'sources' | 'isSet'>): Watch {
  return { now: now().toISOString(), sources: watchSources(sources, isSet) };
}
