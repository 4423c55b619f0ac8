import type { DeliveryStatus } from '@tocsin/domain';
import type { z } from 'zod';
import type { ReturnToken } from './return-path.ts';

/** One message to one person or place. */
export interface Message {
  /** An e-mail address, or the web address that a channel posts to. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The signed-in page that the message is about. */
  readonly link: string;
  /** The alert that the message is about, for whoever sorts the mail. */
  readonly alertId?: string;
  /** The references of what was sent of the same matter to the same place before, oldest first. */
  readonly earlier?: readonly string[];
  /** Of which list of mails it is: the alerts of one council. */
  readonly list?: MailingList;
  /** By what a report that it came back finds it. */
  readonly returnToken?: ReturnToken;
  /** The same facts for machines, where a channel carries them. */
  readonly event?: MessageEvent;
  /** By which secrets of which endpoint it is signed, the newest first. */
  readonly signedBy?: { readonly endpointId: string; readonly versions: readonly number[] };
}

/** What happened, in the attributes of CloudEvents. */
export interface MessageEvent {
  /** `tocsin.alert.raised` and the like. */
  readonly type: string;
  /** The address of the pages by which it is told. */
  readonly source: string;
  /** The path of the page that it is about. */
  readonly subject: string;
  /** When it was raised: the same on every attempt. */
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface MailingList {
  /** In letters that a domain name may hold. */
  readonly id: string;
  readonly name: string;
  /** The page, behind sign-in, on which whoever reads it has less sent to her. */
  readonly stop: string;
}

/** What became of one attempt, in GOV.UK Notify's words; `sending` = accepted by a provider that reports later. */
export interface DeliveryOutcome {
  readonly status: Exclude<DeliveryStatus, 'created'>;
  /** The provider's own words. They may name the address: stored with the delivery, never logged. */
  readonly detail: string;
  /** The provider's id of the message, where it gives one. */
  readonly providerId?: string;
  /** The provider itself is in trouble, or our sign-in there: other messages would fare no better. */
  readonly ofProvider?: true;
  /** There is nobody at the address: no other message would arrive there. */
  readonly unreachable?: true;
  /** The message may have been accepted before the connection was lost: sending again may double it, and is counted. */
  readonly uncertain?: true;
}

/**
 * A way to tell someone. `config` is checked against the channel's own schema; `reference` is the delivery's id, the
 * same on every attempt, so that a provider that honours references drops duplicates. Never throws for what the
 * network or the provider does: that is an outcome. Throws for a `config` that breaks the schema.
 */
export interface Channel {
  readonly id: string;
  /** Messages that are sent to one host at once. */
  readonly atOnce: number;
  /** The host that takes a message for `to`: what is in trouble together. Throws as `send` does. */
  hostOf(config: unknown, to: string): string;
  send(config: unknown, message: Message, reference: string): Promise<DeliveryOutcome>;
}

export interface ChannelDeclaration<Config> {
  readonly id: string;
  readonly config: z.ZodType<Config>;
  readonly atOnce: number;
  /** The web address, or the address of a mail server, to which a message for `to` goes. */
  addressOf(config: Config, to: string): string;
  send(config: Config, message: Message, reference: string): Promise<DeliveryOutcome>;
}

/** Declares a channel; a configuration is parsed when it is first used. */
export function defineChannel<Config>(declaration: ChannelDeclaration<Config>): Channel {
  const parse = parsingOnce(declaration.config);
  return {
    id: declaration.id,
    atOnce: declaration.atOnce,
    hostOf(config, to) {
      const address = declaration.addressOf(parse(config), to);
      return `${declaration.id} ${URL.canParse(address) ? new URL(address).host : address}`;
    },
    send: async (config, message, reference) => declaration.send(parse(config), message, reference),
  };
}

/** A service holds one configuration a channel and sends thousands of messages by it. */
function parsingOnce<Config>(schema: z.ZodType<Config>): (config: unknown) => Config {
  const parsed = new WeakMap<object, Config>();
  return (config) => {
    if (typeof config !== 'object' || config === null) return schema.parse(config);
    const known = parsed.get(config) ?? schema.parse(config);
    parsed.set(config, known);
    return known;
  };
}
