/** Finds where in a JSON text the value of a path like `$.rules[2].object-locator` begins; the nearest parent if it is not there. */
export function locateJsonPath(text: string, path: string): { from: number; to: number } | undefined {
  const wanted = [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/g)].map((step) => step[1] ?? step[3] ?? Number(step[2]));
  let at = 0;
  let best: { from: number; to: number } | undefined;

  const space = () => {
    while (at < text.length && /\s/.test(text[at]!)) at++;
  };
  const string = () => {
    const from = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at++;
    return text.slice(from, at);
  };
  /** Walks over one value; `depth` steps of the wanted path lead to it, or -1 when it is beside the path. */
  const value = (depth: number) => {
    space();
    const from = at;
    const child = (step: string | number) => (depth >= 0 && depth < wanted.length && wanted[depth] === step ? depth + 1 : -1);
    if (text[at] === '{' || text[at] === '[') {
      const object = text[at] === '{';
      const end = object ? '}' : ']';
      at++;
      for (let index = 0; at < text.length; index++) {
        space();
        if (text[at] === end) break;
        let step: string | number = index;
        if (object) {
          if (text[at] !== '"') return;
          step = unquote(string());
          space();
          if (text[at] !== ':') return;
          at++;
        }
        value(child(step));
        space();
        if (text[at] === ',') at++;
        else if (text[at] !== end) return;
      }
      at++;
    } else if (text[at] === '"') {
      string();
    } else {
      while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at++;
    }
    // Children are walked first, so the first span kept is the deepest.
    if (depth >= 0 && !best) best = { from, to: at };
  };
  value(0);
  return best;
}

function unquote(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}
