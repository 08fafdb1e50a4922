import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './lib/browser.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => {
  server = await Server.start();
});
after(() => server?.stop());

test('a wrong password is told, the right one leads to the page that was asked for', async () => {
  await inBrowser(server, {}, async ({ page }) => {
    await page.goto(`${server.url}/projects`);
    await page.waitForURL(/\/login/);
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByText('User name or password is wrong.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${server.url}/projects`);
  });
});

test('language and colour scheme are kept', async () => {
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await browser.login();
    await page.getByRole('button', { name: /language/i }).click();
    await page.getByRole('menuitem', { name: '中文' }).or(page.getByRole('menuitemradio', { name: '中文' })).click();
    await page.getByRole('link', { name: '项目' }).first().waitFor();
    await page.reload();
    await page.getByRole('link', { name: '项目' }).first().waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  });
});

test('a page without a session shows nothing of the server', async () => {
  await inBrowser(server, {}, async ({ page }) => {
    await page.goto(`${server.url}/admin/users`);
    await page.waitForURL(/\/login\?return=/);
    assert.equal(await page.getByRole('navigation').count(), 0);
  });
});
