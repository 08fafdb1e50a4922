import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { sql } from '@codemirror/lang-sql';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { linter, lintGutter, lintKeymap, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { locateJsonPath } from './jsonPath';
import classes from './CodeEditor.module.css';

export interface EditorProblem {
  path?: string | undefined;
  line?: number | undefined;
  message: string;
  hint?: string | undefined;
  warning?: boolean | undefined;
}

export interface EditorProps {
  value: string;
  onChange?: (value: string) => void;
  language: 'json' | 'yaml' | 'sql' | 'shell' | 'text';
  readOnly?: boolean;
  /** What the server says about the text: shown at the JSON path or the line. */
  problems?: EditorProblem[];
  label: string;
  /** Fixed height; without, as high as the text, between 3 and 24 lines. */
  height?: number | string;
  /** Words to complete beside the language's own. The editor is made anew for another source. */
  completions?: CompletionSource;
}

const colors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-name)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--code-number)' },
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword, tags.typeName], color: 'var(--code-keyword)' },
  { tag: [tags.comment], color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: 'var(--code-variable)' },
]);

function languageOf(language: EditorProps['language']): Extension {
  switch (language) {
    case 'json':
      return [json(), linter((view) => (view.state.doc.length === 0 ? [] : jsonParseLinter()(view)))];
    case 'yaml':
      return yaml();
    case 'sql':
      return sql();
    case 'shell':
      return StreamLanguage.define(shell);
    case 'text':
      return [];
  }
}

function place(state: EditorState, language: EditorProps['language'], problem: EditorProblem): { from: number; to: number } {
  if (problem.line !== undefined && problem.line >= 1 && problem.line <= state.doc.lines) return state.doc.line(problem.line);
  if (language === 'json' && problem.path) return locateJsonPath(state.doc.toString(), problem.path) ?? state.doc.line(1);
  return state.doc.line(1);
}

function problemMarks(language: EditorProps['language'], problems: EditorProblem[]): Extension {
  return linter((view) =>
    problems.map<Diagnostic>((problem) => {
      const { from, to } = place(view.state, language, problem);
      // Of what goes over many lines (an object that lacks a member) the first is enough.
      return { from, to: Math.min(to, view.state.doc.lineAt(from).to), severity: problem.warning ? 'warning' : 'error', message: problem.hint ? `${problem.message}\n${problem.hint}` : problem.message };
    }),
  );
}

export default function CodeMirrorEditor({ value, onChange, language, readOnly = false, problems, label, height, completions }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const tell = useRef(onChange);
  const marks = useRef(new Compartment());
  const first = useRef(value);
  useEffect(() => {
    tell.current = onChange;
  });

  useEffect(() => {
    const compartment = marks.current;
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false }),
          completions ? EditorState.languageData.of(() => [{ autocomplete: completions }]) : [],
          highlightActiveLine(),
          highlightSelectionMatches(),
          syntaxHighlighting(colors),
          lintGutter(),
          // Tab is left to the browser: the editor must not trap the keyboard.
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
          languageOf(language),
          compartment.of([]),
          EditorState.readOnly.of(readOnly),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', ...(readOnly && { 'aria-readonly': 'true' }) }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              first.current = update.state.doc.toString();
              tell.current?.(first.current);
            }
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [language, readOnly, label, completions]);

  useEffect(() => {
    const editor = view.current;
    // The text that came back from the editor itself is there already.
    if (!editor || value === first.current) return;
    first.current = value;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: marks.current.reconfigure(problems?.length ? problemMarks(language, problems) : []) });
  }, [problems, language, readOnly, label, completions]);

  return <div ref={host} className={classes.editor} data-auto={height === undefined || undefined} style={{ height }} />;
}
