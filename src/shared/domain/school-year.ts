/** A school year that holds the date: June to May, as the Philippine calendar runs; a school sets its own dates later. */
export function schoolYearOf(on: string): { title: string; firstOn: string; lastOn: string } {
  const year = Number(on.slice(0, 4)) - (Number(on.slice(5, 7)) >= 6 ? 0 : 1)
  return { title: `${year}–${year + 1}`, firstOn: `${year}-06-01`, lastOn: `${year + 1}-05-31` }
}
