import { Group, Input, Text } from '@mantine/core';
import { FileJson } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeEditor, type EditorProblem, type EditorProps } from '@/ui';
import { completionSource, type Words } from '../completion/sources';
import type { Shape } from '../completion/shapes';
import { documentText, documentValue, fileOf, isFileValue, sameJson } from '../model/json';
import { textOf } from '../model/task';
import { visibleParameters } from '../model/visibleParams';
import { useField, useForm, useFormPart } from './form';
import { problemsIn } from './NodeFormStore';
import { FieldBox, FieldLabel } from './inputs';

/** Completion of `${…}` and of a document's shape, for an editor that is not made anew while the words change. */
export function useCompletion(shape?: Shape) {
  const { t } = useTranslation('node-forms');
  const form = useForm();
  const words = useRef<() => Words>(undefined);
  useEffect(() => {
    const places: Record<string, string> = { local: t('origin.local'), global: t('origin.global'), project: t('origin.project'), 'built-in': t('origin.builtIn') };
    words.current = () => {
      const { task, document, projectParameters } = form.getState();
      return { ...(shape && { shape }), parameters: visibleParameters(task, document, projectParameters), origin: (from) => places[from] ?? from };
    };
  });
  // eslint-disable-next-line react-hooks/exhaustive-deps -- made once: another source would make the editor anew
  return useCallback(completionSource(() => words.current?.()), []);
}

const none: EditorProblem[] = [];
/** Messages below the editor; the others are in its lines. */
const mostTold = 4;

interface Props {
  path: string;
  words?: string;
  language: EditorProps['language'];
  /** Of a JSON document: objects stay objects, `file://` is told. */
  shape?: Shape;
  required?: boolean;
  height?: number;
  /** Right of the label. */
  aside?: ReactNode;
  below?: ReactNode;
}

/** A text in an editor: a JSON document, a script, statements. */
export function DocumentField({ path, words, language, shape, required = false, height, aside, below }: Props) {
  const { t } = useTranslation('node-forms');
  const { value, set, error, warning, readOnly, name } = useField(path);
  const problems = useFormPart((state) => problemsIn(state, path));
  const completions = useCompletion(shape);
  const wrong = problems.filter((problem) => !problem.warning);
  const isJson = language === 'json';
  const [origin] = useState(value);
  const [typed, setTyped] = useState('');
  // Of a document kept as an object the text is shown as it was typed, not as the object would be written anew.
  const text = !isJson ? textOf(value) : sameJson(documentValue(typed, origin), value) ? typed : documentText(value);
  const type = (next: string) => {
    setTyped(next);
    set(isJson ? documentValue(next, origin) : next === '' ? undefined : next);
  };
  const isFile = isJson && isFileValue(text);
  return (
    <FieldBox path={path} warning={warning}>
      <Group justify="space-between" align="flex-end" mb={4} gap="xs">
        <Input.Label component="div" required={required} mb={0}>
          <FieldLabel path={path} {...(words && { words })} />
        </Input.Label>
        {aside}
      </Group>
      <CodeEditor
        language={isFile ? 'text' : language}
        value={text}
        label={t(`field.${words ?? name}`)}
        readOnly={readOnly}
        problems={isFile ? none : problems}
        completions={completions}
        {...(isFile ? { height: 40 } : height !== undefined && { height })}
        onChange={type}
      />
      {isFile && (
        <Group gap={6} mt={4}>
          <FileJson size={14} aria-hidden color="var(--mantine-color-dimmed)" />
          <Text size="xs" c="dimmed">
            {t('file.note', { file: fileOf(text) })}
          </Text>
        </Group>
      )}
      {error && (
        <Text size="xs" mt={4} c="var(--mantine-color-error)" role="alert" component="div">
          {wrong.slice(0, mostTold).map(({ path: at, message }) => (
            <div key={`${at} ${message}`}>{message}</div>
          ))}
          {wrong.length > mostTold && t('problems.more', { count: wrong.length - mostTold })}
        </Text>
      )}
      {below}
    </FieldBox>
  );
}
