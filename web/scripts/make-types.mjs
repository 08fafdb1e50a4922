// Writes src/api/schema.d.ts from the contract that the server's route table makes.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const contract = new URL('../../docs/api/openapi.json', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);

export async function makeTypes() {
  const tree = await openapiTS(JSON.parse(await readFile(contract, 'utf8')), { alphabetize: true });
  return `// Made by \`npm run types\` from docs/api/openapi.json; do not edit.\n${astToString(tree)}`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(target, await makeTypes());
