import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { formOf, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil } from '../support/pages-world.ts';
import type { SeedSupplier } from '../support/seed-supplier.ts';

/** Each would call `pwned` if it were taken for markup, a script or an address to follow. */
const payloads = [
  '<script>pwned(1)</script>',
  '"><script>pwned(2)</script>',
  "'><script>pwned(3)</script>",
  '<img src=x onerror=pwned(4)>',
  '"><img src=x onerror="pwned(5)">',
  '<svg onload=pwned(6)>',
  '<svg><script>pwned(7)</script></svg>',
  '<svg><animate onbegin=pwned(8) attributeName=x dur=1s>',
  '<math><mtext></table><img src=x onerror=pwned(9)>',
  '<iframe srcdoc="<script>parent.pwned(10)</script>"></iframe>',
  '<iframe src="javascript:parent.pwned(11)"></iframe>',
  '<body onload=pwned(12)>',
  '<input autofocus onfocus=pwned(13)>',
  '<details open ontoggle=pwned(14)>',
  '<video><source onerror=pwned(15)></video>',
  '<a href="javascript:pwned(16)">read</a>',
  'javascript:pwned(17)',
  ' JaVaScRiPt:pwned(18)',
  'java\tscript:pwned(19)',
  'data:text/html,<script>pwned(20)</script>',
  'vbscript:pwned(21)',
  '</title><script>pwned(22)</script>',
  '</textarea><script>pwned(23)</script>',
  '</style><script>pwned(24)</script>',
  '--><script>pwned(25)</script>',
  '" onmouseover="pwned(26)" style="position:fixed;inset:0" x="',
  "' autofocus onfocus='pwned(27)' x='",
  '{{ range.constructor("return pwned(28)")() }}',
  '{% set x = cycler.__init__ %}${pwned(29)}#{pwned(29)}',
  '\u202e<style>*{background:url("//example.invalid/30")}</style><link rel=stylesheet href=//example.invalid/30>',
];

/** Texts carry the payload; addresses are replaced by it, for a link is followed from its beginning. */
function hostile(payload: string, at: number): SeedSupplier {
  return {
    number: `0200${String(at).padStart(4, '0')}`,
    name: `Example ${at} Limited`,
    band: (['insolvent', 'severe', 'elevated', 'low'] as const)[at % 4] ?? 'low',
    say: (text) => (text.startsWith('https://') && at % 2 === 0 ? payload : `${text}${payload}`),
  };
}

let pages: PagesUnderTest;
let browser: Browser;
const suppliers = payloads.map(hostile);

beforeAll(async () => {
  [pages, browser] = await Promise.all([startPages(suppliers), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await pages.stop();
});

/** A page that counts what must never happen: a payload that ran, a rule of the content policy that had to step in. */
async function watchedPage(): Promise<{ page: Page; ran: string[]; stopped: string[]; outside: string[] }> {
  const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
  const page = await context.newPage();
  const [ran, stopped, outside]: [string[], string[], string[]] = [[], [], []];
  await page.exposeFunction('pwned', (which: unknown) => ran.push(`payload ${String(which)}`));
  page.on('dialog', (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/content security policy|refused to|blocked/i.test(message.text())) stopped.push(message.text());
  });
  // What the policy stops is announced as a request too, but leaves no trace outside.
  page.on('requestfinished', (request) => note(request.url()));
  page.on('requestfailed', (request) => {
    if (!/csp/i.test(request.failure()?.errorText ?? '')) note(request.url());
  });
  function note(url: string): void {
    if (!url.startsWith(pages.url)) outside.push(url);
  }
  return { page, ran, stopped, outside };
}

/** What no page of ours with text of others has. */
const STRANGE = 'script, iframe, object, embed, [style], [onerror], [onload], math, video';

async function see(page: Page, address: string): Promise<void> {
  await page.goto(`${pages.url}${address}`, { waitUntil: 'load' });
  const { strange, wider } = await page.evaluate((selector) => {
    document.querySelectorAll('details').forEach((one) => (one.open = true));
    return {
      strange: document.querySelectorAll(selector).length,
      wider: document.documentElement.scrollWidth - window.innerWidth,
    };
  }, STRANGE);
  expect({ address, strange, wider: wider > 0 }).toEqual({ address, strange: 0, wider: false });
}

describe('text of others', () => {
  test('runs nothing on any page, whichever field holds it, and no policy has to stop it', async () => {
    const { page, ran, stopped, outside } = await watchedPage();
    const lists = [
      '/alerts?status=all',
      '/exposure',
      '/national',
      '/sources',
      '/audit',
      '/register',
      '/councils',
    ];
    const own = (pages.alerts[ourCouncil.gss] ?? []).map((id) => `/alerts/${id}`);
    const keys = suppliers.map((supplier) => `/suppliers/${supplier.number}`);
    const asked = payloads.flatMap((payload) => {
      const text = encodeURIComponent(payload);
      return [`/suppliers?q=${text}`, `/alerts?owner=${text}&service=${text}&status=${text}&level=${text}`];
    });
    for (const address of [...lists, ...own, ...keys, ...asked]) await see(page, address);
    expect({ ran, stopped, outside }).toEqual({ ran: [], stopped: [], outside: [] });
    await page.context().close();
  });

  test('typed into a form comes back as text', async () => {
    const { page, ran, stopped } = await watchedPage();
    const [id] = pages.alerts[ourCouncil.gss] ?? [];
    const send = await formOf(pages.app, ourCouncil.gss, `/alerts/${id}`);
    for (const payload of payloads) {
      await send(`/alerts/${id}`, { action: 'note', text: payload });
      await send(`/alerts/${id}`, { action: 'dismiss', reason: payload });
      await send(`/alerts/${id}`, { action: 'reopen' });
    }
    for (const address of ['/alerts', '/audit', `/alerts/${id}`]) await see(page, address);
    const shown = await page.locator('main').textContent();
    expect(payloads.filter((payload) => !shown?.includes(payload.trim().replace('\u202e', '')))).toEqual([]);
    expect({ ran, stopped }).toEqual({ ran: [], stopped: [] });
    await page.context().close();
  });

  test('leads nowhere but to web pages', async () => {
    const bodies = await Promise.all(
      suppliers.map(({ number }) => pages.app.inject({ url: `/suppliers/${number}` })),
    );
    const links = bodies.flatMap(({ body }) =>
      [...body.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? ''),
    );
    expect(links.length).toBeGreaterThan(500);
    expect(links.filter((href) => !/^(https?:\/\/|[/#?])/.test(href))).toEqual([]);
  });

  test('is inert in every export', async () => {
    for (const url of ['/alerts.csv?status=all', '/exposure.csv', '/national.csv']) {
      const { body } = await pages.app.inject({ url });
      expect(body).not.toMatch(/(^|,|\n)"?[=+@]/);
    }
  });

  test('in a mail runs nothing even when the mail itself is hostile', async () => {
    const { page, ran, outside } = await watchedPage();
    for (const [at, payload] of payloads.entries()) {
      const name = `${String(at + 1).padStart(6, '0')}-0a`;
      const to = [`a${payload}@council.example`];
      writeFileSync(
        path.join(pages.mailbox, `${name}.json`),
        JSON.stringify({ from: 'x', to, receivedAt: '2026-03-02T09:00:00Z' }),
      );
      writeFileSync(
        path.join(pages.mailbox, `${name}.eml`),
        `Subject: ${payload.replaceAll(/[\t\u202e]/g, '')}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>${payload}</p>`,
      );
      await page.goto(`${pages.url}/local/mailbox/${name}`, { waitUntil: 'load' });
      // What begins to move once it is seen has had its turn.
      await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => setTimeout(seen))));
    }
    await see(page, '/local/mailbox');
    expect({ ran, outside }).toEqual({ ran: [], outside: [] });
    await page.context().close();
  });
});
