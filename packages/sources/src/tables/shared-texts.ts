import { caps, refuseOversize, type Held } from './caps.ts';
import type { XmlReader } from './xml-parts.ts';

/** Reads a text that may be put together of pieces, each with a look of its own. */
export function textReader() {
  let [said, isText, isReading] = ['', false, false];
  return {
    begin() {
      [said, isText, isReading] = ['', false, false];
    },
    open(name: string) {
      if (name === 't') isText = true;
      // How a word is pronounced stands beside it.
      else if (name === 'rPh') isReading = true;
    },
    text(text: string) {
      if (!isText || isReading) return;
      said += text;
      if (said.length > caps.cell)
        refuseOversize({ rows: 0, columns: 0, longest: said.length }, 'the workbook');
    },
    close(name: string) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isReading = false;
    },
    end: () => unescaped(said),
  };
}

/** Reads the list of texts that the cells of a workbook share. */
export function createSharedTexts(held: Held): XmlReader & { readonly texts: readonly string[] } {
  const texts: string[] = [];
  const reader = textReader();
  return {
    texts,
    open(name) {
      if (name === 'si') reader.begin();
      else reader.open(name);
    },
    text: (text) => reader.text(text),
    close(name) {
      if (name === 'si') {
        const text = reader.end();
        held.cells(1);
        held.text(text);
        texts.push(text);
      } else reader.close(name);
    },
  };
}

/** What XML cannot say is written `_x000D_`, and such a text itself `_x005F_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
