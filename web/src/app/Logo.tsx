/** The mark: one node from which two others follow. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="#3d4fc4" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
        <path d="M11 16h4.5c3 0 2.5-6 5.5-6M15.5 16c3 0 2.5 6 5.5 6" />
      </g>
      <circle cx="8.5" cy="16" r="3" fill="#fff" />
      <circle cx="23.5" cy="10" r="3" fill="#fff" />
      <circle cx="23.5" cy="22" r="3" fill="#7fe3d0" />
    </svg>
  );
}
