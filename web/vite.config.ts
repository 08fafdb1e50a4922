import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a running `dmsnode serve`. */
const server = process.env['DMSNODE_URL'] ?? 'http://127.0.0.1:12345';

/** Packages that many pages share go to chunks of their own, which browsers keep over releases. */
function chunkOf(id: string): string | undefined {
  if (!id.includes('node_modules')) return undefined;
  if (/\/(@xyflow|@dagrejs|d3-[a-z]+)\//.test(id)) return 'canvas';
  if (/\/(@codemirror|@lezer|codemirror|style-mod|w3c-keyname|crelt)\//.test(id)) return 'editor';
  if (/\/(@mantine\/(core|hooks|notifications)|@floating-ui|react-remove-scroll|react-textarea-autosize|clsx|lucide-react)\//.test(id)) return 'kit';
  return undefined;
}

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    host: '127.0.0.1',
    // The session's cookie and its CSRF check are the server's: the proxy changes nothing but the address.
    proxy: { '/api': { target: server, changeOrigin: true } },
  },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    target: 'es2022',
    sourcemap: false,
    // data: URLs of scripts are forbidden by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { output: { manualChunks: chunkOf } },
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], setupFiles: [] },
});
