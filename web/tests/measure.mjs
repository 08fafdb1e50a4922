// What the web UI costs a browser: `./dev bench ui`. No test: figures depend on the machine, see docs/benchmarks.md.
//   1. each page, first visit with an empty cache: bytes over the wire, and the time until its heading is there
//   2. frames while a node is dragged on a canvas of 1,000 nodes
import { Browser } from './lib/browser.mjs';
import { adminPassword, Server } from './lib/server.mjs';

const nodes = Number(process.argv[2] ?? 1000);

/** A graph of `count` nodes in columns of 25, each after one or two of the column before. */
function bigWorkflow(count) {
  const name = (i) => `node_${String(i).padStart(4, '0')}`;
  return {
    name: `big-${count}`,
    tasks: Array.from({ length: count }, (_, i) => ({
      name: name(i),
      taskType: 'SHELL',
      taskParams: { rawScript: 'true' },
      predecessors: i < 25 ? [] : [...new Set([name(i - 25), name(i - 25 - (i % 2 && i % 25 ? 1 : 0))])],
    })),
  };
}

async function visit(server, path) {
  const browser = await Browser.open(server);
  try {
    const { page, context } = browser;
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
    if (path !== '/login') {
      const [name, value] = server.cookie.split(/=(.*)/s);
      await context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
    }
    const begin = performance.now();
    await page.goto(server.url + path, { waitUntil: 'commit' });
    await page.locator('h1, [data-testid="canvas"]').first().waitFor();
    const seen = performance.now() - begin;
    await page.waitForLoadState('networkidle').catch(() => {});
    return { seen, bytes };
  } finally {
    await browser.close().catch(() => {});
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function dragFrames(server, path) {
  const browser = await Browser.open(server);
  try {
    const { page } = browser;
    await browser.login('admin', adminPassword);
    await page.goto(server.url + path);
    const node = page.locator('.react-flow__node').first();
    await node.waitFor();
    const box = await node.boundingBox();
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await page.evaluate(() => {
      const frames = (window.measuredFrames = []);
      let last = performance.now();
      const tick = (now) => {
        frames.push(now - last);
        last = now;
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    for (let step = 1; step <= 120; ++step) await page.mouse.move(box.x + 20 + step * 3, box.y + 20 + (step % 40) * 4);
    const frames = await page.evaluate(() => window.measuredFrames.slice(2));
    await page.mouse.up();
    return frames.sort((a, b) => a - b);
  } finally {
    await browser.close().catch(() => {});
  }
}

const server = await Server.start();
try {
  const project = await server.makeProject('bench');
  const small = await server.makeWorkflow(project, bigWorkflow(30));
  const big = await server.makeWorkflow(project, bigWorkflow(nodes));
  const p = `/projects/${project}`;
  console.log(`${'page'.padEnd(34)} ${'kB'.padStart(6)} ${'heading after ms'.padStart(18)}   (median of 3 first visits)`);
  for (const [name, path] of [
    ['log-in', '/login'], ['home', '/'], ['projects', '/projects'], ['workflows', `${p}/workflows`], ['editor, 30 nodes', `${p}/workflows/${small}`],
    ['instances', `${p}/instances`], ['schedules', `${p}/schedules`], ['DMS connections', '/dms'], ['resources', '/resources'], ['worker groups', '/admin/worker-groups'],
  ]) {
    const visits = [];
    for (let round = 0; round < 3; ++round) visits.push(await visit(server, path));
    const kb = median(visits.map((v) => v.bytes)) / 1000;
    console.log(`${name.padEnd(34)} ${kb.toFixed(0).padStart(6)} ${median(visits.map((v) => v.seen)).toFixed(0).padStart(18)}`);
  }
  const frames = await dragFrames(server, `${p}/workflows/${big}`);
  const at = (share) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))].toFixed(1);
  console.log(`\ndragging a node among ${nodes}: frame time median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms (${frames.length} frames, no GPU)`);
} finally {
  await server.stop();
}
