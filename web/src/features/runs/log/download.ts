import type { Log } from './useLog';

const chunk = 1_048_576;

/** The whole log as a file. Each piece is a blob at once, which the browser may keep outside of memory. */
export async function downloadLog(read: Log['read'], fileName: string): Promise<void> {
  const parts: Blob[] = [];
  for (let offset = 0; ; ) {
    const piece = await read(offset, chunk);
    if (piece.next <= offset) break;
    parts.push(new Blob([piece.text]));
    offset = piece.next;
    if (offset >= piece.size) break;
  }
  const url = URL.createObjectURL(new Blob(parts, { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
