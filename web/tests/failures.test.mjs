// What goes wrong is told with its reason, can be killed, repaired and run again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './lib/browser.mjs';
import { confirm, enter, nodeSays, openPanel, sayYes, showsState } from './lib/editor.mjs';
import { Databases, Server } from './lib/server.mjs';

let server;
let databases;
let project;
before(async () => {
  databases = new Databases();
  databases.fill();
  server = await Server.start((made) => databases.nameEndpoints(made));
  project = await server.makeProject('Failures');
});
after(async () => {
  await server?.stop();
  databases?.drop();
});

const shell = (name, rawScript, more = {}) => ({ name, taskType: 'SHELL', taskParams: { rawScript }, ...more });

const migration = (name, identifier, source, table) => ({
  name,
  taskType: 'DMS',
  taskParams: {
    migrationType: 'full-load',
    replicationTaskIdentifier: identifier,
    replicationInstanceArn: 'local',
    sourceEndpointArn: source,
    targetEndpointArn: 'shop-postgres',
    tableMappings: {
      rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'object-locator': { 'schema-name': databases.name, 'table-name': table }, 'rule-action': 'explicit' }],
    },
  },
});

/** Starts a workflow from the list of the project's workflows; the page of its instance is open then. */
async function start(browser, name) {
  const { page } = browser;
  await enter(browser, `/projects/${project}/workflows`);
  await page.getByRole('button', { name: `Start ${name}` }).click();
  await page.getByRole('dialog', { name: `Start ${name}` }).getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL(/\/instances\/\d+/);
}

test('a migration of a table that is not there: its message and hint; recovered after the repair', async () => {
  await server.makeWorkflow(project, { name: 'late', tasks: [migration('load', 'late', 'shop-mariadb', 'invoices'), shell('check', 'echo checked', { predecessors: ['load'] })] }, { online: true });
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await start(browser, 'late');
    await showsState(page, 'Failed');
    await nodeSays(page, 'check', 'Upstream failed, because of load');
    const panel = await openPanel(page, 'load');
    const code = /instances\/(\d+)/.exec(page.url())[1];
    const [attempt] = (await server.api('GET', `/projects/${project}/instances/${code}/attempts`)).items;
    assert.ok(attempt.message && attempt.hint, `a message and a hint are expected: ${JSON.stringify(attempt)}`);
    await panel.getByLabel('Message').getByText(attempt.message.split('\n')[0]).waitFor();
    await panel.getByText(attempt.hint, { exact: true }).waitFor();

    databases.mariadb('CREATE TABLE invoices (id INT PRIMARY KEY); INSERT INTO invoices VALUES (1), (2)', databases.name);
    await confirm(page, 'Recover failed');
    await showsState(page, 'Success');
    await nodeSays(page, 'check', 'Success');
    assert.equal(databases.postgres(`SELECT count(*) FROM ${databases.name}.invoices`, databases.name), '2');
  });
});

test('an endpoint that is not there: forced to success, what is behind it runs', async () => {
  await server.makeWorkflow(project, { name: 'lost', tasks: [migration('load', 'lost', 'no-such-endpoint', 'orders'), shell('check', 'echo checked', { predecessors: ['load'] })] }, { online: true });
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await start(browser, 'lost');
    await showsState(page, 'Failed');
    const panel = await openPanel(page, 'load');
    await panel.getByLabel('Message').getByText(/no-such-endpoint/).waitFor();
    await confirm(panel, 'Force success');
    await nodeSays(page, 'load', 'Forced success');
    await confirm(page, 'Recover failed');
    await showsState(page, 'Success');
    await nodeSays(page, 'check', 'Success');
  });
});

test('a node is killed and run again, then the instance is stopped', async () => {
  await server.makeWorkflow(project, { name: 'long', tasks: [shell('sleeper', 'echo asleep\nexec sleep 600')] }, { online: true });
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    await start(browser, 'long');
    const panel = await openPanel(page, 'sleeper');
    await panel.getByText('asleep', { exact: true }).waitFor();
    await confirm(panel, 'Kill');
    await showsState(page, 'Killed');
    await nodeSays(page, 'sleeper', 'Killed');

    await panel.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('menuitem', { name: 'This node alone' }).click();
    await sayYes(page, 'This node alone');
    await showsState(page, 'Running');
    await nodeSays(page, 'sleeper', 'Running');
    await confirm(page, 'Stop');
    await showsState(page, 'Killed');
    assert.equal(await panel.getByRole('table', { name: 'Attempts' }).getByText('Killed').count(), 2);
  });
});
