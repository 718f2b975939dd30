const separator = /(\s+[-–—|·]\s+|\s*[:;,]\s+)/
const bracketed = /\s*(?:\([^()]*\)|\[[^[\]]*\])/g
const courseMark = '{course}'
const numberMark = '{n}'

/**
 * A typed title with `{course}` replaced by what the class is of. Where it is of nothing, the part that says so goes away
 * with its separator ("{course} - Session {n}" becomes "Session {n}").
 */
export const fillCourse = (typed: string, course: string): string =>
  tidy(course === '' ? withoutPart(typed, courseMark) : typed.replaceAll(courseMark, () => course))

/** The title of one date: `{n}` is its number in the series. */
export const titleOfDate = (pattern: string, number: number): string => pattern.replaceAll(numberMark, String(number))

/**
 * The one title that Zoom gets for all dates: without the part that holds `{n}` and its separator ("Mathematics - Session
 * {n}" becomes "Mathematics"). Never empty.
 */
export const topicOf = (pattern: string): string => tidy(withoutPart(pattern, numberMark)) || 'Class'

/** Takes off the parts that hold the mark, or the mark alone where nothing else would be left. */
function withoutPart(text: string, mark: string): string {
  if (!text.includes(mark)) return text
  const pieces = text.replaceAll(bracketed, (group) => (group.includes(mark) ? '' : group)).split(separator)
  // Even places are parts, each after the first with the separator that stands before it.
  let kept = ''
  for (let place = 0; place < pieces.length; place += 2) {
    const part = pieces[place]!
    if (!part.includes(mark)) kept += kept === '' ? part : `${pieces[place - 1]!}${part}`
  }
  return kept.trim() === '' ? text.replaceAll(mark, '').replaceAll(/^[\s:;,|·–—-]+|[\s:;,|·–—-]+$/g, '') : kept
}

/** A text with its spaces and line ends as one space each, and none around it. */
export const tidy = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
