/// <reference lib="dom" />
/** Opens dashboards in a headless Chromium and waits until every panel has finished or failed. */

import { chromium, type Browser, type Page } from 'playwright-core';

/** What a dashboard looked like when it had settled. */
export type Opened = {
  id: string;
  panels: number;
  /** What panels and the page said went wrong; none where all is well. */
  problems: string[];
};

const WIDTH = 1600;
const LEAST_HEIGHT = 600;
const MARGIN = 16;
const SETTLED_MILLISECONDS = 1500;

/** Where Debian and most CI images have it. */
const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * Opens one dashboard, waits for its panels, and takes a picture of all of it.
 *
 * @param base Kibana's URL with the space, as in `http://localhost:5601/s/lab`
 * @param picture where the picture goes
 */
export async function openDashboard(
  browser: Browser,
  base: string,
  id: string,
  {
    picture,
    timeoutMilliseconds = 120_000,
    height = 2000,
    query = '',
  }: { picture?: string; timeoutMilliseconds?: number; height?: number; query?: string | undefined },
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: WIDTH, height }, timezoneId: 'UTC' });
  try {
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(`the page threw: ${error.message}`));
    await page.goto(`${base}/app/dashboards#/view/${id}${state(query)}`, { timeout: timeoutMilliseconds });
    const panels = await settled(page, timeoutMilliseconds).catch((error: unknown) => {
      problems.push(error instanceof Error ? error.message : String(error));
      return 0;
    });
    problems.push(...(await failures(page)), ...(await brokenPictures(page)));
    if (picture !== undefined) await photograph(page, picture);
    return { id, panels, problems };
  } finally {
    await context.close();
  }
}

/** The query as it stands in the address of a dashboard. */
function state(query: string): string {
  return query === '' ? '' : `?_a=(query:(language:kuery,query:'${encodeURIComponent(query)}'))`;
}

/** Kibana says of each panel when it has drawn, and how many there are. */
async function settled(page: Page, timeoutMilliseconds: number): Promise<number> {
  await page.waitForSelector('[data-shared-items-count]', {
    state: 'attached',
    timeout: timeoutMilliseconds,
  });
  await page
    .waitForFunction(
      () => {
        const expected = Number(
          document.querySelector('[data-shared-items-count]')?.getAttribute('data-shared-items-count'),
        );
        const done = document.querySelectorAll('[data-render-complete="true"]').length;
        const failed = document.querySelectorAll(
          '[data-test-subj="embeddableError"], [data-test-subj="embeddableStackError"]',
        ).length;
        const loading = document.querySelectorAll('.euiLoadingChart, [data-loading="true"]').length;
        return expected > 0 && done + failed >= expected && loading === 0;
      },
      undefined,
      { timeout: timeoutMilliseconds },
    )
    .catch(async (cause: unknown) => {
      const open = await page
        .locator('[data-render-complete="false"], [data-loading="true"]')
        .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-title') ?? node.className));
      throw new Error(`these panels did not finish: ${open.join(', ')}`, { cause });
    });
  await page.waitForTimeout(SETTLED_MILLISECONDS);
  return page.locator('[data-test-subj="embeddablePanel"]').count();
}

const FAILURES = [
  '[data-test-subj="embeddableError"]',
  '[data-test-subj="embeddableStackError"]',
  '[data-test-subj="embeddable-lens-failure"]',
  '[data-test-subj="expression-renderer-error"]',
  '.vgaVis__message--error',
  '.vgaVis__message--warn',
  '[data-test-subj="errorMessageMarkdown"]',
  '.euiToast--danger',
  '[data-test-subj="discoverNoResultsError"]',
  '[data-test-subj="saved-search-error"]',
].join(', ');

async function failures(page: Page): Promise<string[]> {
  const found = page.locator(FAILURES);
  const texts = await found.allInnerTexts();
  return texts.map((text) => text.replaceAll(/\s+/g, ' ').slice(0, 400));
}

/** Pictures that did not come, by address. */
async function brokenPictures(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-test-subj="embeddablePanel"] img')]
      .filter(
        (picture) => picture instanceof HTMLImageElement && picture.complete && picture.naturalWidth === 0,
      )
      .map((picture) => `no picture at ${(picture as HTMLImageElement).src}`),
  );
}

/** The whole of the dashboard: what lies below the window is not drawn, so the window is made as tall as it is. */
async function photograph(page: Page, path: string): Promise<void> {
  const bottom = await page.evaluate(() => {
    const grid = document.querySelector(
      '.react-grid-layout, .dshDashboardGrid, [data-test-subj="dashboardGrid"]',
    );
    return Math.ceil((grid?.getBoundingClientRect().bottom ?? 0) + window.scrollY);
  });
  await page.setViewportSize({ width: WIDTH, height: Math.max(LEAST_HEIGHT, bottom + MARGIN) });
  await page.addStyleTag({ content: '.euiGlobalToastList { display: none }' });
  await page.waitForTimeout(SETTLED_MILLISECONDS);
  await page.screenshot({ path });
}
