/** Two weights of text. Fonts of the large scripts have one. */
export type Weight = 400 | 700

/** A stretch of text that one font can draw, from left to right as it stands on paper. */
export interface TextRun {
  /** File name in the folder of fonts. */
  readonly font: string
  readonly text: string
}

interface Script {
  readonly name: string
  readonly hasBold: boolean
  readonly isRightToLeft?: true
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

/** The first script that has a letter draws it. What the files hold was read out of them; later ones only fill gaps. */
const scripts: readonly Script[] = [
  {
    name: 'latin',
    hasBold: true,
    ranges: [
      [0x20, 0x7e],
      [0xa0, 0xff],
      [0x131, 0x131],
      [0x152, 0x153],
      [0x2013, 0x2014],
      [0x2018, 0x201a],
      [0x201c, 0x201e],
      [0x2022, 0x2022],
      [0x2026, 0x2026],
      [0x20ac, 0x20ac],
    ],
  },
  {
    name: 'vietnamese',
    hasBold: true,
    ranges: [
      [0x1ea0, 0x1ef9],
      [0x1a0, 0x1a1],
      [0x1af, 0x1b0],
    ],
  },
  {
    name: 'latin-ext',
    hasBold: true,
    ranges: [
      [0x100, 0x2ba],
      [0x2bc, 0x2d7],
      [0x300, 0x301],
      [0x303, 0x304],
      [0x308, 0x309],
      [0x323, 0x323],
      [0x1e00, 0x1e9f],
    ],
  },
  {
    name: 'cyrillic',
    hasBold: true,
    ranges: [
      [0x400, 0x45f],
      [0x490, 0x491],
      [0x4b0, 0x4b1],
    ],
  },
  { name: 'greek', hasBold: true, ranges: [[0x370, 0x3ff]] },
  {
    name: 'hebrew',
    hasBold: true,
    isRightToLeft: true,
    ranges: [
      [0x591, 0x5f4],
      [0xfb1d, 0xfb4f],
    ],
  },
  {
    name: 'arabic',
    hasBold: true,
    isRightToLeft: true,
    ranges: [
      [0x600, 0x6ff],
      [0x750, 0x77f],
      [0xfb50, 0xfdff],
      [0xfe70, 0xfefc],
    ],
  },
  {
    name: 'devanagari',
    hasBold: true,
    ranges: [
      [0x900, 0x97f],
      [0x200c, 0x200d],
    ],
  },
  { name: 'thai', hasBold: true, ranges: [[0xe01, 0xe5b]] },
  {
    name: 'kr',
    hasBold: false,
    ranges: [
      [0x3131, 0x318e],
      [0xac00, 0xd7a3],
    ],
  },
  {
    name: 'sc',
    hasBold: false,
    ranges: [
      [0x3000, 0x30ff],
      [0x3400, 0x4dbf],
      [0x4e00, 0x9fff],
      [0xff00, 0xffef],
    ],
  },
]
const scriptOf = (letter: string): Script | undefined => {
  const code = letter.codePointAt(0)!
  return scripts.find(({ ranges }) => ranges.some(([from, to]) => from <= code && code <= to))
}
const fileOf = ({ name, hasBold }: Script, weight: Weight) => `noto-sans-${name}-${hasBold ? weight : 400}.ttf`

/**
 * Cuts a line of text into runs, each with its font, in the order in which they stand on paper: words of a script that is
 * written from right to left are turned round. Letters that no font has become a question mark: never an empty box.
 */
export function runsOf(text: string, weight: Weight): readonly TextRun[] {
  const runs: { script: Script; text: string }[] = []
  for (const letter of text.normalize('NFC')) {
    const found = scriptOf(letter)
    const script = found ?? scripts[0]!
    const last = runs.at(-1)
    if (last?.script === script) last.text += found === undefined ? '?' : letter
    else runs.push({ script, text: found === undefined ? '?' : letter })
  }
  return turned(runs).map(({ script, text: part }) => ({ font: fileOf(script, weight), text: part }))
}

/** Which fonts these texts need, each once. */
export function fontsFor(texts: readonly string[]): readonly string[] {
  const letters = new Set(texts.join('').normalize('NFC'))
  const needed = new Set([scripts[0]!, ...[...letters].flatMap((letter) => scriptOf(letter) ?? [])])
  return [...needed].flatMap((script) =>
    script.hasBold ? [fileOf(script, 400), fileOf(script, 700)] : [fileOf(script, 400)],
  )
}

/** Words from right to left that follow each other, with what stands between them, in the order of the paper. */
function turned<R extends { readonly script: Script; readonly text: string }>(runs: readonly R[]): readonly R[] {
  const isTurned = (run: R | undefined) => run?.script.isRightToLeft === true
  const placed: R[] = []
  for (let at = 0; at < runs.length; at += 1) {
    if (!isTurned(runs[at])) {
      placed.push(runs[at]!)
      continue
    }
    let end = at
    while (isTurned(runs[end + 2]) && runs[end + 1]!.text.trim() === '') end += 2
    placed.push(...runs.slice(at, end + 1).toReversed())
    at = end
  }
  return placed
}
