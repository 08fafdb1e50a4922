// What a user does in the workflow editor and on the page of an instance.
import { adminPassword } from './server.mjs';

export const nodeOf = (page, name) => page.getByTestId(`node-${name}`);
export const formOf = (page) => page.getByRole('dialog').filter({ has: page.getByRole('button', { name: 'Apply', exact: true }) });

/** Opens a page as the administrator, without the way through the log-in form. */
export async function enter(browser, path, name = 'admin', password = adminPassword) {
  const { context, page, server } = browser;
  const answer = await context.request.post(`${server.url}/api/v1/login`, { data: { name, password } });
  if (!answer.ok()) throw new Error(`log-in of ${name}: ${answer.status()}`);
  await page.goto(server.url + path);
}

/** Drags a kind of task from the palette to the canvas; gives the form that opens. `at`: where on the canvas. */
export async function dropTask(browser, kind, at) {
  const { page } = browser;
  await browser.drag(page.getByRole('button', { name: `Add ${kind}` }), page.getByTestId('canvas'), { at });
  const form = formOf(page);
  await form.waitFor();
  return form;
}

/** Puts a text into an editor of code, in the place of what it has. */
export async function fillCode(scope, label, text) {
  const editor = scope.getByRole('textbox', { name: label, exact: true });
  await editor.click();
  await editor.fill(text);
}

const fieldOf = (scope, label) => scope.getByRole('textbox', { name: label }).or(scope.getByRole('combobox', { name: label })).first();

/** Takes an entry of a closed list. */
export async function choose(scope, label, option) {
  await fieldOf(scope, label).click();
  await scope.page().getByRole('option', { name: option, exact: true }).click();
}

/** Types a part of a name and takes the entry of the list that is called so. */
export async function pick(scope, label, name) {
  await fieldOf(scope, label).fill(name.slice(0, -2));
  await scope.page().getByRole('option', { name }).first().click();
}

export async function apply(form) {
  await form.getByRole('button', { name: 'Apply', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
}

/** Drags from the port of a node to another node. */
export async function connect(browser, from, to) {
  const { page } = browser;
  await nodeOf(page, from).hover();
  await browser.drag(page.getByTestId(`port-out-${from}`), nodeOf(page, to), { at: { x: 30, y: 20 } });
}

/** The first save: it asks for the name. */
export async function saveAs(page, name) {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Basic information' });
  await dialog.getByRole('textbox', { name: /^Workflow name/ }).fill(name);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Version 1', { exact: true }).waitFor();
}

export async function bringOnlineAndStart(page) {
  await page.getByRole('switch', { name: 'Online' }).click({ force: true });
  await page.getByText('The workflow is online').waitFor();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('dialog', { name: /^Start / }).getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL(/\/instances\/\d+/);
}

/** Waits on the page of an instance until its head shows the state. */
export async function showsState(page, state, seconds = 25) {
  await page.locator('main header [data-state]').filter({ hasText: new RegExp(`^${state}$`) }).first().waitFor({ timeout: seconds * 1000 });
}

/** Waits until the graph says so of a node. */
export async function nodeSays(page, name, state) {
  await page.getByRole('group', { name: new RegExp(`^${name}, .*${state}`) }).waitFor();
}

/** Presses a button that asks back, and says yes. */
export async function confirm(scope, action) {
  await scope.getByRole('button', { name: action, exact: true }).click();
  await sayYes(scope.page?.() ?? scope, action);
}

export async function sayYes(page, action) {
  const dialog = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: 'Cancel', exact: true }) });
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Opens the panel of a node on the page of an instance. */
export async function openPanel(page, name) {
  await nodeOf(page, name).click();
  const panel = page.getByRole('complementary', { name: `Node ${name}` });
  await panel.waitFor();
  return panel;
}
