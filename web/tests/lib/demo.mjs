// `./dev demo --ui`, on a free port: the demo's shop in a server, ready for a browser.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { binary, repository, Server } from './server.mjs';

/** A Server whose process is the demo's; stop() ends it and its databases. */
export async function startDemo() {
  const server = new Server();
  server.process = spawn('bash', [join(repository, 'scripts/demo.sh'), '--ui'], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DMSNODE_BINARY: binary, DMSNODE_DEMO_LISTEN: '127.0.0.1:0' },
  });
  let said = '';
  await new Promise((settle, fail) => {
    const deadline = setTimeout(() => fail(new Error(`the demo is not ready after 120 s: ${said}`)), 120_000);
    const take = (text) => {
      said += text;
      if (!/user admin, password \S+\n/.test(said)) return;
      clearTimeout(deadline);
      settle();
    };
    server.process.stdout.on('data', take);
    server.process.stderr.on('data', (text) => (said += text));
    server.process.once('exit', (code) => fail(new Error(`the demo ended with ${code}: ${said}`)));
  });
  server.url = /http:\/\/[\d.]+:\d+/.exec(said)[0];
  server.password = /user admin, password (\S+)/.exec(said)[1];
  await server.login('admin', server.password);
  return server;
}
