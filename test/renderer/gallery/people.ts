/** Synthetic people: names as Philippine schools have them, long ones and other scripts among them. */
const family = [
  'Aquino',
  'Bautista',
  'Dela Peña',
  'Garcia',
  'Lim',
  'Mendoza',
  'Núñez',
  'Ocampo',
  'O’Brien',
  'Reyes',
  'Santos',
  'Tan',
  'Villanueva',
  'van der Berg',
  'Macaraeg-Pangilinan',
  'Ñañagas',
]
const given = [
  'Bituin Joy',
  'Juan Miguel',
  'Maria José',
  'Nur Aisyah',
  'Chloe Ann',
  'Rizal',
  'Zoë',
  'Émile',
  'Søren',
  'Ana Maria',
  'Liza',
  'Haruna (陽菜)',
  'Dakila',
  'Ligaya',
  'Maria Concepcion Guadalupe Esperanza',
  'Ngọc Ánh',
]

/** One student of the gallery. */
export interface Student {
  readonly id: string
  readonly name: string
  readonly lrn: string
  readonly section: string
  readonly mark: 'present' | 'late' | 'partial' | 'absent' | 'notSeenYet'
  readonly seconds: number
  readonly stays: readonly { readonly from: number; readonly to: number; readonly kind: 'inClass' | 'waiting' }[]
  readonly by: string
}

const minute = 60_000
/** 7:30 on the day of the drawings. */
export const startAt = Date.parse('2026-03-08T23:30:00Z')
export const endAt = startAt + 60 * minute

function studentAt(index: number): Student {
  const name = `${family[(index * 7) % family.length]}, ${given[(index * 5 + Math.floor(index / 16)) % given.length]}`
  const base = { id: `s${index}`, name, lrn: `1360000${String(index).padStart(5, '0')}`, section: 'Grade 7 Mabini' }
  const stay = (from: number, to: number) => ({
    from: startAt + from * minute,
    to: startAt + to * minute,
    kind: 'inClass' as const,
  })
  const wait = (from: number, to: number) => ({ ...stay(from, to), kind: 'waiting' as const })
  switch (index % 13) {
    case 2:
      return { ...base, mark: 'late', seconds: 47 * 60, stays: [stay(13, 60)], by: 'E-mail' }
    case 4:
      return {
        ...base,
        mark: 'present',
        seconds: 53 * 60,
        stays: [stay(1, 18), stay(21, 33), stay(36, 60)],
        by: 'Link',
      }
    case 7:
      return { ...base, mark: 'partial', seconds: 610, stays: [wait(-0.2, 8.3), stay(8.3, 18.5)], by: 'Link' }
    case 9:
      return { ...base, mark: 'notSeenYet', seconds: 0, stays: [], by: '' }
    case 12:
      return { ...base, mark: 'absent', seconds: 0, stays: [], by: '' }
    default:
      return {
        ...base,
        mark: 'present',
        seconds: 3600,
        stays: [stay(-2, 61)],
        by: index % 3 ? 'Link' : 'Name, unconfirmed',
      }
  }
}

/** So many students. */
export const students = (count: number): readonly Student[] =>
  Array.from({ length: count }, (_, index) => studentAt(index))
