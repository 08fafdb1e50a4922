import type { ProblemEntry } from '@/api/problem';
import { graphOf, nothingPlaced, placeProblems, record, redo, replaceTask, startHistory, taskOf, undo, uniqueName, withPositions, type Edge, type History, type PlacedProblems, type Step, type TaskDocument, type WorkflowDocument } from '../model';

export interface EditorState {
  history: History;
  /** What the server has; the document is unsaved if it is another object. */
  saved: WorkflowDocument;
  selection: ReadonlySet<string>;
  selectedEdges: readonly Edge[];
  /** The selected node that keys act from. */
  cursor: string | undefined;
  problems: PlacedProblems;
  allProblems: readonly ProblemEntry[];
  /** Told to screen readers. */
  said: string;
}

/** A new node whose form is open: cancelling takes it away as if it had never been. */
interface Draft {
  name: string;
  before: History;
}

const nobody: ReadonlySet<string> = new Set();
const noEdges: readonly Edge[] = [];

/** The document being edited, and what goes with it. Components listen to the parts they show (useEditor). */
export class EditorStore {
  private state: EditorState;
  private draft: Draft | undefined;
  private readonly listeners = new Set<() => void>();
  readonly get = () => this.state;

  constructor(document: WorkflowDocument) {
    const placed = withPositions(document);
    this.state = { history: startHistory(placed), saved: placed, selection: nobody, selectedEdges: noEdges, cursor: undefined, problems: nothingPlaced, allProblems: [], said: '' };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get document(): WorkflowDocument {
    return this.state.history.present.document;
  }

  private set(part: Partial<EditorState>) {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((tell) => tell());
  }

  private setHistory(history: History, part: Partial<EditorState> = {}) {
    const { names } = graphOf(history.present.document);
    const selection = part.selection ?? this.state.selection;
    const left = [...selection].every((name) => names.has(name)) ? selection : new Set([...selection].filter((name) => names.has(name)));
    const cursor = part.cursor ?? this.state.cursor;
    // Until the server has looked again, problems stay at the nodes that are still there.
    const byTask = new Map([...this.state.problems.byTask].filter(([name]) => names.has(name)));
    this.set({ ...part, history, selection: left, selectedEdges: noEdges, cursor: cursor !== undefined && names.has(cursor) ? cursor : undefined, problems: { byTask, rest: this.state.problems.rest } });
  }

  /** One step that can be undone; steps with the same `merge` become one. */
  change(document: WorkflowDocument, options: { merge?: string; select?: Iterable<string>; say?: string } = {}) {
    if (document === this.document) return;
    const names = options.select && [...options.select];
    this.setHistory(record(this.state.history, withPositions(document), options.merge), {
      ...(names && { selection: new Set(names), cursor: names.at(-1) }),
      ...(options.say !== undefined && { said: options.say }),
    });
  }

  /** What was entered on the way to the first save is no step: undoing a drawing must not take the name away. */
  settle(document: WorkflowDocument) {
    const named = (step: Step): Step => ({ ...step, document: { ...document, tasks: step.document.tasks } });
    const { past, present, future } = this.state.history;
    this.setHistory({ past: past.map(named), present: named(present), future: future.map(named) });
  }

  undo(say: string) {
    if (this.state.history.past.length > 0) this.setHistory(undo(this.state.history), { said: say });
  }

  redo(say: string) {
    if (this.state.history.future.length > 0) this.setHistory(redo(this.state.history), { said: say });
  }

  select(names: Iterable<string>, edges: readonly Edge[] = noEdges, cursor?: string) {
    const next = new Set(names);
    const { selection, selectedEdges } = this.state;
    const same = next.size === selection.size && [...next].every((name) => selection.has(name));
    const kept = cursor ?? (this.state.cursor !== undefined && next.has(this.state.cursor) ? this.state.cursor : [...next].at(-1));
    if (same && kept === this.state.cursor && edges.length === 0 && selectedEdges.length === 0) return;
    this.set({ selection: same ? selection : next, selectedEdges: edges.length > 0 ? edges : noEdges, cursor: kept });
  }

  /** Adds a node whose form opens next. */
  begin(document: WorkflowDocument, name: string, say: string) {
    this.draft = { name, before: this.state.history };
    this.change(document, { merge: `new:${name}`, select: [name], say });
  }

  isNew(name: string): boolean {
    return this.draft?.name === name;
  }

  cancelNew(say: string) {
    if (!this.draft) return;
    const { before } = this.draft;
    this.draft = undefined;
    this.setHistory(before, { selection: nobody, said: say });
  }

  /** Takes the form's node in the place of `name`. */
  apply(name: string, task: TaskDocument) {
    const others = new Set(graphOf(this.document).names);
    others.delete(name);
    const free = uniqueName(others, task.name);
    const placed = { ...task, name: free, position: task.position ?? taskOf(this.document, name)?.position } as TaskDocument;
    const merge = this.draft ? `new:${this.draft.name}` : undefined;
    this.draft = undefined;
    this.change(replaceTask(this.document, name, placed), { ...(merge && { merge }), select: [free] });
    // What comes next is a step of its own.
    this.set({ history: { ...this.state.history, present: { document: this.document } } });
  }

  /** The server has saved what was sent; `kept` is what it has now. */
  markSaved(sent: WorkflowDocument, kept: WorkflowDocument) {
    const placed = withPositions(kept);
    if (this.document === sent) this.setHistory({ ...this.state.history, present: { document: placed } }, { saved: placed });
    else this.set({ saved: placed });
  }

  /** Begins anew with another document, which the server has. */
  load(document: WorkflowDocument) {
    const placed = withPositions(document);
    this.draft = undefined;
    this.setHistory(startHistory(placed), { saved: placed });
  }

  setProblems(document: WorkflowDocument, problems: readonly ProblemEntry[]) {
    if (problems.length === 0 && this.state.allProblems.length === 0) return;
    this.set({ problems: placeProblems(document, problems, this.state.problems), allProblems: problems });
  }

  say(said: string) {
    this.set({ said });
  }
}
