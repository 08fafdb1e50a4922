// Without a mouse: from log-in to the log of a run. Nothing here clicks; the focus is moved by Tab alone.
import { after, before, test } from 'node:test';
import { inBrowser } from './lib/browser.mjs';
import { showsState } from './lib/editor.mjs';
import { adminPassword, Server } from './lib/server.mjs';

let server;
before(async () => {
  server = await Server.start();
});
after(() => server?.stop());

/** Presses Tab until it has the focus. */
async function tabTo(page, locator, key = 'Tab') {
  await locator.waitFor();
  for (let presses = 0; presses < 120; presses++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  const focused = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
  throw new Error(`Tab does not lead to ${locator}; it is at ${focused}`);
}

test('log in, draw two nodes, connect, save, start, read the log', async () => {
  await inBrowser(server, {}, async ({ page }) => {
    const { keyboard } = page;
    const enterOn = async (role, name, key = 'Enter') => {
      await tabTo(page, page.getByRole(role, { name, exact: true }).first());
      await keyboard.press(key);
    };
    const typeInto = async (locator, text) => {
      await tabTo(page, locator);
      await keyboard.press('Control+a');
      await keyboard.type(text);
    };
    await page.goto(server.url);
    await typeInto(page.getByLabel('User name'), 'admin');
    await typeInto(page.getByLabel('Password', { exact: true }), adminPassword);
    await keyboard.press('Enter');

    await enterOn('link', 'Project Management');
    await enterOn('button', 'Create Project');
    await typeInto(page.getByRole('dialog', { name: 'Create project' }).getByLabel('Name'), 'By hand');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'By hand' }).waitFor();
    await enterOn('link', 'Workflow Definition');
    await enterOn('button', 'Create Workflow');

    for (const name of ['first', 'second']) {
      await enterOn('button', 'Add SHELL Run a script');
      const form = page.getByRole('dialog', { name: /New node/ });
      await typeInto(form.getByRole('textbox', { name: /^Node name/ }), name);
      await typeInto(form.getByRole('textbox', { name: 'Script', exact: true }), `echo this is ${name}`);
      await keyboard.press('Control+Enter');
      await form.waitFor({ state: 'hidden' });
      await page.getByTestId(`node-${name}`).waitFor();
    }
    await enterOn('button', 'first');
    await tabTo(page, page.getByRole('application', { name: /^Canvas/ }));
    await keyboard.press('c');
    await page.getByText('From first: arrow keys choose the target').waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await page.getByText('first connected to second').waitFor({ state: 'attached' });

    await keyboard.press('Control+s');
    await typeInto(page.getByRole('dialog', { name: 'Basic information' }).getByRole('textbox', { name: /^Workflow name/ }), 'without a mouse');
    await keyboard.press('Enter');
    await page.getByText('Version 1', { exact: true }).waitFor();
    await enterOn('switch', 'Online', 'Space');
    await page.getByText('The workflow is online').waitFor();
    await enterOn('button', 'Start');
    await tabTo(page, page.getByRole('dialog', { name: 'Start without a mouse' }).getByRole('button', { name: 'Start', exact: true }));
    await keyboard.press('Enter');

    await page.waitForURL(/\/instances\/\d+/);
    await showsState(page, 'Success');
    await tabTo(page, page.getByRole('tab', { name: 'Graph' }));
    for (let step = 0; step < 3; step++) await keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Log', selected: true }).waitFor();
    await page.getByText(/this is (first|second)/).first().waitFor();
  });
});
