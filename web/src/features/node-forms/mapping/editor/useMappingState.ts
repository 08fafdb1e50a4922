import { useReducer } from 'react';
import { parse, pretty } from '../../model/json';
import { asMapping, emptyMapping, type Mapping } from '../rules';

/** The text is what counts; the rows show the rules of the last text that could be read. */
export interface MappingState {
  text: string;
  mapping: Mapping;
  /** The text is no mapping document now: the rows cannot be changed until it is one. */
  broken: boolean;
  past: string[];
  future: string[];
  /** The last change was typed into the text: the next one goes into the same step. */
  typing: boolean;
}

export type MappingAction = { kind: 'text'; text: string } | { kind: 'mapping'; mapping: Mapping } | { kind: 'undo' } | { kind: 'redo' };

const mostSteps = 200;

function read(text: string, before: Mapping): { mapping: Mapping; broken: boolean } {
  if (text.trim() === '') return { mapping: emptyMapping(), broken: false };
  const mapping = asMapping(parse(text));
  return mapping ? { mapping, broken: false } : { mapping: before, broken: true };
}

export function startState(text: string): MappingState {
  return { text, ...read(text, emptyMapping()), past: [], future: [], typing: false };
}

export function reduceMapping(state: MappingState, action: MappingAction): MappingState {
  const go = (text: string, rest: Partial<MappingState>): MappingState => ({ ...state, text, ...read(text, state.mapping), typing: false, ...rest });
  const past = [...state.past, state.text].slice(-mostSteps);
  if (action.kind === 'undo') {
    const text = state.past.at(-1);
    return text === undefined ? state : go(text, { past: state.past.slice(0, -1), future: [state.text, ...state.future] });
  }
  if (action.kind === 'redo') {
    const [text, ...future] = state.future;
    return text === undefined ? state : go(text, { past, future });
  }
  if (action.kind === 'mapping') return go(pretty(action.mapping), { past, future: [] });
  if (action.text === state.text) return state;
  return go(action.text, { past: state.typing ? state.past : past, future: [], typing: true });
}

export function useMappingState(text: string) {
  return useReducer(reduceMapping, text, startState);
}
