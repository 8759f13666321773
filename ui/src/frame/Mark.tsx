/** The mark: two equal steps, ink and accent, that meet at one level. Same drawing as `icons/evenshelf.svg`. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="12 12 40 40" aria-hidden="true">
      <path d="M12 12h12v22h12v18H12z" fill="var(--ink)" />
      <path d="M52 52H40V30H28V12h24z" fill="var(--will)" />
    </svg>
  );
}
