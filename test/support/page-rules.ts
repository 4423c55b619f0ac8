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
  return [
    ...violations.map(
      ({ id, nodes }) =>
        `${id} ${nodes
          .map(({ html }) => html)
          .join(' ')
          .slice(0, 300)}`,
    ),
    ...(wider > 0 ? [`${wider} px too wide`] : []),
  ];
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { html: string }[] }[];
}
