import i18next, { type BackendModule, type ReadCallback } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** Each namespace of each language is a chunk, read when a page first needs it. */
const files = import.meta.glob<{ default: Record<string, string> }>('./{en,zh}/*.json');

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language: string, namespace: string, done: ReadCallback) {
    const load = files[`./${language}/${namespace}.json`];
    if (!load) return done(new Error(`no words for ${language}/${namespace}`), null);
    load().then(
      (file) => done(null, file.default),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    );
  },
};

export function initI18n(language: Language) {
  return i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: [...languages],
      ns: ['common', 'state', 'shell'],
      defaultNS: 'common',
      // Keys are flat texts with dots, so that a search finds them.
      keySeparator: false,
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}
