import type { TFunction } from 'i18next';
import { createContext } from 'react';
import type { Refusal } from '../model';

/** An edge that is being drawn: which nodes it cannot end at, and why. Nodes listen, so that only those that change are drawn anew. */
export class Connecting {
  from: string | undefined;
  /** The same, if it is drawn with keys. */
  byKeys: string | undefined;
  private refusals: ReadonlyMap<string, Refusal> = new Map();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(from: string, refusals: ReadonlyMap<string, Refusal>, byKeys: boolean) {
    this.from = from;
    this.byKeys = byKeys ? from : undefined;
    this.refusals = refusals;
    this.listeners.forEach((tell) => tell());
  }

  end() {
    if (this.from === undefined) return;
    this.from = undefined;
    this.byKeys = undefined;
    this.refusals = new Map();
    this.listeners.forEach((tell) => tell());
  }

  /** `open`: the edge may end here. */
  at(name: string): Refusal | 'open' | undefined {
    return this.from === undefined ? undefined : (this.refusals.get(name) ?? 'open');
  }
}

export interface GraphContextValue {
  t: TFunction<'editor'>;
  stateWord: (state: string) => string;
  connecting: Connecting;
  /** Nodes have a port and can be connected. */
  editable: boolean;
}

/** What all nodes of a canvas need; one listener for the language instead of one a node. */
export const GraphContext = createContext<GraphContextValue | undefined>(undefined);
