/** Hands a text to the browser as a file to keep. */
export function saveFile(name: string, text: string, type = 'text/plain') {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name.replace(/[/\\:*?"<>|]/g, '_');
  link.click();
  // The download has its own reference by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
