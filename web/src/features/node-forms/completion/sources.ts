import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { actionsFor, selectionActions } from '../mapping/rules';
import type { VisibleParameter } from '../model/visibleParams';
import { jsonContext, type JsonContext } from './jsonContext';
import { shapeAt, type Shape } from './shapes';

/** Words after `${`. */
export function completeParameter(text: string, position: number, parameters: VisibleParameter[], origin: (from: string) => string): CompletionResult | null {
  const begun = /(?<!\$)\$\{([\w.-]*)$/.exec(text.slice(Math.max(0, position - 200), position));
  if (!begun || parameters.length === 0) return null;
  const closed = text[position] === '}';
  const options = parameters.map<Completion>(({ name, from }) => ({ label: name, detail: origin(from), type: 'variable', apply: closed ? name : `${name}}` }));
  return { from: position - begun[1]!.length, options, validFor: /^[\w.-]*$/ };
}

function keyOptions(context: JsonContext, shape: Shape, closed: boolean): Completion[] {
  const open = context.quoted ? '' : '"';
  return Object.entries(shape.members ?? {})
    .filter(([name]) => !context.siblings.includes(name))
    .map(([name, inner], index) => {
      const begin = inner.members ? '{' : inner.items ? '[' : '';
      return { label: name, type: 'property', boost: 99 - index, apply: `${open}${name}${context.quoted && closed ? '' : `": ${begin}`}` };
    });
}

function valueOptions(context: JsonContext, shape: Shape, closed: boolean): Completion[] {
  let values = shape.values ?? [];
  // What an action goes with is said by the members before it.
  if (context.member === 'rule-action') {
    const target = context.values['rule-target'];
    if (context.values['rule-type'] === 'selection') values = selectionActions;
    else if (target) values = actionsFor(target);
  }
  return values.map((value, index) => {
    const text = typeof value === 'string' ? `${context.quoted ? '' : '"'}${value}${context.quoted && closed ? '' : '"'}` : String(value);
    return { label: String(value), type: typeof value === 'string' ? 'enum' : 'constant', boost: 99 - index, apply: text };
  });
}

export function completeJson(text: string, position: number, shape: Shape, explicit: boolean): CompletionResult | null {
  const context = jsonContext(text, position);
  if (!context || (!explicit && !context.quoted && context.from === position)) return null;
  const object = shapeAt(shape, context.path);
  const closed = text[position] === '"';
  const from = context.from + (context.quoted ? 1 : 0);
  const options = context.inKey ? keyOptions(context, object ?? {}, closed) : valueOptions(context, (context.member === undefined ? object?.items : object?.members?.[context.member]) ?? {}, closed);
  return options.length === 0 ? null : { from, options, validFor: /^[\w-]*$/ };
}

export interface Words {
  shape?: Shape;
  parameters: VisibleParameter[];
  origin: (from: string) => string;
}

/** Completion for an editor that is made once: what there is to complete is asked for each time. */
export function completionSource(words: () => Words | undefined) {
  return (context: CompletionContext): CompletionResult | null => {
    const known = words();
    if (!known) return null;
    const { shape, parameters, origin } = known;
    const text = context.state.doc.toString();
    return completeParameter(text, context.pos, parameters, origin) ?? (shape ? completeJson(text, context.pos, shape, context.explicit) : null);
  };
}
