import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';

/** The attributes of an element, by their names without a prefix. */
export type Attributes = Readonly<Record<string, string>>;

/** What is done at each element of a part of a workbook, by its name without a prefix, and at each text in it. */
export interface XmlReader {
  readonly open: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/** A part of a workbook that is read as it unpacks. */
export interface XmlPart {
  readonly write: (bytes: Buffer) => void;
  readonly end: () => void;
}

/** Opens a part. Throws for XML that is broken, and for entities that it brings itself. */
export function openXml({ open, text, close }: XmlReader): XmlPart {
  const parser = new SaxesParser({ xmlns: false, position: false } as const);
  const decoder = new StringDecoder('utf8');
  parser.on('opentag', ({ name, attributes }) => open(localOf(name), attributes));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  if (close) parser.on('closetag', ({ name }) => close(localOf(name)));
  return {
    write: (bytes) => {
      parser.write(decoder.write(bytes));
    },
    end: () => {
      parser.close();
    },
  };
}

/** Letters of the shortest name with a prefix. */
const SHORTEST = 3;

/** `x:row` is `row`: some programs name the namespace. */
function localOf(name: string): string {
  // Most that a sheet is made of is called `c`, `v` or `is`.
  if (name.length < SHORTEST) return name;
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
