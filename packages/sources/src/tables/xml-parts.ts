import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { UnreadableDocument } from '../define-source.ts';
import { caps, refuseOversize } from './caps.ts';

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

const OPENS = '<'.charCodeAt(0);

/**
 * Opens a part. Throws for XML that is broken, and for entities that it brings itself; for people as soon as one text of it,
 * or what is nested in it, is more than any cell or sheet has, and not once it is whole.
 */
export function openXml({ open, text, close }: XmlReader): XmlPart {
  const parser = new SaxesParser({ xmlns: false, position: false } as const);
  const decoder = new StringDecoder('utf8');
  let [run, depth] = [0, 0];
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > caps.deep)
      throw new UnreadableDocument(`a workbook of more than ${caps.deep} elements inside one another`);
    open(localOf(name), attributes);
  });
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    close?.(localOf(name));
  });
  return {
    write: (bytes) => {
      const mark = bytes.lastIndexOf(OPENS);
      run = mark === -1 ? run + bytes.length : bytes.length - mark;
      if (run > caps.run) refuseOversize({ rows: 0, columns: 0, longest: run }, 'the workbook');
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
