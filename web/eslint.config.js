import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // `{ code: _, ...rest }` leaves a member out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'text only' }],
    },
  },
  {
    // Node's, and those of the pages that browser tests evaluate functions in.
    files: ['**/*.mjs', 'eslint.config.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process', 'URL', 'console', 'fetch', 'setTimeout', 'clearTimeout', 'performance', 'Buffer',
          'window', 'document', 'getComputedStyle', 'requestAnimationFrame', 'localStorage',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
