// A real `dmsnode serve` on a fresh data folder and a free port, and REST calls to set a scene.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const repository = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../..');
export const binary = process.env.DMSNODE_BINARY ?? join(repository, 'build/release/dmsnode');
export const adminPassword = 'correct horse battery';

/** Runs a command to its end and gives its standard output; throws with what it said on failure. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000, ...options });
  if (done.status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: exit ${done.status}\n${done.stdout}${done.stderr}${done.error ?? ''}`);
  }
  return done.stdout;
}

export class Server {
  /** `prepare(server)` runs before the process does: for what the command line puts into the data folder. */
  static async start(prepare) {
    const server = new Server();
    server.folder = mkdtempSync(join(tmpdir(), 'dmsnode-browser-'));
    server.data = join(server.folder, 'data');
    const passwordFile = join(server.folder, 'admin.password');
    writeFileSync(passwordFile, adminPassword + '\n', { mode: 0o600 });
    await prepare?.(server);
    server.process = spawn(binary, ['serve', '--listen', '127.0.0.1:0', '--data', server.data], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DMSNODE_ADMIN_PASSWORD_FILE: passwordFile },
    });
    server.log = '';
    server.process.stderr.on('data', (text) => (server.log += text));
    server.url = await new Promise((settle, fail) => {
      const deadline = setTimeout(() => fail(new Error(`no address after 30 s: ${server.log}`)), 30_000);
      createInterface({ input: server.process.stdout }).on('line', (line) => {
        const url = /http:\/\/\S+/.exec(line)?.[0];
        if (url) {
          clearTimeout(deadline);
          settle(url.replace(/\/$/, ''));
        }
      });
      server.process.once('exit', (code) => fail(new Error(`dmsnode serve ended with ${code}: ${server.log}`)));
    });
    await server.login('admin', adminPassword);
    return server;
  }

  async stop() {
    if (this.process && this.process.exitCode === null) {
      const gone = new Promise((settle) => this.process.once('exit', settle));
      this.process.kill('SIGTERM');
      const killer = setTimeout(() => this.process.kill('SIGKILL'), 20_000);
      await gone;
      clearTimeout(killer);
    }
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }

  async login(name, password) {
    const answer = await fetch(`${this.url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password }),
    });
    if (!answer.ok) throw new Error(`log-in of ${name}: ${answer.status} ${await answer.text()}`);
    this.cookie = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
    this.csrf = (await answer.json()).me.csrfToken;
  }

  /** A call as the administrator. `body`: a value, sent as JSON. Throws on anything but 2xx. */
  async api(method, path, body, headers = {}) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        'x-csrf-token': this.csrf,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  async makeProject(name) {
    return (await this.api('POST', '/projects', { name })).code;
  }

  async makeWorkflow(project, document, { online = false } = {}) {
    const made = await this.api('POST', `/projects/${project}/workflows`, { document });
    if (online) await this.api('POST', `/projects/${project}/workflows/${made.code}/online`);
    return made.code;
  }

  /** Waits until an instance is at rest; its state. */
  async untilAtRest(project, instance, seconds = 60) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const { state } = await this.api('GET', `/projects/${project}/instances/${instance}`);
      if (['success', 'failure', 'stopped', 'paused'].includes(state)) return state;
      if (Date.now() > deadline) throw new Error(`instance ${instance} is still ${state} after ${seconds} s`);
      await new Promise((go) => setTimeout(go, 100));
    }
  }

  dmsnode(...args) {
    return run(binary, [...args, '--data', this.data]);
  }
}

/** The throw-away MariaDB and PostgreSQL servers that `./dev test` has started. */
export class Databases {
  constructor() {
    const file = process.env.DMSNODE_TEST_SERVERS;
    if (!file) throw new Error('DMSNODE_TEST_SERVERS names no file: run ./dev test browser');
    this.env = Object.fromEntries(
      readFileSync(file, 'utf8').trim().split('\n').map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)];
      }),
    );
    this.name = `browser_${randomBytes(4).toString('hex')}`;
  }

  mariadb(sql, database = 'mysql') {
    const e = this.env;
    return run('mariadb', ['--no-defaults', '-h127.0.0.1', `-P${e.MARIADB_PORT}`, `-u${e.MARIADB_USER}`, '-N', database, '-e', sql], {
      env: { ...process.env, MYSQL_PWD: e.MARIADB_PASSWORD },
    }).trim();
  }

  postgres(sql, database = 'postgres') {
    const e = this.env;
    return run('psql', ['-qAtX', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', e.PG_PORT, '-U', e.PG_USER, '-d', database, '-c', sql], {
      env: { ...process.env, PGPASSWORD: e.PG_PASSWORD },
    }).trim();
  }

  /** A MariaDB database with a small shop in it and an empty PostgreSQL database, both called `name`. */
  fill() {
    this.mariadb(`CREATE DATABASE ${this.name}`);
    this.mariadb(
      `CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(80) NOT NULL, joined DATETIME NOT NULL);
       INSERT INTO customers SELECT seq, CONCAT('customer ', seq), TIMESTAMP('2024-01-01') + INTERVAL seq MINUTE FROM seq_1_to_500;
       CREATE TABLE orders (id INT PRIMARY KEY, customer INT NOT NULL, total DECIMAL(12,2) NOT NULL, KEY (customer));
       INSERT INTO orders SELECT seq, 1 + seq % 500, seq / 7 FROM seq_1_to_3000`,
      this.name,
    );
    this.postgres(`CREATE DATABASE ${this.name}`);
  }

  /** Endpoints `shop-mariadb` (source) and `shop-postgres` (target) of the embedded service. */
  nameEndpoints(server) {
    const e = this.env;
    for (const [name, type, engine, prefix, more] of [
      ['shop-mariadb', 'source', 'mariadb', 'MARIADB', []],
      ['shop-postgres', 'target', 'postgres', 'PG', ['--database', this.name]],
    ]) {
      const password = join(server.folder, `${name}.password`);
      writeFileSync(password, e[`${prefix}_PASSWORD`] + '\n', { mode: 0o600 });
      server.dmsnode(
        'endpoint', 'create', name, '--type', type, '--engine', engine, '--server', '127.0.0.1', '--port', e[`${prefix}_PORT`],
        '--user', e[`${prefix}_USER`], '--password-file', password, '--ssl-mode', 'verify-full', '--extra', `caFile=${e.CA_FILE}`, ...more,
      );
    }
  }

  /** Throws unless the PostgreSQL side has what the MariaDB side has. */
  compare() {
    for (const [table, sum] of [['customers', 'sum(id)'], ['orders', 'sum(total)']]) {
      const source = this.mariadb(`SELECT CONCAT(count(*), ' ', ${sum}) FROM ${table}`, this.name);
      const target = this.postgres(`SELECT concat(count(*), ' ', ${sum}) FROM ${this.name}.${table}`, this.name);
      if (source !== target) throw new Error(`${table}: the source has ${source}, the target ${target}`);
    }
  }

  drop() {
    this.mariadb(`DROP DATABASE IF EXISTS ${this.name}`);
    this.postgres(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }
}
