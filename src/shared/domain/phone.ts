/** The number as `+` and digits (0917... and 917... become +63917...), or null when the text is no full phone number. */
export function normalisePhone(text: string, countryCode = '63'): string | null {
  const compact = text.replace(/[\s().-]/g, '')
  if (!/^\+?\d{7,15}$/.test(compact)) return null
  if (compact.startsWith('+')) return compact
  if (compact.startsWith('00')) return `+${compact.slice(2)}`
  if (compact.startsWith('0')) return `+${countryCode}${compact.slice(1)}`
  // Ten digits without a prefix: how Filipino mobiles are often typed (917 123 4567).
  if (compact.length === 10) return `+${countryCode}${compact}`
  return compact.length > 10 ? `+${compact}` : null
}

/** Whether the text is nothing but a phone number, masked ones (+63917***4567, as Zoom shows callers) included. */
export function isPhoneText(text: string): boolean {
  return /^\+?[\d\s().*-]{7,20}$/.test(text) && text.replace(/\D/g, '').length >= 5
}
