/** A part of a document, which stands on a page and in a file of the repository alike. */
export type DocumentPart =
  | { readonly heading: string }
  | { readonly text: string }
  | { readonly list: readonly string[] }
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** A document about data protection. */
export interface LawfulDocument {
  readonly title: string;
  readonly blocks: readonly DocumentPart[];
}

/** The document as a file of the repository. */
export function asMarkdown({ title, blocks }: LawfulDocument): string {
  const made = 'Written from `packages/db/src/keeping` and `services/web/src/lawful`; do not edit: run ';
  const how = '`npx vitest run --project unit services/web/src/lawful -u` after changing them.';
  return `${[`# ${title}`, `${made}${how}`, ...blocks.map(markdownOf)].join('\n\n')}\n`;
}

function markdownOf(block: DocumentPart): string {
  if ('heading' in block) return `## ${block.heading}`;
  if ('text' in block) return block.text;
  if ('list' in block) return block.list.map((one) => `- ${one}`).join('\n');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(block.columns), line(block.columns.map(() => '---')), ...block.rows.map(line)].join('\n');
}
