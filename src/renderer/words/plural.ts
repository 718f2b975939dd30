const rules = new Intl.PluralRules('en')
const figures = new Intl.NumberFormat('en')

/** A number with its noun: `count(1, 'class', 'classes')` is "1 class". */
export function count(number: number, one: string, other: string): string {
  return `${figures.format(number)} ${rules.select(number) === 'one' ? one : other}`
}

/** A number alone: "1,200". */
export const figure = (number: number): string => figures.format(number)
