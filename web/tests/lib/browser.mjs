// Debian's Chromium, driven by playwright-core. What a page complains of, and every request that leaves the server, fails the test.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { adminPassword, repository } from './server.mjs';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-dev-shm-usage', '--force-prefers-reduced-motion',
];

/** A browser of its own with one page. `complaints` collects what must not be. */
export class Browser {
  static async open(server, { scheme = 'light', width = 1440, height = 900, locale = 'en-GB' } = {}) {
    const browser = new Browser();
    browser.server = server;
    browser.profile = mkdtempSync(join(tmpdir(), 'dmsnode-chromium-'));
    browser.context = await chromium.launchPersistentContext(browser.profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: flags,
      headless: true,
      viewport: { width, height },
      colorScheme: scheme,
      locale,
      timezoneId: 'Europe/Berlin',
      acceptDownloads: true,
    });
    browser.context.setDefaultTimeout(20_000);
    browser.complaints = [];
    browser.page = browser.context.pages()[0] ?? (await browser.context.newPage());
    const { page, complaints } = browser;
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      // The browser itself logs each answer of 4xx; whether one was expected, the test says by what it sees.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.url) && !/^(data|blob|about):/.test(url)) complaints.push(`request to another host: ${url}`);
    });
    return browser;
  }

  /** Closes it; throws if the page complained. A picture of the last state is kept when `failed`. */
  async close(failed = false) {
    if (failed) {
      const folder = join(repository, 'build/browser');
      mkdirSync(folder, { recursive: true });
      await this.page.screenshot({ path: join(folder, `failed-${process.pid}.png`) }).catch(() => {});
    }
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
    if (this.complaints.length > 0) throw new Error(`the page complained:\n${this.complaints.join('\n')}`);
  }

  async login(name = 'admin', password = adminPassword) {
    const { page } = this;
    await page.goto(this.server.url);
    await page.getByLabel(/user name/i).fill(name);
    await page.getByLabel(/^password/i).fill(password);
    await page.getByRole('button', { name: /log in/i }).click();
    await page.getByRole('navigation').first().waitFor();
  }

  /** Drags by hand: a straight jump is no drag for the canvas. */
  async drag(from, to, { at } = {}) {
    const { mouse } = this.page;
    await from.hover();
    await mouse.down();
    const box = await to.boundingBox();
    const x = box.x + (at?.x ?? box.width / 2);
    const y = box.y + (at?.y ?? box.height / 2);
    await mouse.move(x - 30, y - 10, { steps: 6 });
    await mouse.move(x, y, { steps: 4 });
    await mouse.up();
  }
}

/** Runs `story(browser)` and closes whatever happens; its error, or the page's complaints, come out. */
export async function inBrowser(server, options, story) {
  const browser = await Browser.open(server, options);
  let failed = true;
  try {
    await story(browser);
    failed = false;
  } catch (error) {
    const complaints = browser.complaints.length > 0 ? `\nthe page complained:\n${browser.complaints.join('\n')}` : '';
    throw new Error(`${error.stack ?? error}${complaints}\nat ${browser.page.url()}`);
  } finally {
    await browser.close(failed).catch((error) => {
      if (!failed) throw error;
    });
  }
}
