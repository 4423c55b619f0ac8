import { plain, webAddress } from './plain.ts';

/** A run of text; a part with a `url` becomes a link where the address is safe, and is printed in full as text. */
export type Inline = string | readonly (string | { readonly text: string; readonly url: string })[];

export interface Row {
  readonly term: string;
  readonly value: Inline;
}

/** What a letter is made of. One content, two renderings: the text alternative is complete by construction. */
export type Block =
  | { readonly kind: 'banner'; readonly text: string }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Inline }
  | { readonly kind: 'inset'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Inline[] }
  | { readonly kind: 'card'; readonly title: string; readonly rows: readonly Row[] }
  | { readonly kind: 'buttons'; readonly links: readonly { readonly text: string; readonly url: string }[] };

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Renders one letter as a mail: every string in it is neutralised and escaped here and nowhere else. */
export function renderMail(subject: string, blocks: readonly Block[]): Mail {
  const title = plain(subject, 250);
  return { subject: title, text: renderText(blocks), html: renderHtml(title, blocks) };
}

/** A mail with whom a company writes to when a fact about it is wrong, below everything else. */
export function nameCorrections<T extends Mail>(mail: T, address: string | null): T {
  if (address === null) return mail;
  const line = `Is a fact about your company wrong? Write to ${plain(address, 254)}.`;
  const block = htmlBlock({ kind: 'paragraph', text: line });
  return { ...mail, text: `${mail.text}\n${line}\n`, html: mail.html.replace(END, () => `${block}\n${END}`) };
}

const END = '</div></body></html>';

function renderText(blocks: readonly Block[]): string {
  return `${blocks.map(textBlock).join('\n\n')}\n`;
}

function textBlock(block: Block): string {
  switch (block.kind) {
    case 'banner':
      return `*** ${wordsOf(block.text)} ***`;
    case 'title':
      return underlined(block.text, '=');
    case 'heading':
      return underlined(block.text, '-');
    case 'paragraph':
      return textInline(block.text);
    case 'inset':
      return `| ${wordsOf(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${textInline(item)}`).join('\n');
    case 'card':
      return [
        `* ${wordsOf(block.title)}`,
        ...block.rows.map((row) => `  ${wordsOf(row.term)}: ${textInline(row.value)}`),
      ].join('\n');
    case 'buttons':
      return block.links.map((link) => `${wordsOf(link.text)}: ${wordsOf(link.url)}`).join('\n');
  }
}

function underlined(text: string, by: string): string {
  const words = wordsOf(text);
  return `${words}\n${by.repeat(words.length)}`;
}

function textInline(inline: Inline): string {
  if (typeof inline === 'string') return wordsOf(inline);
  const parts = inline.map((part) =>
    typeof part === 'string' ? spaced(part) : `${wordsOf(part.text)} (${wordsOf(part.url)})`,
  );
  return parts.join('').trim();
}

/** Neutralised, but with the space before or after a neighbouring link kept. */
function spaced(text: string): string {
  const words = wordsOf(text);
  if (words === '') return text === '' ? '' : ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${words}${/\s$/.test(text) ? ' ' : ''}`;
}

const FONT = 'font-family:Arial,Helvetica,sans-serif;color:#0b0c0c';
const BODY = `${FONT};font-size:16px;line-height:1.5;margin:0 0 16px`;
const WRAP = 'overflow-wrap:anywhere;word-break:break-word';

function renderHtml(title: string, blocks: readonly Block[]): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escape(title)}</title></head>`,
    `<body style="margin:0;padding:0;background:#ffffff"><div style="max-width:600px;margin:0 auto;padding:20px 15px;${WRAP}">`,
    ...blocks.map(htmlBlock),
    `${END}\n`,
  ].join('\n');
}

function htmlBlock(block: Block): string {
  switch (block.kind) {
    case 'banner':
      return `<p style="${BODY};padding:10px 15px;background:#f3f2f1;border:2px solid #0b0c0c;font-weight:bold">${safe(block.text)}</p>`;
    case 'title':
      return `<h1 style="${FONT};font-size:24px;line-height:1.25;margin:0 0 20px">${safe(block.text)}</h1>`;
    case 'heading':
      return `<h2 style="${FONT};font-size:19px;line-height:1.3;margin:28px 0 10px">${safe(block.text)}</h2>`;
    case 'paragraph':
      return `<p style="${BODY}">${htmlInline(block.text)}</p>`;
    case 'inset':
      return `<p style="${BODY};padding:10px 15px;border-left:8px solid #b1b4b6;font-weight:bold">${safe(block.text)}</p>`;
    case 'list':
      return `<ul style="${BODY};padding-left:20px">${block.items.map((item) => `<li style="margin:0 0 8px">${htmlInline(item)}</li>`).join('')}</ul>`;
    case 'card':
      return `<div style="border:1px solid #b1b4b6;padding:12px 15px;margin:0 0 16px"><h3 style="${FONT};font-size:16px;margin:0 0 8px">${safe(block.title)}</h3>${block.rows.map(htmlRow).join('')}</div>`;
    case 'buttons':
      return block.links.map(htmlButton).join('\n');
  }
}

function htmlRow(row: Row): string {
  return `<p style="${FONT};font-size:16px;line-height:1.4;margin:0 0 4px"><strong>${safe(row.term)}:</strong> ${htmlInline(row.value)}</p>`;
}

function htmlButton(link: { readonly text: string; readonly url: string }): string {
  const address = webAddress(link.url);
  if (!address) return `<p style="${BODY}">${safe(link.text)}: ${safe(link.url)}</p>`;
  return `<p style="margin:0 0 12px"><a href="${escape(address)}" style="${FONT};display:inline-block;font-size:16px;font-weight:bold;padding:10px 16px;background:#00703c;color:#ffffff;text-decoration:none">${safe(link.text)}</a></p>`;
}

function htmlInline(inline: Inline): string {
  if (typeof inline === 'string') return safe(inline);
  return inline.map((part) => (typeof part === 'string' ? escape(spaced(part)) : htmlLink(part))).join('');
}

function htmlLink(part: { readonly text: string; readonly url: string }): string {
  const address = webAddress(part.url);
  if (!address) return `${safe(part.text)} (${safe(part.url)})`;
  return `<a href="${escape(address)}" style="color:#1d70b8">${safe(part.text)}</a>`;
}

/** A text neutralised, and that escaped for HTML. */
interface Neutral {
  readonly words: string;
  readonly html: string;
}

/** Most of what one letter says is said by others, too, and each says it twice. */
const neutrals = new Map<string, Neutral>();
const MOST_REMEMBERED = 4_096;
const LONGEST_REMEMBERED = 1_000;

function neutral(text: string): Neutral {
  const known = neutrals.get(text);
  if (known !== undefined) return known;
  const words = plain(text);
  const made = { words, html: escape(words) };
  if (text.length > LONGEST_REMEMBERED) return made;
  if (neutrals.size >= MOST_REMEMBERED) neutrals.clear();
  neutrals.set(text, made);
  return made;
}

function wordsOf(text: string): string {
  return neutral(text).words;
}

function safe(text: string): string {
  return neutral(text).html;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
