/** Where to go after the log-in: a path of this application only, never another site. */
export function returnPath(wanted: string | null): string {
  if (!wanted || !wanted.startsWith('/') || wanted.startsWith('//') || wanted.startsWith('/\\') || wanted.startsWith('/login')) return '/';
  return wanted;
}
