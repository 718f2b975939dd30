/** An e-mail address that is broken before its domain, if it must be. */
export function Address({ children }: { readonly children: string }) {
  const at = children.lastIndexOf('@')
  return (
    <span>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </span>
  )
}
