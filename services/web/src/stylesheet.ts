import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface Asset {
  /** Names its content: a changed file has another path, so browsers may keep it for ever. */
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

/**
 * GOV.UK Frontend's compiled styles without what only gov.uk may use: the GDS Transport typeface and the royal crest.
 */
function withoutCrownProperty(css: string): string {
  return css
    .replaceAll(/\/\*![^*]*Calvert[^*]*\*\//g, '')
    .replaceAll(/@font-face\{[^}]*\}/g, '')
    .replaceAll('GDS Transport,arial,sans-serif', 'Arial,Helvetica,sans-serif')
    .replaceAll(/url\(\/assets\/images\/[^)]*\)/g, 'none');
}

/** The one stylesheet and the icon, read once. */
export function loadAssets(folder: string): { readonly stylesheet: Asset; readonly icon: Asset } {
  const govuk = path.dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json'));
  const frontend = readFileSync(path.join(govuk, 'dist/govuk/govuk-frontend.min.css'), 'utf8');
  const own = readFileSync(path.join(folder, 'styles/tocsin.css'), 'utf8');
  const icon = readFileSync(path.join(folder, 'styles/bell.svg'));
  return {
    stylesheet: asset(
      'tocsin',
      'css',
      'text/css; charset=utf-8',
      Buffer.from(withoutCrownProperty(frontend) + own),
    ),
    icon: asset('bell', 'svg', 'image/svg+xml', icon),
  };
}

function asset(name: string, extension: string, type: string, body: Buffer): Asset {
  const content = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { path: `/assets/${name}-${content}.${extension}`, type, body };
}
