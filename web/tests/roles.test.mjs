// Users with different roles: what each sees and may do, and that the UI says why not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './lib/browser.mjs';
import { enter, nodeOf, showsState } from './lib/editor.mjs';
import { Server } from './lib/server.mjs';

const password = 'a password of ten and more';
let server;
let project;
let workflow;
before(async () => {
  server = await Server.start();
  project = await server.makeProject('Payroll');
  workflow = await server.makeWorkflow(project, { name: 'salaries', tasks: [{ name: 'pay', taskType: 'SHELL', taskParams: { rawScript: 'echo paid' } }] }, { online: true });
  for (const [name, role] of [['vera', 'viewer'], ['otto', 'operator'], ['nora', undefined]]) {
    const { code } = await server.api('POST', '/users', { name, password });
    if (role) await server.api('PUT', `/projects/${project}/members/${code}`, { role });
  }
});
after(() => server?.stop());

const needsOperator = 'Needs the role operator in this project';
const needsAdmin = 'Needs the role admin in this project';

/** The button is disabled, and says why. */
async function refuses(page, button, reason) {
  assert.equal(await button.getAttribute('aria-disabled'), 'true');
  await button.hover();
  await page.getByRole('tooltip').getByText(reason).waitFor();
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'hidden' });
}

/** The drawing can be looked at, not changed. */
async function showsDrawingOnly(browser) {
  const { page } = browser;
  await page.goto(`${server.url}/projects/${project}/workflows/${workflow}`);
  await nodeOf(page, 'pay').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Add SHELL' }).count(), 0);
  assert.equal(await page.getByRole('switch', { name: 'Online' }).isDisabled(), true);
  await refuses(page, page.getByRole('button', { name: 'Save', exact: true }), needsAdmin);
  await nodeOf(page, 'pay').click();
  await page.keyboard.press('Delete');
  await nodeOf(page, 'pay').dblclick();
  const form = page.getByRole('dialog', { name: /pay/ });
  assert.equal(await form.getByRole('textbox', { name: /^Node name/ }).getAttribute('readonly'), '');
  assert.equal(await form.getByRole('button', { name: 'Apply' }).count(), 0);
  await form.getByRole('button', { name: 'Close' }).last().click();
  await form.waitFor({ state: 'hidden' });
  await nodeOf(page, 'pay').waitFor();
}

test('a viewer sees the project, and can neither start nor change anything', async () => {
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await browser.login('vera', password);
    await page.getByRole('link', { name: 'Project Management' }).first().click();
    const row = page.getByRole('row', { name: /Payroll/ });
    await row.getByText('Viewer').waitFor();
    await refuses(page, page.getByRole('button', { name: 'Create Project' }), 'Administrators only');
    await row.getByRole('link', { name: 'Payroll' }).click();
    await page.getByRole('link', { name: 'Workflow Definition' }).click();
    await refuses(page, page.getByRole('button', { name: 'Start salaries' }), needsOperator);
    await refuses(page, page.getByRole('button', { name: 'Take offline' }), needsAdmin);
    await refuses(page, page.getByRole('button', { name: 'Create Workflow' }), needsAdmin);
    await showsDrawingOnly(browser);
    await refuses(page, page.getByRole('button', { name: 'Start', exact: true }), needsOperator);
    // The UI is no lock: the server refuses too.
    const csrf = (await (await browser.context.request.get(`${server.url}/api/v1/me`)).json()).csrfToken;
    const answer = await browser.context.request.post(`${server.url}/api/v1/projects/${project}/workflows/${workflow}/start`, { data: {}, headers: { 'X-CSRF-Token': csrf } });
    assert.equal(answer.status(), 403);
  });
});

test('an operator starts and reruns, and cannot change the drawing', async () => {
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await browser.login('otto', password);
    await showsDrawingOnly(browser);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('dialog', { name: 'Start salaries' }).getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL(/\/instances\/\d+/);
    await showsState(page, 'Success');
    await page.getByRole('button', { name: 'More actions' }).click();
    const remove = page.getByRole('menuitem', { name: 'Delete' });
    assert.equal(await remove.getAttribute('aria-disabled'), 'true');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('button', { name: 'Rerun' }).getAttribute('aria-disabled'), null);
  });
});

test('a user without a role sees no project, and nothing by its address', async () => {
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await enter(browser, '/projects', 'nora', password);
    await page.getByText('You are in no project yet. An administrator can give you a role in one.').waitFor();
    assert.equal(await page.getByText('Payroll').count(), 0);
    await page.goto(`${server.url}/projects/${project}/workflows/${workflow}`);
    await page.getByText(/There is no such thing|You may not do this/).first().waitFor();
    assert.equal(await page.getByText('salaries').count(), 0);
    await page.goto(`${server.url}/admin/audit`);
    await page.getByRole('main').getByText('Administrators only').waitFor();
    const menu = page.getByRole('navigation', { name: 'Section' });
    await menu.getByRole('link', { name: 'Worker groups' }).waitFor();
    assert.equal(await menu.getByText('Access').count(), 0, 'a group of which nothing may be seen has no title');
  });
});
