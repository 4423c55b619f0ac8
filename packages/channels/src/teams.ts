import { z } from 'zod';
import { defineChannel, type Message } from './channel.ts';
import { call, outcomeOfPost } from './post.ts';

const Config = z.object({ allowAddresses: z.array(z.string()).default([]) });

/** What a workflow that was deleted answers. */
const DELETED = [404, 410];

/**
 * A card in a Microsoft Teams channel, through a Workflows webhook (`to` is its address). Teams honours no reference:
 * a card sent again is shown again, and is counted.
 */
export const teams = defineChannel({
  id: 'teams',
  config: Config,
  atOnce: 20,
  addressOf: (_config, to) => to,
  async send({ allowAddresses }, message) {
    const body = JSON.stringify(card(message));
    const headers = { 'Content-Type': 'application/json' };
    const answer = await call({ method: 'POST', url: message.to, headers, body, allowAddresses });
    return outcomeOfPost(answer, DELETED);
  },
});

/** Teams refuses messages over 28 KB; the page behind the button holds the rest. */
const MOST_BYTES = 28_000;
const MOST_CHARACTERS = 600;
const REST = 'The rest is on the page of this alert.';

/** As much of a message as a card may hold, whole blocks from its beginning. */
function card(message: Message) {
  const blocks = message.text.trimEnd().split('\n\n');
  for (let shown = blocks.length; ; shown -= 1) {
    const cut = shown < blocks.length ? [...blocks.slice(0, shown), REST] : blocks;
    const made = cardOf(message, cut);
    if (shown === 0 || Buffer.byteLength(JSON.stringify(made)) <= MOST_BYTES) return made;
  }
}

function cardOf(message: Message, blocks: readonly string[]) {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', text: literally(message.subject), weight: 'Bolder', size: 'Medium', wrap: true },
      ...blocks.map((block) => ({ type: 'TextBlock', text: literally(block), wrap: true })),
    ],
    actions: [{ type: 'Action.OpenUrl', title: 'Open this alert', url: message.link }],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  };
}

/** Cards read Markdown and `{{…}}` functions: a name must not become a link, a heading or a date. */
function literally(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replace(/[\\`*_[\]()#>~|]/g, '\\$&')
    .replaceAll('{{', '{ {')
    .replaceAll('\n', '\n\n');
}
