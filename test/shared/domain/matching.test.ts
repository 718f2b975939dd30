import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identify, type Identification, type MatchingFacts } from '../../../src/shared/domain/matching.ts'
import { groupParticipants, identityKeysOf, type ParticipantRow } from '../../../src/shared/domain/participant.ts'
import { createSchoolIndex } from '../../../src/shared/domain/roster.ts'
import { hostRow, links, name, others, person, row, school, students } from './school.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const expectedIds = new Set(students.map(({ personId }) => personId))

function identifyRows(rows: readonly ParticipantRow[], more: Partial<MatchingFacts> = {}): Identification[] {
  return identify({
    participants: groupParticipants(rows),
    expectedIds,
    school,
    links,
    hosts: { personIds: ['liza'], emails: [], zoomUserIds: ['zoom-liza'] },
    knownAs: [],
    decisions: [],
    isRegistrationOn: true,
    acceptsExactNames: null,
    ...more,
  })
}

/** Who one row was: "ana by link", "? unknownName", "staff", "dismissed". */
function who(only: ParticipantRow, more: Partial<MatchingFacts> = {}): string {
  return shortly(identifyRows([only], more)[0]!)
}

function shortly(found: Identification): string {
  if (found.kind === 'matched') return `${found.personIds.join('+')} by ${found.evidence}`
  if (found.kind === 'stranger') return `? ${found.reason}`
  if (found.kind === 'staff') return found.isHost ? 'host' : 'staff'
  return found.kind
}

const keyOf = (only: ParticipantRow): string => identityKeysOf([only])[0]!
const guest = (displayName: string, more: Partial<ParticipantRow> = {}): ParticipantRow =>
  row(displayName, '07:30', '08:30', more)

describe('the order of evidence', () => {
  const uuid = '0195f3a2-7c11-7b2e-9d10-00c04fd430c8'
  const withUuid = createSchoolIndex([...students, ...others, person(uuid, 'Lim, Chloe')])

  it.each([
    ['a registrant id', guest('Mama', { registrantId: 'link-ana' }), 'ana by link'],
    ['an own e-mail', guest('Mama', { email: 'ANA@students.school.example ' }), 'ana by email'],
    [
      'link before e-mail of the same',
      guest('x', { registrantId: 'link-ana', email: 'ana@students.school.example' }),
      'ana by link',
    ],
    ['an exact unique name', guest('Reyes, Ben'), 'ben by name'],
    ['a name without case, accents, punctuation, order', guest('JR PENA JOSE'), 'jose by name'],
    ['a Filipino particle written apart', guest('Corazon De La Cruz'), 'cora by name'],
    ['a name in Han script', guest('陽菜 陳'), 'haruna by name'],
    ['New (Old)', guest('Benny (Ben Reyes)'), 'ben by name'],
    ['Device (Name)', guest('iPhone (Ben Reyes)'), 'ben by name'],
    ['nothing', guest('Mama'), '? unknownName'],
    ['a device', guest('Galaxy A12'), '? deviceOnly'],
    ['a phone number', guest('0917 555 0123'), '? phoneOnly'],
    ['an unknown registrant id', guest('Mama', { registrantId: 'link-of-nobody' }), '? unknownName'],
    ['no letters at all', guest('🌸'), '? unknownName'],
  ])('takes %s', (_, only, wanted) => {
    expect(who(only)).toBe(wanted)
  })

  it('takes a customer key, 32 hex digits of the person id', () => {
    const only = guest('Mama', { customerKey: uuid.replaceAll('-', '').toUpperCase() })
    const more = { school: withUuid, expectedIds: new Set([...expectedIds, uuid]) }
    expect(who(only, more)).toBe(`${uuid} by customerKey`)
    expect(who(guest('Mama', { customerKey: 's-1042' }), more)).toBe('? unknownName')
  })

  it('never credits a similar name', () => {
    for (const similar of ['Ana R.', 'Anna Reyes', 'Ana', 'Reyes', 'Ana Reyes 7-Mabini', 'Ben Reyesa', '(123)Ben']) {
      expect(who(guest(similar))).toMatch(/^\?/)
    }
  })

  it('does not take a shared address for anybody, and suggests its household', () => {
    const shared = 'reyes.family@mail.example'
    const siblings = createSchoolIndex([
      person('ana', 'Reyes, Ana', { emails: [{ address: shared, whose: 'own' }] }),
      person('ben', 'Reyes, Ben', { emails: [{ address: shared, whose: 'household' }] }),
    ])
    const [found] = identifyRows([guest('Mama', { email: shared })], { school: siblings })
    expect(shortly(found!)).toBe('? unknownName')
    expect(found).toMatchObject({
      suggestions: [
        { personId: 'ana', basis: 'sharedEmail' },
        { personId: 'ben', basis: 'sharedEmail' },
      ],
      margin: 0,
    })
  })

  it("does not take a guardian's address for the child", () => {
    const guarded = createSchoolIndex([
      person('ana', 'Reyes, Ana', { emails: [{ address: 'mama@x.example', whose: 'guardian' }] }),
    ])
    expect(who(guest('Mama', { email: 'mama@x.example' }), { school: guarded })).toBe('? unknownName')
  })

  it("suggests the children of a household's phone, and credits none", () => {
    const phones = [{ number: '0917 555 0123', whose: 'household' as const }]
    const home = createSchoolIndex([person('ana', 'Reyes, Ana', { phones }), person('ben', 'Reyes, Ben', { phones })])
    const [found] = identifyRows([guest('+63 917 555 0123')], { school: home })
    expect(shortly(found!)).toBe('? phoneOnly')
    expect(found).toMatchObject({ suggestions: [{ personId: 'ana' }, { personId: 'ben' }] })
  })
})

describe('names that several have', () => {
  it('lists a name that somebody else in the school has as well', () => {
    expect(who(guest('Mario Santos'))).toBe('? nameFitsElsewhereToo')
    expect(who(guest('Mario Santos', { registrantId: 'link-mario' }))).toBe('mario by link')
  })

  it('lists a name of two expected students', () => {
    const twins = createSchoolIndex([person('one', 'Cruz, Ana'), person('two', 'Cruz, Ana')])
    expect(who(guest('Ana Cruz'), { school: twins, expectedIds: new Set(['one', 'two']) })).toBe('? nameFitsSeveral')
  })

  it('lists a name that only somebody elsewhere has, and suggests them', () => {
    const [found] = identifyRows([guest('Carlo Diaz')])
    expect(shortly(found!)).toBe('? nameFitsOnlyElsewhere')
    expect(found).toMatchObject({ suggestions: [{ personId: 'carlo', basis: 'name', isExpected: false }] })
  })

  it('counts the staff among those who may have a name', () => {
    const withNamesake = createSchoolIndex([...students, person('sir-ben', 'Reyes, Ben', { kind: 'staff' })])
    expect(who(guest('Ben Reyes'), { school: withNamesake })).toBe('? nameFitsElsewhereToo')
  })

  it('flags a link under a name that fits another section, and credits it', () => {
    const [found] = identifyRows([guest('Carlo Diaz', { registrantId: 'link-ana' })])
    expect(found).toMatchObject({ kind: 'matched', personIds: ['ana'], flags: ['nameFitsElsewhere'] })
  })
})

describe('evidence that disagrees', () => {
  it('lists a link and an own e-mail of different people', () => {
    const [found] = identifyRows([guest('x', { registrantId: 'link-ana', email: 'ben@students.school.example' })])
    expect(shortly(found!)).toBe('? evidenceConflict')
    expect(found).toMatchObject({ suggestions: [{ personId: 'ana' }, { personId: 'ben' }] })
  })

  it("lists a sibling's link: the display name fits another expected student", () => {
    const [found] = identifyRows([guest('Ben Reyes', { registrantId: 'link-ana' })])
    expect(shortly(found!)).toBe('? nameFitsAnotherExpected')
    if (found?.kind !== 'stranger') throw new Error('Not a stranger.')
    expect(found.suggestions.slice(0, 2)).toMatchObject([
      { personId: 'ana', basis: 'link' },
      { personId: 'ben', basis: 'name' },
    ])
  })

  it('looks into the old name as well', () => {
    expect(who(guest('Ben Reyes (Ana Reyes)', { registrantId: 'link-ana' }))).toBe('? nameFitsAnotherExpected')
    expect(who(guest('Ana Reyes (Ben Reyes)'))).toBe('? nameFitsSeveral')
  })

  it('lets the link decide between namesakes', () => {
    const twins = createSchoolIndex([person('one', 'Cruz, Ana'), person('two', 'Cruz, Ana')])
    const more = { school: twins, expectedIds: new Set(['one', 'two']), links: new Map([['r', 'two']]) }
    expect(who(guest('Ana Cruz', { registrantId: 'r' }), more)).toBe('two by link')
  })

  it('lists a link whose display name was remembered for another student', () => {
    const knownAs = [{ personId: 'ben', name: 'Mama' }]
    expect(who(guest('Mama', { registrantId: 'link-ana' }), { knownAs })).toBe('? evidenceConflict')
    const both = [...knownAs, { personId: 'ana', name: 'Mama' }]
    expect(who(guest('Mama', { registrantId: 'link-ana' }), { knownAs: both })).toBe('ana by link')
  })

  it('lists an exact name that was remembered for another student', () => {
    expect(who(guest('Ben Reyes'), { knownAs: [{ personId: 'ana', name: 'Ben Reyes' }] })).toBe('? evidenceConflict')
  })
})

describe('a link under the name of somebody else, too', () => {
  const onLinkOfAna = (displayName: string): string => who(guest(displayName, { registrantId: 'link-ana' }))

  it.each([
    // Brothers and sisters before one device: the other one must not become an absence.
    'Ana & Ben Reyes',
    'Ana and Ben',
    'ANA/BEN REYES',
    'Ana at Ben',
    'Ben & Ana Reyes',
    'Ana Reyes + Dakila Villanueva',
    'Ana & Benjie',
    'Ana Ben Reyes',
    // The other one's link: only one of the same family.
    'Ben',
    'Benjie & Mama',
    'Nanay ni Ben',
    "Ben's iPhone 12",
    'iPad ni Ben',
    'iPad (Ben)',
    'Ana Reyes (Ben)',
    'Reyes, Juan M.',
  ])('%s is asked about', (displayName) => {
    expect(onLinkOfAna(displayName)).toMatch(/^\? names?(Another|FitsAnother)/)
  })

  it.each([
    'Ana',
    'Ana M. Reyes',
    'Annie',
    'Mama',
    'Mama & Papa',
    'Ana & Mama',
    'Ana Reyes 7-Mabini',
    'Nanay ni Ana',
    'iPhone',
    "Ana's iPad",
    // A father may be called as a classmate of another family.
    'Mario',
    'Dakila',
    'A. Reyes',
    'REYES',
    '🌸',
  ])('%s is not', (displayName) => {
    expect(onLinkOfAna(displayName)).toBe('ana by link')
  })

  it("finds the sibling whose name is part of the link's own", () => {
    const cruz = createSchoolIndex([person('zq', 'Cruz, Zyra Queenie'), person('z', 'Cruz, Zyra')])
    const more = { school: cruz, expectedIds: new Set(['zq', 'z']), links: new Map([['r', 'zq']]) }
    expect(who(guest('Zyra Queenie & Zyra Cruz', { registrantId: 'r' }), more)).toBe('? namesAnotherExpected')
    expect(who(guest('Zyra Queenie', { registrantId: 'r' }), more)).toBe('zq by link')
  })

  it('suggests both', () => {
    const [found] = identifyRows([guest('Ana & Ben Reyes', { registrantId: 'link-ana' })])
    if (found?.kind !== 'stranger') throw new Error('Not a stranger.')
    expect(found.suggestions.slice(0, 2).map(({ personId }) => personId)).toEqual(['ana', 'ben'])
  })

  it('is asked about without a link, too', () => {
    expect(who(guest('Ben Reyes (Ana)'))).toBe('? namesAnotherExpected')
    expect(who(guest('Ana & Ben Reyes'))).toBe('? unknownName')
  })

  it('is not asked again about a name that was remembered for this student alone', () => {
    const more = { knownAs: [{ personId: 'ana', name: 'Ben' }] }
    expect(who(guest('Ben', { registrantId: 'link-ana' }), more)).toBe('ana by link')
    const both = { knownAs: [...more.knownAs, { personId: 'ben', name: 'Ben' }] }
    expect(who(guest('Ben', { registrantId: 'link-ana' }), both)).toBe('? namesAnotherExpected')
  })
})

describe('known-as names', () => {
  const knownAs = [{ personId: 'ana', name: 'Mama ni Ana R' }]

  it('takes a remembered name, however it is written', () => {
    expect(who(guest('MAMA NI ANA R.'), { knownAs })).toBe('ana by knownAs')
    expect(who(guest('iPhone (mama ni ana r)'), { knownAs })).toBe('ana by knownAs')
  })

  it('never takes a device for somebody, even when it was remembered', () => {
    for (const device of ['iPhone', 'Galaxy A12', 'iPad ni Ana']) {
      expect(who(guest(device), { knownAs: [{ personId: 'ana', name: device }] })).toBe('? deviceOnly')
    }
  })

  it('lists one that was remembered for two', () => {
    const two = [...knownAs, { personId: 'ben', name: 'mama ni ana r' }]
    expect(who(guest('Mama ni Ana R'), { knownAs: two })).toBe('? knownAsFitsSeveral')
  })

  it('does not take one of a student who is not expected', () => {
    expect(who(guest('Papa'), { knownAs: [{ personId: 'carlo', name: 'Papa' }] })).toBe('? unknownName')
  })

  it('does not use one while that student is already there on stronger evidence', () => {
    const found = identifyRows(
      [row('Ana Reyes', '07:30', '08:00', { registrantId: 'link-ana' }), row('Mama ni Ana R', '07:50', '08:30')],
      { knownAs },
    )
    expect(found.map(shortly)).toEqual(['ana by link', '? knownAsAlreadyHere'])
  })

  it('does not use one of which two came at once', () => {
    const twice = [row('Mama ni Ana R', '07:30', '08:30'), row('Mama ni Ana R', '07:40', '08:30')]
    expect(identifyRows(twice, { knownAs }).map(shortly)).toEqual(['? knownAsAlreadyHere', '? knownAsAlreadyHere'])
    const two = [row('Mama ni Ana R', '07:30', '08:30'), row('Mommy', '07:40', '08:30')]
    const both = [...knownAs, { personId: 'ana', name: 'Mommy' }]
    expect(identifyRows(two, { knownAs: both }).map(shortly)).toEqual(['ana by knownAs', 'ana by knownAs'])
  })

  it('uses one for a rejoin, when that student has left', () => {
    const found = identifyRows(
      [row('Ana Reyes', '07:30', '07:50', { registrantId: 'link-ana' }), row('Mama ni Ana R', '07:50', '08:30')],
      { knownAs },
    )
    expect(found.map(shortly)).toEqual(['ana by link', 'ana by knownAs'])
    expect(found).toMatchObject([{ flags: ['sameStudentTwoNames'] }, { flags: ['sameStudentTwoNames'] }])
  })

  it('takes a former name, unless somebody else has it now', () => {
    const renamed = createSchoolIndex([...students, ...others, person('fe', 'Luna, Fe', { formerNames: ['Fe Ramos'] })])
    const more = { school: renamed, expectedIds: new Set([...expectedIds, 'fe']) }
    expect(who(guest('Ramos, Fe'), more)).toBe('fe by knownAs')
  })
})

describe('confirming', () => {
  const isUnconfirmed = (more: Partial<MatchingFacts>, only = guest('Ben Reyes')): boolean => {
    const [found] = identifyRows([only], more)
    return found?.kind === 'matched' && found.isUnconfirmed
  }

  it.each([
    [true, null, true],
    [false, null, false],
    [true, true, false],
    [true, false, true],
    [false, false, true],
    [false, true, false],
  ])('registration %s, accept exact names %s: unconfirmed %s', (isRegistrationOn, acceptsExactNames, wanted) => {
    expect(isUnconfirmed({ isRegistrationOn, acceptsExactNames })).toBe(wanted)
  })

  it('never asks about links, addresses, known-as names and decisions', () => {
    expect(isUnconfirmed({}, guest('Ben Reyes', { registrantId: 'link-ben' }))).toBe(false)
    expect(isUnconfirmed({}, guest('Ben Reyes', { email: 'ben@students.school.example' }))).toBe(false)
    expect(isUnconfirmed({ knownAs: [{ personId: 'ben', name: 'Benny' }] }, guest('Benny'))).toBe(false)
    const only = guest('Ben Reyes')
    const decisions = [{ kind: 'resolved' as const, identityKey: keyOf(only), personIds: ['ben'], decidedAt: 1 }]
    expect(isUnconfirmed({ decisions }, only)).toBe(false)
  })
})

describe("a person's decisions", () => {
  const mama = guest('Mama')
  const key = keyOf(mama)
  const resolved = (personIds: string[], decidedAt = 1, identityKey = key) => ({
    kind: 'resolved' as const,
    identityKey,
    personIds,
    decidedAt,
  })

  it('wins over every evidence', () => {
    const link = guest('Ben Reyes', { registrantId: 'link-ana' })
    expect(who(link, { decisions: [resolved(['jm'], 1, keyOf(link))] })).toBe('jm by decision')
    expect(who(mama, { decisions: [resolved(['ana'])] })).toBe('ana by decision')
  })

  it('can name two on one device', () => {
    expect(who(mama, { decisions: [resolved(['ben', 'ana', 'ben'])] })).toBe('ana+ben by decision')
  })

  it('can dismiss', () => {
    expect(who(mama, { decisions: [{ kind: 'dismissed', identityKey: key, decidedAt: 1 }] })).toBe('dismissed')
  })

  it('does not dismiss the host from the class they hold', () => {
    const host = hostRow()
    const decisions = [{ kind: 'dismissed' as const, identityKey: keyOf(host), decidedAt: 1 }]
    expect(who(host, { decisions })).toBe('host')
  })

  it('can be changed and taken back; the latest counts, in any order', () => {
    const reopened = { kind: 'reopened' as const, identityKey: key, decidedAt: 3 }
    expect(who(mama, { decisions: [resolved(['ben'], 2), resolved(['ana'], 1)] })).toBe('ben by decision')
    expect(who(mama, { decisions: [reopened, resolved(['ben'], 2), resolved(['ana'], 1)] })).toBe('? unknownName')
  })

  it('can name the teacher', () => {
    expect(who(mama, { decisions: [resolved(['liza'])] })).toBe('host')
  })

  it('holds when a later read knows more of the same participant', () => {
    const later = guest('Mama', { email: 'mama@mail.example' })
    expect(who(later, { decisions: [resolved(['ana'])] })).toBe('ana by decision')
    expect(who(guest('MAMA '), { decisions: [resolved(['ana'])] })).toBe('ana by decision')
  })

  it('does not spread to two of one name', () => {
    const rows = [guest('Mama', { email: 'a@mail.example' }), guest('Mama', { email: 'b@mail.example' })]
    expect(identifyRows(rows, { decisions: [resolved(['ana'])] }).map(shortly)).toEqual([
      '? unknownName',
      '? unknownName',
    ])
  })

  it('does not apply where two of one name were decided', () => {
    const [a, b] = [guest('Mama', { email: 'a@mail.example' }), guest('Mama', { email: 'b@mail.example' })]
    const decisions = [resolved(['ana'], 1, keyOf(a)), resolved(['ben'], 1, keyOf(b))]
    expect(who(mama, { decisions })).toBe('? unknownName')
    expect(identifyRows([a, b], { decisions }).map(shortly)).toEqual(['ana by decision', 'ben by decision'])
  })

  it('is asked again when new evidence names somebody else', () => {
    const later = guest('Mama', { registrantId: 'link-ben' })
    expect(who(later, { decisions: [resolved(['ana'])] })).toBe('? evidenceConflict')
    expect(who(later, { decisions: [resolved(['ben'])] })).toBe('ben by decision')
    expect(who(later, { decisions: [resolved(['ana', 'ben'])] })).toBe('ana+ben by decision')
  })
})

describe('staff', () => {
  it.each([
    ["the host's Zoom user", guest('Anybody', { zoomUserId: 'zoom-liza' }), 'host'],
    ["the teacher's address", guest('Anybody', { email: 'liza.santos@school.example' }), 'host'],
    ["the teacher's name", guest('Santos, Liza'), 'host'],
    ['a title', guest("Ma'am Liza Santos"), 'host'],
    ['another title', guest('Teacher Liza Santos'), 'host'],
  ])('knows %s', (_, only, wanted) => {
    expect(who(only)).toBe(wanted)
  })

  it('knows an alternative host whom our school does not know', () => {
    const hosts = { personIds: [], emails: ['Sub@school.example'], zoomUserIds: [] }
    expect(who(guest('Sub', { email: 'sub@school.example' }), { hosts })).toBe('host')
  })

  it("asks about the host's account on a student's link", () => {
    expect(who(guest('Liza Santos', { zoomUserId: 'zoom-liza', registrantId: 'link-ana' }))).toBe('? evidenceConflict')
    expect(who(guest('Liza Santos', { zoomUserId: 'zoom-liza', registrantId: 'link-liza' }))).toBe('host')
  })

  it('knows other staff, who do not hold the class', () => {
    const withPrincipal = createSchoolIndex([...students, ...others, person('pia', 'Ramos, Pia', { kind: 'staff' })])
    expect(who(guest('Pia Ramos'), { school: withPrincipal })).toBe('staff')
    expect(who(guest('x', { email: 'pia@students.school.example' }), { school: withPrincipal })).toBe('staff')
  })
})

describe('grouping', () => {
  it('puts together what is alike in every way, under one spelling in any order', () => {
    const rows = [row('Ana Reyes', '07:30', '07:40'), row('ANA  REYES ', '07:50', '08:00')]
    const [group, ...more] = groupParticipants(rows)
    expect(more).toEqual([])
    expect(group).toMatchObject({ name: 'ANA  REYES ', rowCount: 2 })
    expect(groupParticipants(rows.toReversed())).toEqual([group])
  })

  it('keeps apart what differs in any id', () => {
    const more = [{}, { email: 'a@x.example' }, { registrantId: 'r' }, { customerKey: 'c' }, { zoomUserId: 'z' }]
    expect(groupParticipants(more.map((each) => guest('Mama', each)))).toHaveLength(5)
    expect(groupParticipants([guest('a|b'), guest('b', { email: 'a' })])).toHaveLength(2)
  })

  const times = (rows: readonly ParticipantRow[]): number[] =>
    groupParticipants(rows).map(({ stays }) => stays.reduce((sum, { from, to }) => sum + (to - from) / 60_000, 0))

  it('tells guests of one name apart who were there at the same time', () => {
    const rows = [
      row('iPhone', '07:30', '08:30'),
      row('iPhone', '07:35', '07:50'),
      // The second one comes again: the first never left.
      row('iPhone', '08:00', '08:20'),
    ]
    expect(times(rows)).toEqual([60, 35])
    expect(identityKeysOf(rows)).toEqual(['||||iphone', '||||iphone|2', '||||iphone|2'])
    const decisions = identityKeysOf(rows.slice(0, 2)).map((identityKey, i) => ({
      kind: 'resolved' as const,
      identityKey,
      personIds: [['ana'], ['ben']][i]!,
      decidedAt: 1,
    }))
    expect(identifyRows(rows, { decisions }).map(shortly)).toEqual(['ana by decision', 'ben by decision'])
  })

  it.each<[string, ParticipantRow[]]>([
    ['a rejoin', [row('iPhone', '07:30', '07:50'), row('iPhone', '07:55', '08:30')]],
    ['a rejoin while the old row lingers', [row('iPhone', '07:30', '07:51'), row('iPhone', '07:50', '08:30')]],
    ['the waiting room', [row('iPhone', '07:30', '07:50', { place: 'waitingRoom' }), row('iPhone', '07:50', '08:30')]],
    ['a breakout inside', [row('iPhone', '07:30', '08:30'), row('iPhone', '07:45', '07:55', { place: 'breakout' })]],
    [
      'a breakout between',
      [
        row('iPhone', '07:30', '07:45'),
        row('iPhone', '07:45', '07:55', { place: 'breakout' }),
        row('iPhone', '07:55', '08:30'),
      ],
    ],
    ['the same row of two sources', [row('iPhone', '07:30', '08:30'), row('iPhone', '07:30', '08:30')]],
  ])('does not make two of %s', (_, rows) => {
    expect(groupParticipants(rows)).toHaveLength(1)
    expect(groupParticipants(rows.toReversed())).toHaveLength(1)
  })

  it('does not part the devices of somebody whom Zoom knows', () => {
    const rows = ['07:30', '07:40'].map((from) => row('Ana Reyes', from, '08:30', { registrantId: 'link-ana' }))
    expect(times(rows)).toEqual([60])
    const byName = [row('Ben Reyes', '07:30', '08:30'), row('Ben Reyes', '07:35', '08:00')]
    expect(identifyRows(byName).map(shortly)).toEqual(['ben by name', 'ben by name'])
  })
})

describe('one student, several names', () => {
  it('flags them, and none of the ways of writing the own name', () => {
    const own = identifyRows([
      row('Ana Reyes', '07:30', '08:00', { registrantId: 'link-ana' }),
      row('REYES, ANA M.', '08:00', '08:30', { registrantId: 'link-ana' }),
      row('iPhone', '08:00', '08:30', { registrantId: 'link-ana' }),
    ])
    expect(own.map((each) => each.kind === 'matched' && each.flags)).toEqual([[], [], []])
    const two = identifyRows([
      row('Ana Reyes', '07:30', '08:00', { registrantId: 'link-ana' }),
      row('Angel', '08:00', '08:30', { registrantId: 'link-ana' }),
    ])
    expect(two.every((each) => each.kind === 'matched' && each.flags.includes('sameStudentTwoNames'))).toBe(true)
  })
})

describe('suggestions', () => {
  const first = (displayName: string): { personId: string; margin: number } => {
    const [found] = identifyRows([guest(displayName)])
    if (found?.kind !== 'stranger') throw new Error('Not a stranger.')
    return { personId: found.suggestions[0]?.personId ?? 'nobody', margin: found.margin }
  }

  it.each([
    ['jm reyes ipad', 'jm'],
    ['Juan M. Reyes', 'jm'],
    ['Reyes, Juan', 'jm'],
    ['Anna Reyes', 'ana'],
    ['A. Reyes', 'ana'],
    ['REYES, ANNA MENDOZA', 'ana'],
    ["Dakila's iPhone", 'dakila'],
    ['iPad ni Cora de la Cruz', 'cora'],
    ['Cory Cruz', 'cora'],
    ['Joey Pena', 'jose'],
    ['vilanueva dakila grade 7', 'dakila'],
    ['Teacher Liza', 'liza'],
    ['zzz', 'nobody'],
    ['🌸', 'nobody'],
  ])('for %s begin with %s', (displayName, wanted) => {
    expect(first(displayName).personId).toBe(wanted)
  })

  it('show a wide margin only where one is clearly best', () => {
    expect(first('Juan Miguel Reyess').margin).toBeGreaterThan(0.2)
    expect(first('Reyes').margin).toBeLessThan(0.1)
  })

  it('find it less likely that somebody is there twice at once', () => {
    const [, found] = identifyRows([
      row('Ana Reyes', '07:30', '08:30', { registrantId: 'link-ana' }),
      row('Reyes', '07:31', '08:30'),
    ])
    if (found?.kind !== 'stranger') throw new Error('Not a stranger.')
    expect(found.suggestions.map(({ personId, isHere }) => [personId, isHere])).toEqual([
      ['ben', false],
      ['jm', false],
      ['ana', true],
    ])
  })
})

describe('whatever the rows', () => {
  const someRow = fc.record({
    name: fc.constantFrom(
      'Ana Reyes',
      'Ben Reyes',
      'Mama',
      'iPhone',
      'Mario Santos',
      'Carlo Diaz',
      'Reyes# Ana (Benny)',
      '',
    ),
    email: fc.constantFrom(null, 'ana@students.school.example', 'ben@students.school.example', 'x@mail.example'),
    registrantId: fc.constantFrom(null, 'link-ana', 'link-ben', 'link-of-nobody'),
    customerKey: fc.constant(null),
    zoomUserId: fc.constantFrom(null, 'zoom-liza'),
    place: fc.constantFrom('meeting' as const, 'breakout' as const, 'waitingRoom' as const),
    joinedAt: fc.integer({ min: 0, max: 100 }),
    leftAt: fc.integer({ min: 0, max: 100 }),
  })
  const knownAs = [{ personId: 'ana', name: 'Mama' }]

  it('answers once for each participant, the same in any order of rows', () => {
    fc.assert(
      fc.property(fc.array(someRow, { maxLength: 10 }), (rows) => {
        const found = identifyRows(rows, { knownAs })
        expect(found).toEqual(identifyRows(rows.toReversed(), { knownAs }))
        expect(found.map(({ participant }) => participant)).toEqual(groupParticipants(rows))
        expect(found.reduce((sum, { participant }) => sum + participant.rowCount, 0)).toBe(rows.length)
      }),
    )
  })

  it('never credits a name to somebody whom a link, key or address speaks against', () => {
    fc.assert(
      fc.property(fc.array(someRow, { maxLength: 10 }), (rows) => {
        for (const found of identifyRows(rows, { knownAs })) {
          if (found.kind !== 'matched') continue
          const { registrantId, email } = found.participant
          const linked = links.get(registrantId ?? '')
          const owner = school.ownEmail.get(email ?? '')
          if (linked !== undefined) expect(found.personIds).toEqual([linked])
          if (owner !== undefined) expect(found.personIds).toEqual([owner])
        }
      }),
    )
  })
})

describe('namesakes across a whole school', () => {
  it('never credits one of them by name, and always by link', () => {
    const part = fc.constantFrom('Ana', 'Ben', 'Maria', 'Jose')
    const family = fc.constantFrom('Reyes', 'Cruz', 'Santos')
    fc.assert(
      fc.property(fc.array(fc.tuple(part, family), { minLength: 2, maxLength: 12 }), fc.nat(), (names, seed) => {
        const persons = names.map(([given, last], i) => person(`p${i}`, '', { name: name(last, given) }))
        const index = createSchoolIndex(persons)
        const expected = new Set(persons.filter((_, i) => (i + seed) % 2 === 0).map(({ personId }) => personId))
        for (const [i, [given, last]] of names.entries()) {
          const more = { school: index, expectedIds: expected, links: new Map([['r', `p${i}`]]) }
          const namesakes = names.filter(([g, l]) => g === given && l === last).length
          const byName = who(guest(`${last}, ${given}`), more)
          if (namesakes === 1 && expected.has(`p${i}`)) expect(byName).toBe(`p${i} by name`)
          else expect(byName).toMatch(/^\? nameFits/)
          expect(who(guest(`${last}, ${given}`, { registrantId: 'r' }), more)).toBe(`p${i} by link`)
        }
      }),
    )
  })
})
