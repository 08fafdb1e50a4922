/** Where in a JSON text a position is: which object it stands in, and whether a name or a value is being written. */
export interface JsonContext {
  /** Steps to the innermost object or list; -1 for an item of a list. */
  path: (string | -1)[];
  inKey: boolean;
  /** Member whose value is being written. */
  member: string | undefined;
  /** Where the name or value begins, its opening quote included. */
  from: number;
  quoted: boolean;
  /** Members that the object has before the position. */
  siblings: string[];
  /** Values of the texts among them. */
  values: Record<string, string>;
}

interface Frame {
  list: boolean;
  step: string | -1 | undefined;
  member: string | undefined;
  expectKey: boolean;
  names: string[];
  values: Record<string, string>;
}

export function jsonContext(text: string, position: number): JsonContext | undefined {
  const stack: Frame[] = [];
  let at = 0;
  const open = (list: boolean) => {
    const top = stack.at(-1);
    stack.push({ list, step: top && (top.list ? -1 : top.member), member: undefined, expectKey: !list, names: [], values: {} });
  };
  const result = (from: number, quoted: boolean): JsonContext | undefined => {
    const top = stack.at(-1);
    if (!top) return undefined;
    const path = stack.slice(1).map((frame) => frame.step ?? -1);
    return { path, inKey: !top.list && top.expectKey, member: top.list ? undefined : top.member, from, quoted, siblings: top.names, values: top.values };
  };
  while (at < position) {
    const char = text[at]!;
    if (char === '"') {
      const from = at++;
      while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
      at++;
      if (at > position) return result(from, true);
      const top = stack.at(-1);
      const inner = text.slice(from + 1, at - 1);
      if (top && !top.list && top.expectKey) {
        top.member = inner;
        top.names.push(inner);
      } else if (top && !top.list && top.member !== undefined) top.values[top.member] = inner;
      continue;
    }
    const top = stack.at(-1);
    if (char === '{' || char === '[') open(char === '[');
    else if (char === '}' || char === ']') stack.pop();
    else if (char === ':' && top) top.expectKey = false;
    else if (char === ',' && top) {
      top.expectKey = !top.list;
      top.member = undefined;
    }
    at++;
  }
  const word = /[\w-]*$/.exec(text.slice(0, position))![0];
  return result(position - word.length, false);
}
