import path from 'node:path';
import { help } from '../help/help.ts';
import { privacyNotice } from '../lawful/privacy-notice.ts';
import { attributions } from '../attribution.ts';
import { openTemplates } from '../page-templates.ts';
import { emptyFrame } from '../pages.ts';
import { doorModel } from '../pages/door.ts';
import { replayModel } from '../pages/replay.ts';
import { loadAssets } from '../stylesheet.ts';
import { drawPicture } from './picture.ts';

/** A file of the pages that everybody may see, by its name in a folder. */
export interface StillFile {
  readonly name: string;
  readonly body: string | Buffer;
}

/** By address of a page, the file that it is. */
const files: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/could-have-known': 'index.html',
  '/replay': 'replay.html',
  '/help': 'help.html',
  '/privacy': 'privacy.html',
};

/**
 * The pages of cases that are over, with what they need, for whoever never runs this: nothing in them asks a server, and
 * they open from a folder as from the web. The first picture stands alone besides.
 */
export function stillPages(): readonly StillFile[] {
  const folder = path.join(import.meta.dirname, '..');
  const assets = loadAssets(folder);
  const templates = openTemplates(path.join(folder, 'templates'), [], { attributions, assets });
  const written = (template: string, model: { readonly title: string }) =>
    within(templates.render(`${template}.njk`, { ...emptyFrame, isStill: true, ...model }));
  const { stylesheet, icon } = assets;
  const door = doorModel();
  const [first] = door.cases;
  return [
    { name: 'index.html', body: written('door', { ...door, ...still }) },
    { name: 'replay.html', body: written('replay', replayModel()) },
    { name: 'help.html', body: written('document', help()) },
    { name: 'privacy.html', body: written('document', privacyNotice()) },
    { name: stylesheet.path.slice(1), body: stylesheet.body },
    { name: icon.path.slice(1), body: icon.body },
    ...(first ? [{ name: 'timeline.svg', body: drawPicture(first) }] : []),
  ];
}

/** What the first page says where there is no database behind it. */
const still = { isStill: true, takesFiles: false, standing: null, said: null };

/** The same page beside the others in one folder; an address that no file is would lead nowhere, and throws. */
function within(page: string): string {
  return page.replaceAll(/(href|src)="(\/[^"#]*)/g, (_found, attribute: string, address: string) => {
    if (address.startsWith('/assets/')) return `${attribute}="${address.slice(1)}`;
    const file = files[address];
    if (file === undefined) throw new Error(`${address} is on no page that stands alone`);
    return `${attribute}="${file}`;
  });
}
