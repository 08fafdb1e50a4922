/** Body and header of a change: of the revision that was read, or of whatever is there now. */
export function revised<B extends object>(body: B, row: { revision: number } | undefined, overwrite: boolean): { body: B & { revision?: number }; header: { 'If-Match'?: string } } {
  if (!row) return { body, header: {} };
  return overwrite ? { body, header: { 'If-Match': '*' } } : { body: { ...body, revision: row.revision }, header: {} };
}
