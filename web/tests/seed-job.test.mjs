// The seed job: from log-in to SUCCESS, MariaDB to PostgreSQL, drawn with the mouse, in all four ways.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './lib/browser.mjs';
import { apply, bringOnlineAndStart, choose, connect, dropTask, enter, fillCode, nodeOf, openPanel, pick, saveAs, showsState } from './lib/editor.mjs';
import { Databases, Server } from './lib/server.mjs';

let server;
let databases;
let project;
before(async () => {
  databases = new Databases();
  databases.fill();
  server = await Server.start((made) => databases.nameEndpoints(made));
});
after(async () => {
  await server?.stop();
  databases?.drop();
});

test('create by the form: from log-in to SUCCESS', async () => {
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await browser.login();
    await page.getByRole('link', { name: 'Project Management' }).first().click();
    await page.getByRole('button', { name: 'Create Project' }).first().click();
    const projectForm = page.getByRole('dialog', { name: 'Create project' });
    await projectForm.getByLabel('Name').fill('Shop');
    await projectForm.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Shop' }).waitFor();
    project = /projects\/(\d+)/.exec(page.url())[1];
    await page.getByRole('link', { name: 'Workflow Definition' }).click();
    await page.getByRole('main').getByText('Create Workflow').first().click();

    const form = await dropTask(browser, 'DMS');
    await form.getByRole('textbox', { name: /^Node name/ }).fill('load_shop');
    await form.getByRole('radio', { name: 'Full load', exact: true }).click();
    await form.getByRole('textbox', { name: /^Task name/ }).fill('shop-by-form');
    await pick(form, /^Replication instance/, 'local');
    await pick(form, /^Source endpoint/, 'shop-mariadb');
    await pick(form, /^Target endpoint/, 'shop-postgres');
    await form.getByRole('button', { name: 'Choose tables and rules…' }).click();
    const mapping = page.getByRole('dialog', { name: 'Table mappings' });
    await mapping.getByRole('treeitem', { name: databases.name }).click();
    await mapping.getByText('2 tables are selected').waitFor();
    await mapping.getByRole('button', { name: 'Use these mappings' }).click();
    await apply(form);
    await nodeOf(page, 'load_shop').waitFor();
    await saveAs(page, 'shop');
    await bringOnlineAndStart(page);

    await showsState(page, 'Success');
    const panel = await openPanel(page, 'load_shop');
    const row = (table) => panel.getByRole('row', { name: new RegExp(`\\.${table} `) });
    await row('customers').getByRole('cell', { name: '500', exact: true }).waitFor();
    await row('orders').getByRole('cell', { name: '3,000', exact: true }).waitFor();
    await panel.getByText('100 %', { exact: true }).waitFor();
  });
  databases.compare();
});

test('create by JSON, restart by the form and by JSON: three nodes, connected with the mouse', async () => {
  databases.postgres(`DROP SCHEMA "${databases.name}" CASCADE`, databases.name);
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await enter(browser, `/projects/${project}/workflows/new`);

    const byJson = await dropTask(browser, 'DMS', { x: 120, y: 120 });
    await byJson.getByRole('textbox', { name: /^Node name/ }).fill('create_json');
    await byJson.getByRole('switch', { name: /^Parameters as JSON/ }).click({ force: true });
    await fillCode(byJson, 'JSON data', JSON.stringify({
      ReplicationTaskIdentifier: 'shop-by-json',
      ReplicationInstanceArn: 'local',
      SourceEndpointArn: 'shop-mariadb',
      TargetEndpointArn: 'shop-postgres',
      MigrationType: 'full-load',
      TableMappings: { rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'object-locator': { 'schema-name': databases.name, 'table-name': '%' }, 'rule-action': 'include' }] },
    }));
    await apply(byJson);

    const restart = await dropTask(browser, 'DMS', { x: 380, y: 220 });
    await restart.getByRole('textbox', { name: /^Node name/ }).fill('restart_form');
    await restart.getByRole('switch', { name: /^Restart an existing task/ }).click({ force: true });
    await pick(restart, /^Replication task/, 'shop-by-form');
    await choose(restart, /^Start type/, 'Reload the target');
    await apply(restart);

    const restartJson = await dropTask(browser, 'DMS', { x: 640, y: 320 });
    await restartJson.getByRole('textbox', { name: /^Node name/ }).fill('restart_json');
    await restartJson.getByRole('switch', { name: /^Restart an existing task/ }).click({ force: true });
    await restartJson.getByRole('switch', { name: /^Parameters as JSON/ }).click({ force: true });
    await fillCode(restartJson, 'JSON data', '{"ReplicationTaskArn": "${create_json.replicationTaskArn}", "StartReplicationTaskType": "reload-target"}');
    await apply(restartJson);

    await connect(browser, 'create_json', 'restart_form');
    await connect(browser, 'restart_form', 'restart_json');
    await saveAs(page, 'shop-other-ways');
    await bringOnlineAndStart(page);
    await showsState(page, 'Success');
    for (const name of ['create_json', 'restart_form', 'restart_json']) {
      const panel = await openPanel(page, name);
      await panel.getByRole('row', { name: /\.orders / }).getByRole('cell', { name: '3,000', exact: true }).waitFor();
    }
  });
  databases.compare();
  const tasks = (await server.api('POST', '/connections/embedded/dms/DescribeReplicationTasks', {})).ReplicationTasks;
  assert.deepEqual(tasks.map((task) => task.ReplicationTaskIdentifier).sort(), ['shop-by-form', 'shop-by-json']);
});
