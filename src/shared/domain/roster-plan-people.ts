import { foldText } from './names.ts'
import { normalisePhone } from './phone.ts'
import type { BundlePerson, RosterBundle } from './roster-bundle.ts'
import type { PlanIssue } from './roster-plan.ts'
import { sourceKey, targetKey, type KnownPerson, type KnownSchool, type Target } from './roster-school.ts'
import { foldEmail } from './roster.ts'

/** The fields of a person that an import may write. */
const nameFields = ['familyName', 'givenName', 'middleName', 'suffix', 'preferredName'] as const
const factFields = ['sex', 'birthOn', 'studentNumber'] as const
type OwnField = (typeof nameFields)[number] | (typeof factFields)[number]

/** What an import may change of a person, as the preview names it. */
export type PersonChange = OwnField | 'emails' | 'phones' | 'guardians' | 'restored' | 'section'

/** What becomes of one person of the file. */
export interface PlannedPerson {
  readonly person: BundlePerson
  /** Who it is; null for somebody new. */
  readonly known: KnownPerson | null
  readonly changes: readonly PersonChange[]
  /** The person's own columns as they are to be written. */
  readonly fields: Partial<Pick<KnownPerson, OwnField>>
  readonly emails: BundlePerson['emails']
  readonly phones: BundlePerson['phones']
  readonly guardians: BundlePerson['guardians']
}

/** The people of a file, recognised or new. */
export interface PlannedPeople {
  readonly people: readonly PlannedPerson[]
  /** By the file's ref; a refused person is not among them. */
  readonly targets: ReadonlyMap<string, Target>
  readonly refused: ReadonlySet<string>
  /** Addresses (folded) that turned out to be somebody else's as well: they are nobody's own any more. */
  readonly sharedAddresses: readonly string[]
}

/** In which known sections the file puts a person, by ref, and where each known student is or was this year, by key. */
export interface Homes {
  readonly inFile: ReadonlyMap<string, ReadonlySet<number>>
  readonly ours: ReadonlyMap<number, ReadonlySet<number>>
}

/**
 * Says who each person of the file is; O(people). A student is the same by the other system's id, then by number, then
 * (where one of both has no number) by full name within a section, then by full name and birth date; staff by id, own address, full
 * name. Who stands under an id or number with quite another name is refused, never overwritten. Strong evidence is heard
 * before weak, so that the order of rows decides nothing.
 */
export function planPeople(
  bundle: RosterBundle,
  school: KnownSchool,
  homes: Homes,
  issues: PlanIssue[],
): PlannedPeople {
  const found = new Recognition(bundle, school, homes, issues).run()
  const people: PlannedPerson[] = []
  const targets = new Map<string, Target>()
  const refused = new Set<string>()
  const holders = addressHolders(bundle, school, found)
  for (const person of bundle.people) {
    const match = found.get(person.ref)
    if (match === 'refused') {
      refused.add(person.ref)
      continue
    }
    // Somebody whom a delta takes out, and whom we never had.
    if (match === undefined && person.isGone) continue
    targets.set(person.ref, match === undefined ? { fresh: people.length } : { key: match.known.key })
    people.push(planPerson(person, match ?? null, holders))
  }
  const sharedAddresses = [...holders].flatMap(([address, ids]) => (ids.size > 1 ? address : []))
  return { people, targets, refused, sharedAddresses }
}

interface Match {
  readonly known: KnownPerson
  /** Through a double that was merged into them: what the double was called stays as it is. */
  readonly isDouble: boolean
}

/** Who is who, in passes from the strongest evidence to the weakest. */
class Recognition {
  readonly #bundle: RosterBundle
  readonly #school: KnownSchool
  readonly #homes: Homes
  readonly #issues: PlanIssue[]
  readonly #byKey: ReadonlyMap<number, KnownPerson>
  readonly #byNumber = new Map<string, KnownPerson>()
  readonly #byName = new Map<string, KnownPerson[]>()
  readonly #staffByEmail = new Map<string, KnownPerson[]>()
  readonly #found = new Map<string, Match | 'refused'>()
  readonly #taken = new Map<number, BundlePerson>()
  readonly #numbers = new Map<string, BundlePerson>()

  constructor(bundle: RosterBundle, school: KnownSchool, homes: Homes, issues: PlanIssue[]) {
    this.#bundle = bundle
    this.#school = school
    this.#homes = homes
    this.#issues = issues
    this.#byKey = new Map(school.people.map((person) => [person.key, person]))
    for (const person of school.people) {
      if (person.studentNumber !== null) this.#byNumber.set(person.studentNumber, person)
      push(this.#byName, nameKeyOf(person), person)
      if (person.kind !== 'staff' || person.mergedIntoKey !== null) continue
      for (const { address, owner } of person.emails) {
        if (owner === 'own') push(this.#staffByEmail, foldEmail(address), person)
      }
    }
  }

  run(): ReadonlyMap<string, Match | 'refused'> {
    for (const pass of [this.#bySource, this.#byStudentNumber, this.#byOwnEmail, this.#byFullName]) {
      for (const person of this.#bundle.people) {
        if (this.#found.has(person.ref)) continue
        const match = pass.call(this, person)
        if (match !== null) this.#claim(person, match)
      }
    }
    for (const person of this.#bundle.people) this.#checkNumber(person)
    return this.#found
  }

  #bySource(person: BundlePerson): Match | 'otherName' | 'otherKind' | null {
    const key = this.#bundle.source === null ? undefined : this.#school.sourceIds.get(sourceKey('person', person.ref))
    const known = key === undefined ? undefined : this.#byKey.get(key)
    if (known === undefined) return null
    if (known.kind !== person.kind) return 'otherKind'
    const isNumber = person.studentNumber !== null && person.studentNumber === known.studentNumber
    return isNumber || sharesName(person, known) ? this.#survivor(known) : 'otherName'
  }

  #byStudentNumber(person: BundlePerson): Match | 'otherName' | null {
    if (person.studentNumber === null || person.kind === 'staff') return null
    const known = this.#byNumber.get(person.studentNumber)
    if (known === undefined) return null
    return known.kind === 'student' && sharesName(person, known) ? this.#survivor(known) : 'otherName'
  }

  #byOwnEmail(person: BundlePerson): Match | null {
    if (person.kind === 'student') return null
    const holders = person.emails.flatMap(({ address, owner }) =>
      owner === 'own' ? (this.#staffByEmail.get(foldEmail(address)) ?? []) : [],
    )
    const [known, ...others] = new Set(holders)
    return known === undefined || others.length > 0 ? null : { known, isDouble: false }
  }

  #byFullName(person: BundlePerson): Match | null {
    if (person.familyName === '' && person.givenName === '') return null
    const all = this.#byName.get(nameKeyOf(person)) ?? []
    const namesakes = all.filter(
      (known) =>
        known.kind === person.kind &&
        (known.studentNumber === null || person.studentNumber === null) &&
        (known.birthOn === null || person.birthOn === null || known.birthOn === person.birthOn) &&
        agree(known.middleName, person.middleName),
    )
    if (person.kind === 'staff') return this.#only(namesakes)
    const homes = this.#homes.inFile.get(person.ref)
    const here = namesakes.filter(({ key }) => isSameHome(homes, this.#homes.ours.get(key)))
    if (here.length === 1) return this.#survivor(here[0]!)
    return this.#only(namesakes.filter(({ birthOn }) => birthOn !== null && birthOn === person.birthOn))
  }

  /** The one who is meant: those who are in the school before those who were archived. */
  #only(people: readonly KnownPerson[]): Match | null {
    const present = people.filter(({ isArchived }) => !isArchived)
    const [one, ...others] = present.length > 0 ? present : people
    return one === undefined || others.length > 0 ? null : this.#survivor(one)
  }

  #survivor(known: KnownPerson): Match {
    let at = known
    // A double may have been merged into one that was merged later.
    while (at.mergedIntoKey !== null) at = this.#byKey.get(at.mergedIntoKey)!
    return { known: at, isDouble: at !== known }
  }

  #claim(person: BundlePerson, match: Match | 'otherName' | 'otherKind'): void {
    if (match === 'otherName') return this.#refuse(person, 'otherNameUnderNumber')
    if (match === 'otherKind') return this.#refuse(person, 'badRole')
    const other = this.#taken.get(match.known.key)
    if (other !== undefined) return this.#refuse(person, 'sameStudentTwice', other)
    this.#taken.set(match.known.key, person)
    this.#found.set(person.ref, match)
  }

  /** No two have one number: neither two of the file, nor one of the file and somebody else in the school. */
  #checkNumber(person: BundlePerson): void {
    const match = this.#found.get(person.ref)
    if (person.studentNumber === null || match === 'refused' || match?.isDouble === true) return
    const holder = this.#byNumber.get(person.studentNumber)
    if (holder !== undefined && holder.key !== match?.known.key) return this.#refuse(person, 'otherNameUnderNumber')
    const other = this.#numbers.get(person.studentNumber)
    if (other !== undefined) return this.#refuse(person, 'numberTwice', other)
    this.#numbers.set(person.studentNumber, person)
  }

  #refuse(person: BundlePerson, code: PlanIssue['code'], other?: BundlePerson): void {
    this.#found.set(person.ref, 'refused')
    const isSameFile = other !== undefined && other.origin.file === person.origin.file
    this.#issues.push({
      ...person.origin,
      kind: person.kind,
      column: null,
      code,
      isRefused: true,
      ...(isSameFile ? { otherLine: other.origin.line } : {}),
    })
  }
}

function planPerson(
  person: BundlePerson,
  match: Match | null,
  holders: ReadonlyMap<string, ReadonlySet<string>>,
): PlannedPerson {
  const owned = person.emails.map((email) =>
    email.owner === 'own' && (holders.get(foldEmail(email.address))?.size ?? 0) > 1
      ? { ...email, owner: 'household' as const }
      : email,
  )
  if (match === null) {
    const { phones, guardians } = person
    return { person, known: null, changes: [], fields: fieldsOf(person, null), emails: owned, phones, guardians }
  }
  const { known, isDouble } = match
  const keeps = person.isGone || isDouble
  const fields = keeps ? {} : fieldsOf(person, known)
  // Whose an address is was decided when it came in: one that turned out shared stays the household's.
  const hasEmail = new Set(known.emails.map(({ address }) => foldEmail(address)))
  const emails = keeps ? [] : owned.filter(({ address }) => !hasEmail.has(foldEmail(address)))
  const hasPhone = new Set(known.phones.map(({ number }) => normalisePhone(number) ?? number))
  const phones = keeps ? [] : person.phones.filter(({ number }) => !hasPhone.has(normalisePhone(number) ?? number))
  const hasGuardian = new Set(known.guardians.map(({ relation, name }) => `${relation}|${foldText(name)}`))
  const guardians = keeps
    ? []
    : person.guardians.filter(({ relation, name }) => !hasGuardian.has(`${relation}|${foldText(name)}`))
  const changes: PersonChange[] = [
    ...(Object.keys(fields) as OwnField[]),
    ...(emails.length > 0 ? (['emails'] as const) : []),
    ...(phones.length > 0 ? (['phones'] as const) : []),
    ...(guardians.length > 0 ? (['guardians'] as const) : []),
    ...(known.isArchived && !person.isGone ? (['restored'] as const) : []),
  ]
  return { person, known, changes, fields, emails, phones, guardians }
}

/** What the file says otherwise; an empty cell says nothing. */
function fieldsOf(person: BundlePerson, known: KnownPerson | null): PlannedPerson['fields'] {
  const fields: Record<string, string | null> = {}
  if (known === null && person.familyName === '' && person.givenName === '') {
    // Staff of whom a file says an address alone are called by it until somebody types their name.
    return { ...fieldsOf({ ...person, givenName: person.emails[0]?.address ?? person.ref }, null) }
  }
  for (const field of nameFields) {
    if (known === null || (person[field] !== '' && person[field] !== known[field])) fields[field] = person[field]
  }
  for (const field of factFields) {
    if (known === null || (person[field] !== null && person[field] !== known[field])) fields[field] = person[field]
  }
  return fields
}

/** Who has each address that the file names, known or new. */
function addressHolders(
  bundle: RosterBundle,
  school: KnownSchool,
  found: ReadonlyMap<string, Match | 'refused'>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const holders = new Map<string, Set<string>>()
  bundle.people.forEach((person, fresh) => {
    const match = found.get(person.ref)
    if (match === 'refused' || person.isGone) return
    const id = targetKey(match === undefined ? { fresh } : { key: match.known.key })
    for (const { address } of person.emails) {
      const folded = foldEmail(address)
      const there = holders.get(folded)
      if (there === undefined) holders.set(folded, new Set([id]))
      else there.add(id)
    }
  })
  for (const { key, mergedIntoKey, emails } of school.people) {
    for (const { address } of emails) holders.get(foldEmail(address))?.add(targetKey({ key: mergedIntoKey ?? key }))
  }
  return holders
}

type Named = Pick<BundlePerson, 'familyName' | 'givenName' | 'middleName' | 'suffix'>

const nameKeyOf = (name: Named): string => [name.familyName, name.givenName, name.suffix].map(foldText).join('|')

/** A married name, a spelling, a missing part: one shared part is enough, but no initial. Two strangers share none. */
function sharesName(a: Named, b: Named): boolean {
  const words = (name: Named) =>
    [name.familyName, name.givenName]
      .flatMap((part) => foldText(part).split(' '))
      .filter((word) => !/^[a-z]?$/.test(word))
  const there = new Set(words(b))
  return words(a).some((word) => there.has(word))
}

/** "M." and "Mendoza" agree, and so does nothing with anything. */
function agree(a: string, b: string): boolean {
  const [x, y] = [foldText(a), foldText(b)]
  return x === '' || y === '' || x.startsWith(y) || y.startsWith(x)
}

/** In one section by both; who is in none yet may be in any. */
const isSameHome = (a: ReadonlySet<number> | undefined, b: ReadonlySet<number> | undefined): boolean =>
  b === undefined || (a !== undefined && [...a].some((key) => b.has(key)))

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const there = map.get(key)
  if (there === undefined) map.set(key, [value])
  else there.push(value)
}
