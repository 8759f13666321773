/** The mark: two steps, ink and accent, that meet at one level. Same drawing as `icons/evenshelf.svg`. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="9 11 46 42" aria-hidden="true">
      <path d="M11 13h16v21h12v17H11z" fill="var(--ink)" />
      <path d="M53 51H43V30H31V13h22z" fill="var(--will)" />
    </svg>
  );
}
