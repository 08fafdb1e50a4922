// The pictures of README.md and docs/web-ui.md: `./dev screenshots`. Each is made in light and dark.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './lib/browser.mjs';
import { startDemo } from './lib/demo.mjs';
import { repository } from './lib/server.mjs';

const folder = process.argv[2] ?? join(repository, 'docs/images');
mkdirSync(folder, { recursive: true });
/** Until the page is there and nothing of it is still being loaded. */
async function settled(page) {
  await page.locator('h1, [data-testid="canvas"]').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root'));
}

const server = await startDemo();
try {
  const [{ code: project }] = (await server.api('GET', '/projects')).items;
  const [{ code: workflow }] = (await server.api('GET', `/projects/${project}/workflows`)).items;
  const [{ code: instance }] = (await server.api('GET', `/projects/${project}/instances`)).items;
  await server.untilAtRest(project, instance, 120);
  const p = `/projects/${project}`;
  const pictures = [
    ['home', '/'],
    ['workflows', `${p}/workflows`],
    ['editor', `${p}/workflows/${workflow}`],
    ['dms-form', `${p}/workflows/${workflow}`, async (page) => {
      await page.getByTestId('node-load_shop').dblclick();
      await page.getByRole('dialog').waitFor();
    }],
    ['instances', `${p}/instances`],
    ['instance', `${p}/instances/${instance}`, async (page) => {
      await page.getByTestId('node-load_shop').click();
    }],
    ['schedules', `${p}/schedules`],
    ['endpoints', '/dms/embedded/endpoints'],
    ['tasks', '/dms/embedded/tasks'],
    ['worker-groups', '/admin/worker-groups'],
  ];
  const only = process.argv.slice(3);
  for (const scheme of ['light', 'dark']) {
    const browser = await Browser.open(server, { scheme });
    await browser.login('admin', server.password);
    for (const [name, path, act] of pictures) {
      if (only.length > 0 && !only.includes(name)) continue;
      await browser.page.goto(server.url + path);
      await settled(browser.page);
      await act?.(browser.page);
      await settled(browser.page);
      await browser.page.screenshot({ path: join(folder, `ui-${name}-${scheme}.png`), animations: 'disabled' });
    }
    if (browser.complaints.length > 0) console.error(browser.complaints.join('\n'));
    await browser.context.close();
  }
} finally {
  await server.stop();
}
