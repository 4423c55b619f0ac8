import type { Channel } from './channel.ts';
import { smtp } from './smtp.ts';

/** Every way to tell someone, by the name that a recipient row carries. */
export const channels: Readonly<Record<string, Channel>> = { smtp };

export type { Channel, DeliveryOutcome, Message } from './channel.ts';
export { closeMail, sendMail } from './smtp.ts';
