import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Pages of the browser that read axe with each address: it is sent to them once. */
const prepared = new WeakSet<Page>();

/** The narrowest width that WCAG asks of, and a wide one. */
const WIDTHS = [320, 1280];

/**
 * Opens an address with everything on it unfolded, and at each width: the rules of axe that it breaks, and whether it is
 * too wide.
 */
export async function brokenRules(
  page: Page,
  address: string,
  widths: readonly number[] = WIDTHS,
): Promise<string[]> {
  if (!prepared.has(page)) await page.addInitScript(axe);
  prepared.add(page);
  await page.goto(address);
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const broken = await brokenAsItStands(page);
    found.push(...broken.map((rule) => `at ${width} px: ${rule}`));
  }
  return found;
}

/** The rules that a page breaks as it is shown now, by a browser that `brokenRules` has used before. */
export async function brokenAsItStands(page: Page): Promise<string[]> {
  // Half a page breaks rules that the whole one keeps.
  await page.waitForLoadState();
  const { violations, wider, columns, labels } = await page.evaluate(async () => {
    const { run }: { run: (options: object) => Promise<AxeResults> } = Reflect.get(window, 'axe');
    return {
      violations: (await run({ iframes: false, resultTypes: ['violations'] })).violations,
      wider: document.documentElement.scrollWidth - window.innerWidth,
      columns: [...document.querySelectorAll('main :is(caption, th, td, p, li, h2, h3)')]
        .filter((one) => {
          const { width, height } = one.getBoundingClientRect();
          return width > 1 && width < 40 && height > 200;
        })
        .map((one) => one.textContent.trim().slice(0, 60)),
      // One that is laid over its cell takes no room of it: of three lines the last lies on the next label.
      labels: [...document.querySelectorAll('main td[data-label]')]
        .filter((one) => {
          const { content, position } = getComputedStyle(one, '::before');
          return content !== 'none' && position === 'absolute';
        })
        .map((one) => one.getAttribute('data-label') ?? ''),
    };
  });
  return [
    ...violations.map(
      ({ id, nodes }) =>
        `${id} ${nodes
          .map(({ html }) => html)
          .join(' ')
          .slice(0, 300)}`,
    ),
    ...(wider > 0 ? [`${wider} px too wide`] : []),
    ...columns.map((text) => `letters below each other: ${text}`),
    ...labels.map((text) => `a label that takes no room: ${text}`),
  ];
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { html: string }[] }[];
}
