import { settingsWords } from '../../words/settings.ts'

const { dataPlaces: places } = settingsWords.about

/** Where a computer like this one keeps the data folder by itself, or something within it. */
export function usualPlace(...within: readonly string[]): string {
  const { userAgent } = navigator
  const isWindows = userAgent.includes('Windows')
  const place = isWindows ? places.windows : userAgent.includes('Mac') ? places.mac : places.linux
  return [place, ...within].join(isWindows ? '\\' : '/')
}
