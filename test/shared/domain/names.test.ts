import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  displayNameKeys,
  foldText,
  formalName,
  isDeviceName,
  nameKey,
  nameKeysOf,
  parseDisplayName,
  personTokens,
} from '../../../src/shared/domain/names.ts'
import { isPhoneText, normalisePhone } from '../../../src/shared/domain/phone.ts'
import { likeness, shownTokens } from '../../../src/shared/domain/similar-names.ts'
import { name } from './school.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

describe('names that are the same', () => {
  it.each([
    ['REYES, ANA M.', 'Ana M. Reyes'],
    ['REYES# ANA M.', 'Ana M. Reyes'],
    ['José Peña', 'jose pena'],
    ['Jose\u0301 Pen\u0303a', 'José Peña'],
    ['Ｊｏｓé Ｐｅñａ', 'Jose Pena'],
    ['Zoë Núñez', 'ZOE NUNEZ'],
    ['O’Brien, Søren', "Soren O'Brien"],
    ['Anne-Marie Lim', 'Anne Marie Lim'],
    ['Corazon de la Cruz', 'DELA CRUZ, CORAZON'],
    ['Corazon Delacruz', 'Corazon dela Cruz'],
    ['Juan de los Santos', 'Juan delos Santos'],
    ['Ma. Theresa Sta. Maria', 'Maria Theresa Santa Maria'],
    ['Jose Sto. Tomas', 'Santo Tomas, Jose'],
    ['Ligaya van der Berg', 'VAN DER BERG, LIGAYA'],
    ['Jose Peña, Jr.', 'Junior Jose Peña'],
    ['Jose Peña 3rd', 'Jose Peña III'],
    ['  Ana\u200b   Reyes ', 'Ana Reyes'],
    ['陳 陽菜', '陽菜　陳'],
    ['Łukasz Żak', 'lukasz zak'],
    ['Đặng Thị Hoa', 'Dang Thi Hoa'],
  ])('%s = %s', (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b))
    expect(nameKey(a)).not.toBe('')
  })

  it.each([
    ['Mario Santos', 'Maria Santos'],
    ['Ana Cruz', 'Ana dela Cruz'],
    ['Ana Reyes', 'Ana M. Reyes'],
    ['Jose Peña', 'Jose Peña Jr.'],
    ['ガク', 'カク'],
    ['สมชาย', 'สมชัย'],
  ])('%s is not %s', (a, b) => {
    expect(nameKey(a)).not.toBe(nameKey(b))
  })

  it('has no key for what holds no letter', () => {
    for (const text of ['', '   ', '🌸🌸', '...', '()']) expect(nameKey(text)).toBe('')
  })

  it('folds what was folded to the same', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => foldText(foldText(text)) === foldText(text)))
  })

  it('does not care for case, order and extra spaces of plain names', () => {
    const part = fc.stringMatching(/^[B-CF-KN-RT-UW-Z][a-z]{3,9}$/)
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        expect(nameKey(`${a.toUpperCase()}, ${b}  ${c}`)).toBe(nameKey(`${b} ${c} ${a}`))
      }),
    )
  })
})

describe('the exact names of a person', () => {
  const ana = nameKeysOf(name('Reyes', 'Ana Maria', { middle: 'de la Cruz', suffix: 'III', preferred: 'Annie' }))

  it.each([
    'Ana Maria Reyes',
    'REYES, ANA MARIA',
    'Ana Maria D. Reyes',
    'Ana Maria DLC Reyes',
    'Ana Maria dela Cruz Reyes',
    'Ana Maria Reyes III',
    'Annie Reyes',
  ])('takes %s', (text) => {
    expect(ana).toContain(nameKey(text))
  })

  it.each(['Ana Reyes', 'Maria Reyes', 'Ana', 'Reyes', 'Annie', 'Ana Maria X. Reyes'])('does not take %s', (text) => {
    expect(ana).not.toContain(nameKey(text))
  })

  it('finds a name whose part ends like a particle in either order', () => {
    const van = nameKeysOf(name('Tran', 'Thi Van'))
    expect(van).toContain(nameKey('Thi Van Tran'))
    expect(van).toContain(nameKey('Tran Thi Van'))
  })

  it('takes people of one name', () => {
    expect(nameKeysOf(name('', 'Suharto'))).toEqual(['suharto'])
    expect(nameKeysOf(name('Suharto', ''))).toEqual(['suharto'])
  })
})

describe('display names', () => {
  it.each([
    ['Ana Reyes', ['Ana Reyes']],
    ['Annie (Ana Reyes)', ['Annie', 'Ana Reyes']],
    ['iPhone (Ana Reyes)', ['Ana Reyes']],
    ['Galaxy A12 (Ana Reyes)', ['Ana Reyes']],
    ['Ana Reyes (iPad)', ['Ana Reyes']],
    ['Ana (Annie) Reyes', ['Ana Reyes', 'Annie']],
    ['Ana Reyes（陳）', ['Ana Reyes', '陳']],
    ['Ana Reyes (', ['Ana Reyes']],
    ['iPhone', []],
    ['iPad ni Ana', []],
    ['0917 123 4567', []],
    ['0917 123 4567 (Ana Reyes)', ['Ana Reyes']],
  ])('looks into %s', (text, names) => {
    expect(parseDisplayName(text).names).toEqual(names)
  })

  it('gives the keys of the names it finds', () => {
    const texts = ['Annie (Ana Reyes)', 'iPhone (Corazon de la Cruz)', 'José Peña', 'Galaxy A12', 'Zoom User', '🌸', '']
    for (const text of texts) {
      expect(displayNameKeys(text)).toEqual(
        parseDisplayName(text)
          .names.map(nameKey)
          .filter((key) => key !== ''),
      )
    }
    expect(displayNameKeys('iPhone (Corazon de la Cruz)')).toEqual([nameKey('dela Cruz, Corazon')])
  })

  it.each([
    'iPhone',
    'iPhone 12 Pro Max',
    "Ana's iPhone",
    'iPad ni Ana',
    'jm reyes ipad',
    'Galaxy A12',
    'SM-A125F',
    'OPPO A5s',
    'Redmi Note 9',
    'vivo 1904',
    'CPH2239',
    'DESKTOP-4F7K2LQ',
    'Zoom User',
    'HP',
    'MacBook Air',
    'Cherry Mobile',
  ])('knows the device %s', (text) => {
    expect(isDeviceName(text)).toBe(true)
    expect(displayNameKeys(text)).toEqual([])
  })

  it.each([
    'Ana Reyes',
    'Cherry Reyes',
    'Honor Cruz',
    'Nova Lim',
    'Mac Santos',
    'Mi Jung',
    'ana2010',
    'Vivo Ocampo',
    '陽菜',
  ])('knows that %s is no device', (text) => {
    expect(isDeviceName(text)).toBe(false)
  })

  it('tells devices and phones from names', () => {
    expect(parseDisplayName('iPhone')).toMatchObject({ isDevice: true, isPhone: false })
    expect(parseDisplayName('+63917***4567')).toMatchObject({ isDevice: false, isPhone: true })
    expect(parseDisplayName('iPhone (Ana)')).toMatchObject({ isDevice: false, isPhone: false })
  })
})

describe('the list form', () => {
  it.each([
    [name('Reyes', 'Ana', { middle: 'Mendoza' }), 'Reyes, Ana M.'],
    [name('Peña', 'José', { suffix: 'Jr.' }), 'Peña, José Jr.'],
    [name('Suharto', ''), 'Suharto'],
    [name('', 'Suharto'), 'Suharto'],
  ])('writes %o', (parts, wanted) => {
    expect(formalName(parts)).toBe(wanted)
  })
})

describe('phones', () => {
  it.each([
    ['0917 123 4567', '+639171234567'],
    ['(0917) 123-4567', '+639171234567'],
    ['+63 917 123 4567', '+639171234567'],
    ['639171234567', '+639171234567'],
    ['0063 917 123 4567', '+639171234567'],
    ['9171234567', '+639171234567'],
    ['+1 415 555 0100', '+14155550100'],
    ['+63917***4567', null],
    ['Ana 0917', null],
    ['12345', null],
    ['', null],
  ])('normalises %s', (text, wanted) => {
    expect(normalisePhone(text)).toBe(wanted)
  })

  it('knows a masked number as one', () => {
    expect(isPhoneText('+63917***4567')).toBe(true)
    expect(isPhoneText('Reyes 7')).toBe(false)
  })
})

describe('likeness', () => {
  const ana = name('Reyes', 'Ana Maria', { middle: 'Mendoza' })
  const alike = (text: string, person = ana): number => likeness(shownTokens(text), personTokens(person))

  it('is whole for the same name in any order, with what may stand beside it', () => {
    for (const text of [
      'REYES, ANA MARIA M.',
      'Ana Maria Reyes',
      'reyes ana maria mendoza',
      "Ana Maria Reyes's iPad",
    ]) {
      expect(alike(text)).toBe(1)
    }
    expect(alike('zzz')).toBe(0)
    expect(alike('iPhone 12')).toBe(0)
    expect(alike('7')).toBe(0)
  })

  it('falls with every difference', () => {
    const texts = ['Ana Maria Reyes', 'Ana Reyes', 'A. Reyes', 'Reyes', 'Lopez']
    const falling = texts.map((text) => alike(text))
    expect(falling).toEqual(falling.toSorted((a, b) => b - a))
    expect(new Set(falling).size).toBe(texts.length)
  })

  it('knows nicknames, beginnings, merged initials, preferred names and slips', () => {
    expect(alike('Cris Lim', name('Lim', 'Christopher'))).toBeGreaterThan(0.8)
    expect(alike('Nats Lim', name('Lim', 'Natividad', { preferred: 'Nats' }))).toBe(1)
    expect(alike('jm lim', name('Lim', 'Juan Miguel'))).toBeGreaterThan(0.8)
    expect(alike('Natvidad Lim', name('Lim', 'Natividad'))).toBeGreaterThan(0.8)
    expect(alike('Ana Cruz', name('dela Cruz', 'Ana'))).toBeGreaterThan(0.8)
  })

  it('is never whole for another name, however near', () => {
    expect(alike('MARIO SANTOS', name('Santos', 'Maria'))).toBeLessThan(0.9)
  })
})
