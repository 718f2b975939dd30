import { nameKey } from './names.ts'
import type { ExpectedStudent } from './practice-class.ts'
import { createRandom } from './random.ts'
import type { Student } from './school.ts'

const devices = ['iPhone', 'Galaxy A12', 'OPPO A5s', 'vivo 1904', 'Redmi 9C', 'realme C11', 'DESKTOP-7QK2', 'iPad']

/** Whether the student's mother signs in, as plain "Mama": one in a section at most, so that a school can come to know her. */
export function isMamas(student: Student | undefined): boolean {
  return student !== undefined && Number(student.number.slice(-4)) % 53 === 17
}

/**
 * The other name under which a student tends to appear: a parent's, a device's, a nickname, the parts in another order,
 * "New (Old)", the number they dial in from. It belongs to the student, not to the day, so that somebody who learns it
 * can know it next time; it is never another expected student's full name.
 */
export function aliasOf(
  seed: number,
  who: ExpectedStudent,
  student: Student | undefined,
  isOthers: (key: string) => boolean,
): string {
  if (isMamas(student)) return 'Mama'
  const random = createRandom(seed, 'alias', who.number)
  const words = who.displayName.split(/\s+/u)
  const given = student?.name.given ?? words.slice(0, -1).join(' ')
  const family = student?.name.family ?? words.at(-1) ?? who.displayName
  const nickname = student?.name.nickname ?? words[0] ?? who.displayName
  const initials = given
    .split(/\s+/u)
    .map((word) => word.slice(0, 1))
    .join('')
  const forms = [
    `Mommy ${nickname}`,
    `Nanay ni ${nickname}`,
    random.pick(devices),
    random.pick(devices),
    `${nickname}'s iPhone`,
    student === undefined ? nickname : `63${student.phone.slice(1)}`,
    `${initials} ${family} ipad`.toLowerCase(),
    `${initials}.${family}`.toLowerCase(),
    nickname,
    `${nickname} ${family.slice(0, 1)}.`,
    `${family}, ${given}`.toUpperCase(),
    `${family}# ${given}`,
    `${family} ${given}`,
    `${nickname} (${given} ${family})`,
    `${random.pick(devices)} (${given} ${family})`,
  ]
  const first = random.whole(0, forms.length - 1)
  const own = nameKey(who.displayName)
  for (let i = 0; i < forms.length; i += 1) {
    const form = forms[(first + i) % forms.length] ?? nickname
    const key = nameKey(form)
    if (key === own || !isOthers(key)) return form.slice(0, 64)
  }
  return `${nickname} ${who.number.slice(-4)}`
}

/** Two people before one device, as they write it: "Ana & Ben Reyes". */
export function pairName(
  first: ExpectedStudent,
  firstStudent: Student | undefined,
  second: ExpectedStudent,
  secondStudent: Student | undefined,
): string {
  if (firstStudent === undefined || firstStudent.name.family !== secondStudent?.name.family) {
    return `${first.displayName} & ${second.displayName}`
  }
  return `${firstStudent.name.given} & ${secondStudent.name.given} ${firstStudent.name.family}`
}

/** Names of people whom nobody invited. */
export const strangerNames = ['Tita Baby', 'Kuya Boyet', 'Guest User', 'Lolo Ambo', 'zoom user', 'Ate Glo']
