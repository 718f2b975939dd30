// Words that make any display name a device's: "iPad ni Ana", "jm reyes ipad".
const deviceWords = new Set(
  (
    'iphone ipad ipod imac macbook android chromebook laptop desktop tablet cellphone smartphone phone cp pc computer ' +
    'samsung huawei xiaomi redmi realme oppo tecno infinix lenovo asus acer nokia'
  ).split(' '),
)

// Words that are people's names too (Cherry, Honor, Nova): a device only beside nothing but models and qualifiers.
const maybeDeviceWords = new Set(
  'galaxy vivo honor nova note mi poco cherry mobile pixel moto tab surface dell hp mac itel windows zte'.split(' '),
)

// What Zoom or a hurried person fills in instead of a name.
const placeholders = new Set('zoom user guest student participant unknown admin owner my the'.split(' '))

const qualifiers = new Set('pro max plus ultra lite mini air se fe edition series gen go prime neo 5g 4g'.split(' '))

// Model numbers as makers write them: SM-A125F, CPH2239, RMX3231, V2027, M2101K7BG, DESKTOP-4F7K2LQ.
const modelNumber = /^(sm|cph\d+|rmx\d+|v\d{4}|m\d{4}\w*|[a-z]\d{2,3}[a-z]?|\d+[a-z]?)$/

// Those that say by themselves that they are no name.
const bareModelNumber = /^(sm|cph\d+|rmx\d+|v\d{4}|m\d{4}\w*)$/

/** Every word that can make a display name a device's; without one of them, or a digit, it is none. */
export const deviceTokens: ReadonlySet<string> = new Set([
  ...deviceWords,
  ...maybeDeviceWords,
  ...placeholders,
  ...qualifiers,
  'sm',
])

/** Whether folded tokens are the name of a device or a placeholder ("iPhone", "Galaxy A12", "Zoom User"). */
export function isDevice(tokens: readonly string[]): boolean {
  let isAllModel = true
  let hasWord = false
  for (const token of tokens) {
    if (deviceWords.has(token)) return true
    if (!isAllModel) continue
    if (maybeDeviceWords.has(token) || placeholders.has(token)) hasWord = true
    else isAllModel = qualifiers.has(token) || modelNumber.test(token)
  }
  return isAllModel && (hasWord || bareModelNumber.test(tokens[0] ?? ''))
}

// "ni Ana", "kay Ana", "de Ana", "of Ana", "Ana s".
const belongingWords = new Set('ni kay ng nina de of s'.split(' '))

/** The tokens that may be a person's name once the device's words are taken out ("iPad ni Ana" leaves "ana"). */
export function withoutDevice(tokens: readonly string[]): string[] {
  if (!isDevice(tokens)) return [...tokens]
  return tokens.filter(
    (token) =>
      !deviceWords.has(token) &&
      !maybeDeviceWords.has(token) &&
      !placeholders.has(token) &&
      !qualifiers.has(token) &&
      !belongingWords.has(token) &&
      !modelNumber.test(token),
  )
}
