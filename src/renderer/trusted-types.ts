/** The one method of the browser's Trusted Types that we use; TypeScript's own library does not know them yet. */
interface TrustedTypes {
  createPolicy(name: 'default', rules: { readonly createHTML: (markup: string) => string | null }): unknown
}

/**
 * Lets React Aria's announcer empty itself: it writes `innerHTML = ''`, which Trusted Types refuse like any other
 * markup. Our policy lets the empty text pass and nothing else.
 */
export function allowEmptyMarkup(): void {
  const { trustedTypes } = window as { readonly trustedTypes?: TrustedTypes }
  trustedTypes?.createPolicy('default', { createHTML: (markup) => (markup === '' ? markup : null) })
}
