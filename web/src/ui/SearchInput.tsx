import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from './Kbd';

interface Props {
  value: string;
  onChange: (value: string) => void;
  label: string;
  /** Focused by `/`; of one search per page only. */
  shortcut?: boolean;
  width?: number;
}

/** Text to filter by; tells it when typing pauses. */
export function SearchInput({ value, onChange, label, shortcut = true, width = 260 }: Props) {
  const { t } = useTranslation('common');
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback(onChange, 250);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (!shortcut) return;
    const focus = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, [shortcut]);
  const change = (next: string) => {
    setText(next);
    tell(next);
  };
  return (
    <TextInput
      ref={input}
      type="search"
      role="searchbox"
      w={width}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text) change('');
      }}
      placeholder={label}
      aria-label={label}
      leftSection={<Search size={15} aria-hidden />}
      rightSection={text ? <CloseButton size="sm" aria-label={t('action.clear')} onClick={() => change('')} /> : shortcut ? <Kbd keys="/" /> : null}
    />
  );
}
