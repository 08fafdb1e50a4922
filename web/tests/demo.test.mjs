// `./dev demo --ui`: what it prints lets one in, and what it shows has worked.
import { after, before, test } from 'node:test';
import { inBrowser } from './lib/browser.mjs';
import { nodeSays, showsState } from './lib/editor.mjs';
import { startDemo } from './lib/demo.mjs';

let server;
before(async () => {
  server = await startDemo();
});
after(() => server?.stop());

test('the printed log-in works; the demo project has a run that ends in success', async () => {
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await browser.login('admin', server.password);
    await page.getByRole('link', { name: 'Project Management' }).first().click();
    await page.getByRole('main').getByRole('link', { name: 'shop', exact: true }).click();
    await page.getByRole('link', { name: 'Workflow Instance' }).click();
    await page.getByRole('main').getByRole('link', { name: /^shop/ }).first().click();
    await showsState(page, 'Success', 60);
    for (const name of ['load_shop', 'copy_to_sqlite', 'reload_shop']) await nodeSays(page, name, 'Success');
  });
});
