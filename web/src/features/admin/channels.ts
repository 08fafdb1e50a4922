/** Settings of a channel as its form has them; lists as texts. */
export interface ChannelValues {
  name: string;
  kind: 'email' | 'webhook';
  fields: Record<string, string>;
  /** Secret settings that are to be taken away. */
  removed: string[];
}

export interface SettingField {
  name: string;
  kind: 'text' | 'number' | 'list' | 'secret' | 'security';
  required?: boolean;
}

/** The settings of docs/alarms.md, in the order in which one thinks of them. */
export const settingFields: Record<ChannelValues['kind'], SettingField[]> = {
  email: [
    { name: 'server', kind: 'text', required: true },
    { name: 'security', kind: 'security' },
    { name: 'port', kind: 'number' },
    { name: 'username', kind: 'text' },
    { name: 'password', kind: 'secret' },
    { name: 'from', kind: 'text', required: true },
    { name: 'from_name', kind: 'text' },
    { name: 'to', kind: 'list', required: true },
    { name: 'cc', kind: 'list' },
    { name: 'ca_file', kind: 'text' },
  ],
  webhook: [
    { name: 'url', kind: 'secret', required: true },
    { name: 'signing_secret', kind: 'secret' },
    { name: 'authorization', kind: 'secret' },
    { name: 'ca_file', kind: 'text' },
  ],
};

export const addressesOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

export function fieldsOf(kind: ChannelValues['kind'], settings: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(
    settingFields[kind].map(({ name }) => {
      const value = settings[name];
      return [name, Array.isArray(value) ? value.join(', ') : typeof value === 'string' || typeof value === 'number' ? String(value) : ''];
    }),
  );
}

/** Settings of the request: what is empty is left out, so that a secret stays; null takes one away. */
export function settingsOf({ kind, fields, removed }: ChannelValues): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const { name, kind: type } of settingFields[kind]) {
    const text = (fields[name] ?? '').trim();
    if (text) settings[name] = type === 'list' ? addressesOf(text) : type === 'number' ? Number(text) : text;
    else if (type === 'secret' && removed.includes(name)) settings[name] = null;
  }
  return settings;
}

/** The first needed setting that is not given and not kept. */
export function missingSetting({ kind, fields, removed }: ChannelValues, kept: readonly string[]): string | undefined {
  return settingFields[kind].find(({ name, required }) => required && !fields[name]?.trim() && !(kept.includes(name) && !removed.includes(name)))?.name;
}
