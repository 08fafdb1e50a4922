/** What a file to import is, by its content; its name only tells YAML from JSON. */
export type ImportFile =
  | { kind: 'dolphinscheduler'; content: unknown; workflows: string[] }
  | { kind: 'json'; document: unknown; workflows: string[] }
  | { kind: 'yaml'; text: string; workflows: string[] }
  | { kind: 'unreadable'; message: string };

interface ExportEntry {
  processDefinition?: { name?: string };
  workflowDefinition?: { name?: string };
}

export function readImportFile(fileName: string, text: string): ImportFile {
  if (/\.ya?ml$/i.test(fileName)) {
    const name = /^name:\s*["']?(.+?)["']?\s*$/m.exec(text)?.[1];
    return { kind: 'yaml', text, workflows: name ? [name] : [] };
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
  }
  const entries = (Array.isArray(content) ? content : [content]) as ExportEntry[];
  const named = entries.map((entry) => entry?.workflowDefinition?.name ?? entry?.processDefinition?.name);
  if (Array.isArray(content) || named[0] !== undefined) {
    return { kind: 'dolphinscheduler', content, workflows: named.filter((name) => name !== undefined) };
  }
  const name = (content as { name?: unknown } | null)?.name;
  return { kind: 'json', document: content, workflows: typeof name === 'string' ? [name] : [] };
}
