import { posix } from 'node:path';
import { UnreadableDocument } from '../define-source.ts';
import { caps } from './caps.ts';
import type { Attributes, XmlReader } from './xml-parts.ts';

export const WORKBOOK = 'xl/workbook.xml';
export const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** A sheet of a workbook, and the part that holds it. */
export interface SheetPart {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string;
}

/** What a workbook says of itself: which parts hold its sheets, its texts and its styles. */
export interface WorkbookParts {
  /** In the order of the workbook. */
  readonly sheets: readonly SheetPart[];
  readonly texts: string;
  readonly styles: string;
  readonly date1904: boolean;
}

/** Reads the list of sheets and, with the same reader, the relations that say where they are, in either order. */
export function createWorkbookParts(): XmlReader & { readonly read: () => WorkbookParts } {
  const listed: Attributes[] = [];
  const relations = new Map<string, { readonly type: string; readonly part: string }>();
  let date1904: boolean | undefined;
  const partOf = (type: string) => [...relations.values()].find((one) => one.type === type)?.part;
  return {
    open(name, attributes) {
      if (listed.length > caps.parts || relations.size > caps.parts)
        throw new UnreadableDocument(`a workbook of more than ${caps.parts} parts`);
      if (name === 'sheet') listed.push(attributes);
      // Some workbooks say it twice; the first counts.
      else if (name === 'workbookPr') date1904 ??= ['1', 'true'].includes(attributes['date1904'] ?? '');
      else if (name === 'Relationship') {
        const { Id = '', Type = '', Target = '' } = attributes;
        relations.set(Id, { type: posix.basename(Type), part: posix.resolve('/xl', Target).slice(1) });
      }
    },
    read: () => ({
      sheets: listed.map((sheet) => {
        const relation = Object.entries(sheet).find(([name]) => /(?:^|:)id$/.test(name))?.[1] ?? '';
        return {
          name: sheet['name'] ?? '',
          hidden: (sheet['state'] ?? 'visible') !== 'visible',
          part: relations.get(relation)?.part ?? '',
        };
      }),
      texts: partOf('sharedStrings') ?? 'xl/sharedStrings.xml',
      styles: partOf('styles') ?? 'xl/styles.xml',
      date1904: date1904 ?? false,
    }),
  };
}
