// The workflow editor: what is drawn, taken back, refused, kept and compared.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './lib/browser.mjs';
import { connect, enter, fillCode, nodeOf } from './lib/editor.mjs';
import { Server } from './lib/server.mjs';

let server;
let project;
before(async () => {
  server = await Server.start();
  project = await server.makeProject('Drawings');
});
after(() => server?.stop());

const shell = (name, predecessors = [], more = {}) => ({ name, taskType: 'SHELL', predecessors, taskParams: { rawScript: 'true' }, ...more });
const chain = (name) => ({ name, tasks: [shell('a'), shell('b', ['a']), shell('c', ['b'])] });
const saved = async (code) => (await server.api('GET', `/projects/${project}/workflows/${code}`)).document;

async function open(browser, code) {
  await enter(browser, `/projects/${project}/workflows/${code}`);
  await nodeOf(browser.page, 'a').waitFor();
}

const has = (page, count) => page.getByRole('application', { name: `Canvas with ${count} node` }).waitFor();

test('undo and redo, copy and paste, delete; what is unsaved is guarded', async () => {
  const code = await server.makeWorkflow(project, chain('steps'));
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await open(browser, code);
    await nodeOf(page, 'b').click();
    await page.keyboard.press('Delete');
    await has(page, 2);
    await page.keyboard.press('Control+z');
    await has(page, 3);
    await page.keyboard.press('Control+Shift+z');
    await has(page, 2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await has(page, 3);

    await nodeOf(page, 'a').click();
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await has(page, 4);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await has(page, 8);
    await page.getByRole('button', { name: 'Undo' }).click();
    await has(page, 4);

    await page.getByRole('link', { name: 'Workflow Instance' }).click();
    const guard = page.getByRole('dialog', { name: 'Unsaved changes' });
    await guard.getByRole('button', { name: 'Stay here' }).last().click();
    await guard.waitFor({ state: 'hidden' });
    await has(page, 4);
    await page.getByRole('link', { name: 'Workflow Instance' }).click();
    await guard.getByRole('button', { name: 'Save and leave' }).click();
    await page.waitForURL(/\/instances$/);
  });
  const { tasks } = await saved(code);
  assert.equal(tasks.length, 4);
  assert.deepEqual(tasks.find((task) => task.name === 'c').predecessors, ['b']);
});

test('an edge that closes a cycle, and a doubled one, cannot be drawn; one that fits can', async () => {
  const code = await server.makeWorkflow(project, chain('circle'));
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await open(browser, code);
    for (const [from, to, refusal] of [['c', 'a', 'This would make a cycle'], ['a', 'b', 'These nodes are connected already']]) {
      await nodeOf(page, from).hover();
      await page.getByTestId(`port-out-${from}`).hover();
      await page.mouse.down();
      const box = await nodeOf(page, to).boundingBox();
      await page.mouse.move(box.x + 60, box.y + 40, { steps: 5 });
      await page.mouse.move(box.x + 30, box.y + 20, { steps: 5 });
      await nodeOf(page, to).getByText(refusal).waitFor();
      await page.mouse.up();
      await nodeOf(page, to).getByText(refusal).waitFor({ state: 'hidden' });
    }
    assert.equal(await page.getByText('Unsaved').count(), 0);
    await connect(browser, 'a', 'c');
    await page.getByText('Unsaved').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Version 2', { exact: true }).waitFor();
  });
  assert.deepEqual((await saved(code)).tasks.find((task) => task.name === 'c').predecessors.sort(), ['a', 'b']);
});

test('the text beside the drawing is drawn; a prohibited node is greyed', async () => {
  const code = await server.makeWorkflow(project, chain('text'));
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await open(browser, code);
    await page.getByRole('button', { name: 'YAML / JSON' }).click();
    await fillCode(page, 'Workflow as YAML', 'name: text\ntasks: [');
    await page.getByText(/^Not drawn: line/).waitFor();
    await has(page, 3);
    const task = (name, more) => `  - name: ${name}\n    taskType: SHELL\n${more}    taskParams: {rawScript: "true"}\n`;
    await fillCode(page, 'Workflow as YAML', `name: text\ntasks:\n${task('a', '')}${task('typed', '    flag: NO\n    predecessors: [a]\n')}`);
    await nodeOf(page, 'typed').waitFor();
    await has(page, 2);
    await page.getByText(/^Not drawn/).waitFor({ state: 'hidden' });
    const look = (name) => nodeOf(page, name).evaluate((node) => `${getComputedStyle(node).opacity} ${getComputedStyle(node).backgroundColor} ${getComputedStyle(node).borderStyle}`);
    await page.getByRole('group', { name: 'typed, SHELL, Prohibited' }).waitFor();
    assert.notEqual(await look('typed'), await look('a'));
    await nodeOf(page, 'typed').click();
    await page.keyboard.press('p');
    await page.getByRole('group', { name: 'typed, SHELL', exact: true }).waitFor();
    // And back: what is drawn stands in the text.
    await page.keyboard.press('p');
    await page.getByRole('textbox', { name: 'Workflow as YAML' }).getByText(/flag: .?NO/).waitFor();
  });
});

test('two people save: the conflict keeps the drawing, and the versions show what changed', async () => {
  const document = chain('shared');
  const code = await server.makeWorkflow(project, document);
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await open(browser, code);
    await nodeOf(page, 'c').click();
    await page.keyboard.press('Delete');
    await has(page, 2);
    document.tasks[0].taskParams.rawScript = 'echo theirs';
    await server.api('PUT', `/projects/${project}/workflows/${code}`, { document, revision: 1 });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Somebody saved this workflow meanwhile' });
    await dialog.getByRole('button', { name: 'Show the differences' }).click();
    await dialog.getByRole('region', { name: 'Differences' }).getByText('echo theirs').waitFor();
    await dialog.getByRole('button', { name: 'Save mine as the newest version' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('Version 3', { exact: true }).first().waitFor();

    await page.getByRole('button', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'What changed' }).first().click();
    const compared = page.getByRole('dialog', { name: 'Compare versions' });
    const differences = compared.getByRole('region', { name: 'Differences' });
    await differences.getByRole('button', { name: 'removed c', exact: true }).waitFor();
    await differences.getByText('− b → c').waitFor();
    await compared.getByTestId('node-c').waitFor();
    await page.keyboard.press('Escape');
    await compared.waitFor({ state: 'hidden' });

    await page.goto(`${server.url}/projects/${project}/workflows/${code}/versions`);
    await page.getByRole('button', { name: 'Compare version 2' }).click();
    await page.getByRole('region', { name: 'c', exact: true }).getByText('Node removed').waitFor();
    await page.getByRole('row').filter({ hasText: 'v1' }).getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('dialog', { name: 'Restore version 1?' }).getByRole('button', { name: 'Restore' }).click();
    await page.getByText('Version 1 is restored as version 4').waitFor();
  });
  assert.equal((await saved(code)).tasks.length, 3);
});
