/** Task kinds: those that the palette offers, and how each is drawn (own icons, strokes on a 24×24 field). */

export interface KindLook {
  tone: 'accent' | 'success' | 'info' | 'neutral';
  paths: readonly string[];
}

const looks: Record<string, KindLook> = {
  // Two stores and the way from one to the other.
  DMS: {
    tone: 'accent',
    paths: [
      'M2 6.5c0-1.1 1.6-2 3.5-2s3.5.9 3.5 2-1.6 2-3.5 2-3.5-.9-3.5-2Z',
      'M2 6.5v11c0 1.1 1.6 2 3.5 2s3.5-.9 3.5-2v-11',
      'M15 6.5c0-1.1 1.6-2 3.5-2s3.5.9 3.5 2-1.6 2-3.5 2-3.5-.9-3.5-2Z',
      'M15 6.5v11c0 1.1 1.6 2 3.5 2s3.5-.9 3.5-2v-11',
      'M9.5 13h5M12.5 10.8l2.2 2.2-2.2 2.2',
    ],
  },
  SHELL: { tone: 'success', paths: ['M4.5 4h15A2.5 2.5 0 0 1 22 6.5v11a2.5 2.5 0 0 1-2.5 2.5h-15A2.5 2.5 0 0 1 2 17.5v-11A2.5 2.5 0 0 1 4.5 4Z', 'M6.5 9l3 3-3 3', 'M12.5 15.5h5'] },
  SQL: {
    tone: 'info',
    paths: ['M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3Z', 'M4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6', 'M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3'],
  },
};

const unknown: KindLook = { tone: 'neutral', paths: ['M12 2.5 20.5 7v10L12 21.5 3.5 17V7Z', 'M12 12v9.5M12 12 3.5 7M12 12l8.5-5'] };

/** Kinds that this program runs, as the palette shows them. */
export const paletteKinds = ['DMS', 'SHELL', 'SQL'] as const;

export function lookOfKind(kind: string): KindLook {
  return looks[kind] ?? unknown;
}

export function KindIcon({ kind, size = 18 }: { kind: string; size?: number }) {
  const look = lookOfKind(kind);
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke={`var(--tone-${look.tone}-fg)`} strokeWidth={1.7} strokeLinecap="round" strokeLinejoin="round" aria-hidden style={{ flex: 'none' }}>
      {look.paths.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
