import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens an address with everything on it unfolded: the rules of axe that it breaks, and whether it is too wide. */
export async function brokenRules(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { run }: { run: (options: object) => Promise<AxeResults> } = Reflect.get(window, 'axe');
    return (await run({ iframes: false })).violations;
  });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const columns = await page.evaluate(() =>
    [...document.querySelectorAll('main :is(caption, th, td, p, li, h2, h3)')]
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width > 1 && width < 40 && height > 200;
      })
      .map((one) => one.textContent.trim().slice(0, 60)),
  );
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
  ];
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { html: string }[] }[];
}
