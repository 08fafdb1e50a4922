import { Alert, Button, CopyButton, Group, SegmentedControl } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeEditor, type EditorProblem } from '@/ui';
import { same, type ShapeFault, type WorkflowDocument } from '../model';
import { linesOf, parseText, textOf, type TextLanguage } from '../model/text';
import { useDocument, useEditor, useEditorStore } from '../state/useEditor';
import classes from './panels.module.css';

const languages = [
  { value: 'yaml', label: 'YAML' },
  { value: 'json', label: 'JSON' },
];

/** The document as text beside the drawing: what is typed is drawn as soon as it can be read. */
export default function TextPanel({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation('editor');
  const store = useEditorStore();
  const document = useDocument();
  const problems = useEditor((state) => state.allProblems);
  const [language, setLanguage] = useState<TextLanguage>('yaml');
  const [text, setText] = useState(() => textOf(document, language));
  const [faults, setFaults] = useState<EditorProblem[]>([]);
  /** The drawing has changed while the text could not be read: the text is kept until the user lets it go. */
  const [behind, setBehind] = useState(false);
  /** The document that the text stands for. */
  const shown = useRef<WorkflowDocument>(document);
  const faulty = faults.length > 0;

  const words = (fault: ShapeFault): string => t(`shape.${fault.kind}`, { name: 'name' in fault ? fault.name : '', names: 'names' in fault ? fault.names : '' });

  const read = useDebouncedCallback((typed: string) => {
    const parsed = parseText(typed);
    if ('syntax' in parsed) return setFaults(parsed.syntax);
    if ('faults' in parsed) {
      const lines = linesOf(typed, parsed.faults.map((fault) => fault.path));
      return setFaults(parsed.faults.map((fault, index) => ({ line: lines[index], message: words(fault) })));
    }
    setFaults([]);
    setBehind(false);
    if (same(parsed.document, store.document)) return;
    store.change(parsed.document, { merge: 'text' });
    shown.current = store.document;
  }, 350);

  useEffect(() => {
    if (document === shown.current) return;
    if (faulty) return setBehind(true);
    shown.current = document;
    setText(textOf(document, language));
  }, [document, language, faulty]);

  const regenerate = (next: TextLanguage) => {
    shown.current = store.document;
    setFaults([]);
    setBehind(false);
    setText(textOf(store.document, next));
  };

  const marks = useMemo<EditorProblem[]>(() => {
    if (faulty) return faults;
    if (problems.length === 0) return [];
    const lines = linesOf(text, problems.map((problem) => problem.path));
    return problems.map((problem, index) => ({ line: lines[index], message: problem.message, hint: problem.hint, warning: problem.warning }));
  }, [faults, faulty, problems, text]);

  return (
    <div className={classes.panel}>
      <Group justify="space-between" className={classes.head}>
        <SegmentedControl
          size="xs"
          aria-label={t('text.language')}
          data={languages}
          value={language}
          onChange={(value) => {
            const next = value as TextLanguage;
            setLanguage(next);
            regenerate(next);
          }}
          disabled={faulty}
        />
        <CopyButton value={text}>{({ copied, copy }) => <Button size="compact-xs" variant="default" onClick={copy}>{copied ? t('common:action.copied') : t('common:action.copy')}</Button>}</CopyButton>
      </Group>
      {behind && (
        <Alert color="yellow" title={t('text.behind')} m={8} p="xs">
          <Button size="xs" variant="default" mt={4} onClick={() => regenerate(language)}>
            {t('text.regenerate')}
          </Button>
        </Alert>
      )}
      {faulty && (
        <div className={classes.fault} role="status">
          {t('text.faulty', { line: faults[0]!.line ?? 1, message: faults[0]!.message })}
        </div>
      )}
      <div className={classes.fill}>
        <CodeEditor
          key={language}
          value={text}
          onChange={(typed) => {
            setText(typed);
            read(typed);
          }}
          language={language}
          readOnly={readOnly}
          problems={marks}
          label={t('text.label', { language: language.toUpperCase() })}
          height="100%"
        />
      </div>
    </div>
  );
}
