import { foldText } from './names.ts'

/** The cell as it was meant: single spaces, and without the guard against formulas. */
export function plainCell(text: string): string {
  return text.replace(formulaGuard, '').replace(/\s+/g, ' ').trim()
}

/** The apostrophe that our CSV (and others', by OWASP's advice) puts before text which a spreadsheet would run as a formula. */
const formulaGuard = /^'(?=[=+\-@\t\r＝＋－＠])/

/** Whether the text is what follows a name: Jr., Sr., II, III, IV, V. "V." with a dot is an initial. */
export const isSuffix = (text: string): boolean => /^(?:[js]r\.?|ii|iii|iv|v|vi)$/i.test(text)

/** A name without the suffix at its end, and the suffix; '' where there is none. */
export function cutSuffix(text: string): [string, string] {
  const words = text.split(' ')
  const last = words.at(-1) ?? ''
  return words.length > 1 && isSuffix(last) ? [words.slice(0, -1).join(' ').replace(/,$/, ''), last] : [text, '']
}

/** Registers write a dash or N/A where a person has no middle name. */
export const noMiddle = (text: string): string => (/^(?:-+|n\.?\/?a\.?|none|\.)$/i.test(text) ? '' : text)

/** Whether the text has the form of one e-mail address, no longer than Zoom takes. */
export const isEmailAddress = (text: string): boolean =>
  text.length <= 128 && /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(text)

/** 1.36E+11: a spreadsheet has thrown digits away, and no guess brings them back. */
export const isSpreadsheetNumber = (text: string): boolean => /^\d(?:[.,]\d+)?e\+?\d+$/i.test(text)

/**
 * "Grade 7 - Mabini", "7-Mabini", "VII Mabini" name grade and section at once when there is no column for the grade, and so
 * does a path of Google's: "/Students/Grade 7/Mabini". "Grade 7 (Year I)" is grade 7.
 */
export function readSection(section: string, grade: string): { section: string; gradeLevel: string } {
  if (section.startsWith('/')) {
    const steps = section.split('/').filter((step) => step.trim() !== '')
    const above = readGrade(steps.at(-2) ?? '')
    return readSection((steps.at(-1) ?? '').trim(), grade || (/^(?:\d{1,2}|kinder.*)$/i.test(above) ? above : ''))
  }
  const gradeLevel = readGrade(grade)
  if (gradeLevel !== '')
    return {
      section: section.replace(new RegExp(`^(?:grade\\s*)?${escape(gradeLevel)}\\s*[-–:]\\s*`, 'i'), ''),
      gradeLevel,
    }
  const both = /^(?:grade|gr\.?|g)?\s*(\d{1,2}|kinder(?:garten)?)\s*[-–: ]\s*(.+)$/i.exec(section)
  return both === null ? { section, gradeLevel: '' } : { section: both[2]!.trim(), gradeLevel: both[1]! }
}

const readGrade = (text: string): string =>
  text
    .replace(/^(?:grade|year)\b\s*|^(?:grade|gr\.?|year|g)\s*(?=[\divx])/i, '')
    .replace(/ ?\(.*$/, '')
    .trim()

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Male or female in English or Filipino, by a word or a letter; null for anything else. */
export function readSex(text: string): 'male' | 'female' | null {
  const folded = foldText(text)
  if (['m', 'male', 'boy', 'lalaki', 'l'].includes(folded)) return 'male'
  return ['f', 'female', 'girl', 'babae', 'b'].includes(folded) ? 'female' : null
}
