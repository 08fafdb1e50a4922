// axe-core on every page and the main dialogs, in light and dark: nothing serious, nothing critical.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inBrowser } from './lib/browser.mjs';
import { enter, nodeOf } from './lib/editor.mjs';
import { Databases, repository, Server } from './lib/server.mjs';

const axe = readFileSync(join(repository, 'web/node_modules/axe-core/axe.min.js'), 'utf8');

let server;
let databases;
let p;
let workflow;
let instances;
before(async () => {
  databases = new Databases();
  databases.fill();
  server = await Server.start((made) => databases.nameEndpoints(made));
  const project = await server.makeProject('Shop');
  p = `/projects/${project}`;
  const document = {
    name: 'shop',
    description: 'Moves the shop',
    tasks: [
      {
        name: 'load',
        taskType: 'DMS',
        taskParams: {
          migrationType: 'full-load',
          replicationTaskIdentifier: 'shop',
          replicationInstanceArn: 'local',
          sourceEndpointArn: 'shop-mariadb',
          targetEndpointArn: 'shop-postgres',
          tableMappings: { rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'object-locator': { 'schema-name': databases.name, 'table-name': '%' }, 'rule-action': 'include' }] },
        },
      },
      { name: 'check', taskType: 'SHELL', predecessors: ['load'], taskParams: { rawScript: 'echo checked' } },
      { name: 'skipped', taskType: 'SHELL', flag: 'NO', taskParams: { rawScript: 'true' } },
      { name: 'broken', taskType: 'SHELL', taskParams: { rawScript: 'exit 3' } },
      { name: 'after_broken', taskType: 'SHELL', predecessors: ['broken'], taskParams: { rawScript: 'true' } },
    ],
  };
  workflow = await server.makeWorkflow(project, document, { online: true });
  const run = async () => (await server.api('POST', `${p}/workflows/${workflow}/start`, {})).code;
  instances = await run();
  await server.untilAtRest(project, instances, 60);
  document.tasks[1].taskParams.rawScript = 'echo all is well';
  await server.api('PUT', `${p}/workflows/${workflow}`, { document }, { 'if-match': '*' });
  await server.api('PUT', `${p}/workflows/${workflow}/schedule`, { crontab: '0 0 3 * * ? *' });
  await server.api('POST', '/users', { name: 'vera', password: 'ten characters or more' });
  await server.api('POST', '/environments', { name: 'tools', shellText: 'export TOOLS=/opt/tools' });
  await server.api('POST', '/worker-groups', { name: 'far' });
  await server.api('POST', '/alarm-channels', { name: 'hook', kind: 'webhook', settings: { url: 'http://127.0.0.1:9/' } });
  await server.api('POST', '/alarm-groups', { name: 'night', channels: ['hook'] });
  await server.api('POST', `${p}/parameters`, { name: 'schema', value: 'shop' });
  await server.api('POST', `${p}/task-groups`, { name: 'one by one', size: 1 });
});
after(async () => {
  await server?.stop();
  databases?.drop();
});

const atRest = (page) =>
  page.waitForFunction(() => document.querySelector('main, form') !== null && document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root') === null && document.getAnimations().every((each) => each.playState !== 'running' || each.effect?.getTiming().iterations === Infinity));

/** All findings of what is shown, in both colour schemes; they are collected, so that one run tells all. */
async function look(page, name, findings) {
  await atRest(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor();
    await atRest(page);
    const found = await page.evaluate(
      async (only) => (await window.axe.run(document, { resultTypes: ['violations'], ...(only && { runOnly: { type: 'rule', values: only } }) })).violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map((node) => `${node.html.slice(0, 200)} — ${node.any[0]?.message ?? node.failureSummary}`) })),
      // Structure does not depend on colours.
      scheme === 'dark' ? ['color-contrast'] : undefined,
    );
    for (const { id, impact, nodes } of found) if (impact === 'serious' || impact === 'critical') findings.push(`${name} (${scheme}): ${id}\n    ${nodes.join('\n    ')}`);
  }
}

async function lookAtAll(paths) {
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    const findings = [];
    await enter(browser, '/');
    for (const [path, act] of paths()) {
      await page.goto(server.url + path);
      await atRest(page);
      await act?.(page);
      await look(page, path, findings);
    }
    assert.equal(findings.join('\n'), '');
  });
}

const graphShown = (page) => nodeOf(page, 'load').waitFor();
const panelShown = async (page) => {
  await nodeOf(page, 'load').click();
  await page.getByRole('row', { name: /\.orders / }).waitFor();
};

test('the pages of a project', () =>
  lookAtAll(() => [['/'], ['/projects'], [p], [`${p}/workflows`], [`${p}/workflows/new`], [`${p}/workflows/${workflow}`, graphShown], [`${p}/workflows/${workflow}/versions`], [`${p}/schedules`], [`${p}/settings`]]));

test('the pages of runs', () =>
  lookAtAll(() => [[`${p}/instances`], [`${p}/instances/${instances}`, panelShown], ...['nodes', 'gantt', 'log'].map((tab) => [`${p}/instances/${instances}?tab=${tab}`])]));

test('the pages of DMS', async () => {
  const [{ ReplicationTaskArn: task }] = (await server.api('POST', '/connections/embedded/dms/DescribeReplicationTasks', {})).ReplicationTasks;
  await lookAtAll(() => [['/dms'], ['/dms/access-keys'], ...['endpoints', 'instances', 'tasks', `tasks/${encodeURIComponent(task)}`].map((part) => [`/dms/embedded/${part}`])]);
});

test('the pages of administration', () =>
  lookAtAll(() => [['/resources'], ['/me'], ...['users', 'environments', 'worker-groups', 'alarm-groups', 'alarm-channels', 'alarms', 'audit'].map((part) => [`/admin/${part}`]), ['/no-such-page']]));

/** Opens a dialog, looks at it, closes it. */
async function lookAtDialog(page, name, open, findings) {
  await open();
  await page.getByRole('dialog').last().waitFor();
  await look(page, name, findings);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name }).waitFor({ state: 'hidden' });
}

test('log-in, and the forms of lists', async () => {
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    const findings = [];
    await page.goto(`${server.url}/login`);
    await look(page, 'log-in', findings);
    assert.deepEqual(findings, []);
    // What looks must see.
    await page.evaluate(() => document.querySelector('form').insertAdjacentHTML('afterend', '<img src="data:,"><p style="color: #888; background: #777">pale</p>'));
    await look(page, 'spoilt', findings);
    assert.deepEqual(findings.map((each) => each.split('\n')[0]), ['spoilt (light): color-contrast', 'spoilt (light): image-alt', 'spoilt (dark): color-contrast']);
    findings.length = 0;

    await enter(browser, '/');
    for (const [path, button, name] of [
      ['/projects', 'Create Project', 'Create project'],
      [`${p}/workflows`, 'Start shop', 'Start shop'],
      [`${p}/workflows`, 'Import', 'Import workflows'],
      [`${p}/workflows`, 'Take offline', 'Take shop offline?'],
      ['/dms/embedded/endpoints', 'Create endpoint', /endpoint/i],
      ['/admin/users', 'Create user', 'Create user'],
      ['/admin/alarm-channels', 'Create channel', 'Create channel'],
    ]) {
      if (!page.url().endsWith(path)) await page.goto(server.url + path);
      await lookAtDialog(page, name, () => page.getByRole('button', { name: button, exact: true }).first().click(), findings);
    }
    assert.equal(findings.join('\n'), '');
  });
});

test('the dialogs of the editor', async () => {
  await inBrowser(server, {}, async (browser) => {
    const { page } = browser;
    const findings = [];
    await enter(browser, `${p}/workflows/${workflow}`);
    const button = (name) => () => page.getByRole('button', { name, exact: true }).first().click();
    await lookAtDialog(page, 'Basic information', button('Basic information'), findings);
    await lookAtDialog(page, 'Keyboard and mouse', button('Keyboard help'), findings);
    await lookAtDialog(page, /check/, () => nodeOf(page, 'check').dblclick(), findings);
    await button('Versions')();
    await lookAtDialog(page, 'Compare versions', button('What changed'), findings);
    await button('YAML / JSON')();
    await page.getByRole('textbox', { name: 'Workflow as YAML' }).waitFor();
    await look(page, 'YAML', findings);
    await nodeOf(page, 'load').dblclick();
    await page.getByRole('dialog', { name: /load/ }).waitFor();
    await look(page, 'DMS form', findings);
    await lookAtDialog(page, 'Table mappings', button('Choose tables and rules…'), findings);
    assert.equal(findings.join('\n'), '');
  });
});
