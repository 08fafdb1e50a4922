import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import i18next from 'i18next';
import { languages, type Language } from '@/i18n';

export interface Preferences {
  language: Language;
  /** IANA name; empty: the browser's. */
  zone: string;
}

const storeKey = 'dmsnode.preferences';

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function guessLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function readPreferences(): Preferences {
  const guess: Preferences = { language: guessLanguage(), zone: '' };
  try {
    const kept = JSON.parse(localStorage.getItem(storeKey) ?? '{}') as Partial<Preferences>;
    return {
      language: languages.find((known) => known === kept.language) ?? guess.language,
      zone: typeof kept.zone === 'string' ? kept.zone : '',
    };
  } catch {
    return guess;
  }
}

interface PreferencesContext extends Preferences {
  /** The zone that times are shown in: the chosen one, else the browser's. */
  shownZone: string;
  change: (part: Partial<Preferences>) => void;
}

const Context = createContext<PreferencesContext | undefined>(undefined);

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [preferences, setPreferences] = useState(readPreferences);
  useEffect(() => {
    localStorage.setItem(storeKey, JSON.stringify(preferences));
    document.documentElement.lang = preferences.language === 'zh' ? 'zh-CN' : 'en';
    void i18next.changeLanguage(preferences.language);
  }, [preferences]);
  const value = useMemo(
    () => ({
      ...preferences,
      shownZone: preferences.zone || browserZone(),
      change: (part: Partial<Preferences>) => setPreferences((old) => ({ ...old, ...part })),
    }),
    [preferences],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function usePreferences(): PreferencesContext {
  const value = useContext(Context);
  if (!value) throw new Error('usePreferences needs PreferencesProvider');
  return value;
}
