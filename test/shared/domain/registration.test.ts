import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  customerKeyOf,
  domainsOfSections,
  foldDomains,
  isDomainAllowed,
  personIdOfCustomerKey,
  planRegistration,
  type AddressRules,
  type RegistrationCandidate,
} from '../../../src/shared/domain/registration.ts'
import { name } from './school.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const rules: AddressRules = {
  allowedDomains: [],
  schoolAddressPattern: null,
  sharedAddresses: new Set(),
  hostAddresses: [],
}

function candidate(
  personId: string,
  addresses: readonly string[],
  more: Partial<RegistrationCandidate> = {},
): RegistrationCandidate {
  return {
    personId,
    name: name('Reyes', 'Ana'),
    emails: addresses.map((address) => ({ address, whose: 'own' })),
    studentNumber: '136000000018',
    ...more,
  }
}

/** "ana: a@x.example", "ben: ! noAddress" for each in order. */
function plan(candidates: readonly RegistrationCandidate[], more: Partial<AddressRules> = {}): string[] {
  const { entries, refused } = planRegistration(candidates, { ...rules, ...more })
  const of = new Map([
    ...entries.map(({ personId, email }): [string, string] => [personId, email]),
    ...refused.map(({ personId, reason }): [string, string] => [personId, `! ${reason}`]),
  ])
  return candidates.map(({ personId }) => `${personId}: ${of.get(personId)}`)
}

describe('the address of somebody who has a link', () => {
  const held = (address: string) => ({ held: address })

  it('stays while it is theirs, even where somebody else was given it', () => {
    expect(plan([candidate('ana', ['new@x.example', 'ana@x.example'], held('ana@x.example'))])).toEqual([
      'ana: ana@x.example',
    ])
    expect(
      plan([candidate('ana', ['home@x.example'], held('home@x.example')), candidate('ben', ['home@x.example'])]),
    ).toEqual(['ana: home@x.example', 'ben: ! sharedAddress'])
    expect(
      plan([candidate('ana', ['ana@other.example'], held('ana@other.example'))], { allowedDomains: ['x.example'] }),
    ).toEqual(['ana: ana@other.example'])
  })

  it('is another one when it is no longer theirs, or a host’s', () => {
    expect(plan([candidate('ana', ['new@x.example'], held('old@x.example'))])).toEqual(['ana: new@x.example'])
    expect(plan([candidate('ana', [], held('old@x.example'))])).toEqual(['ana: ! noAddress'])
    expect(
      plan([candidate('ana', ['ana@x.example'], held('ana@x.example'))], { hostAddresses: ['Ana@x.example'] }),
    ).toEqual(['ana: ! isHost'])
  })

  it('is nobody else’s before it is given up', () => {
    expect(
      plan([candidate('ana', ['new@x.example'], held('old@x.example')), candidate('ben', ['old@x.example'])]),
    ).toEqual(['ana: new@x.example', 'ben: ! sharedAddress'])
  })
})

describe('domains of sections', () => {
  it('are the school’s where a section has none of its own, and what one of several allows is allowed', () => {
    expect(domainsOfSections(['school.ph'], [])).toEqual(['school.ph'])
    expect(domainsOfSections(['school.ph'], [null])).toEqual(['school.ph'])
    expect(domainsOfSections(['school.ph'], [['own.ph']])).toEqual(['own.ph'])
    expect(domainsOfSections(['school.ph'], [['own.ph', 'school.ph'], null])).toEqual(['own.ph', 'school.ph'])
  })

  it('are off where one of them has an empty list, or the school has', () => {
    expect(domainsOfSections(['school.ph'], [[], ['own.ph']])).toEqual([])
    expect(domainsOfSections([], [null, ['own.ph']])).toEqual([])
  })

  it('are kept folded, each once, with wildcards', () => {
    expect(foldDomains([' R1.DepEd.gov.ph', '*.deped.gov.ph', 'r1.deped.gov.ph', ''])).toEqual([
      'r1.deped.gov.ph',
      '*.deped.gov.ph',
    ])
    expect(foldDomains(['school'])).toBeNull()
    expect(foldDomains(['*.*.ph'])).toBeNull()
  })
})

describe('the address of a student', () => {
  it('is their own', () => {
    expect(plan([candidate('ana', ['Ana@X.example '])])).toEqual(['ana: ana@x.example'])
    expect(plan([candidate('ana', [])])).toEqual(['ana: ! noAddress'])
  })

  it('is never one that two have: Zoom would make them one registrant', () => {
    expect(plan([candidate('ana', ['home@x.example']), candidate('ben', ['HOME@x.example'])])).toEqual([
      'ana: ! sharedAddress',
      'ben: ! sharedAddress',
    ])
    expect(plan([candidate('ana', ['home@x.example'])], { sharedAddresses: new Set(['home@x.example']) })).toEqual([
      'ana: ! sharedAddress',
    ])
    const ben = candidate('ben', [], { emails: [{ address: 'ana@x.example', whose: 'household' }] })
    expect(plan([candidate('ana', ['ana@x.example']), ben])).toEqual(['ana: ! sharedAddress', 'ben: ! sharedAddress'])
  })

  it("is never a household's or a guardian's", () => {
    for (const whose of ['household', 'guardian'] as const) {
      const child = candidate('ana', [], { emails: [{ address: 'mama@x.example', whose }] })
      expect(plan([child])).toEqual(['ana: ! sharedAddress'])
    }
  })

  it('is the first own one that will do', () => {
    const ana = candidate('ana', ['broken', 'ana@else.example', 'ana@ok.example'])
    expect(plan([ana], { allowedDomains: ['ok.example'] })).toEqual(['ana: ana@ok.example'])
    expect(plan([candidate('ana', ['broken'])])).toEqual(['ana: ! invalidAddress'])
  })

  it('is school-owned by rule if need be', () => {
    const schoolAddressPattern = 's-{studentNumber}@students.school.example'
    const home = { sharedAddresses: new Set(['home@x.example']), schoolAddressPattern }
    const children = [
      candidate('ana', ['home@x.example'], { studentNumber: '1001' }),
      candidate('ben', ['home@x.example'], { studentNumber: '1002' }),
      candidate('jm', ['jm@x.example'], { studentNumber: '1003' }),
      candidate('cora', [], { studentNumber: null }),
    ]
    expect(plan(children, home)).toEqual([
      'ana: s-1001@students.school.example',
      'ben: s-1002@students.school.example',
      'jm: jm@x.example',
      'cora: ! noAddress',
    ])
  })

  it('is not school-owned for two of one number', () => {
    const twice = ['ana', 'ben'].map((id) => candidate(id, [], { studentNumber: '1001' }))
    expect(plan(twice, { schoolAddressPattern: 's-{studentNumber}@s.example' })).toEqual([
      'ana: ! sharedAddress',
      'ben: ! sharedAddress',
    ])
  })

  it('can be made of the id', () => {
    const id = '0195f3a2-7c11-7b2e-9d10-00c04fd430c8'
    expect(plan([candidate(id, [])], { schoolAddressPattern: '{personId}@s.example' })).toEqual([
      `${id}: 0195f3a27c117b2e9d1000c04fd430c8@s.example`,
    ])
  })

  it('is never the host, whom Zoom refuses with 3027', () => {
    const staff = [
      candidate('liza', ['Liza@school.example', 'liza@home.example']),
      candidate('pia', ['pia@school.example']),
    ]
    expect(plan(staff, { hostAddresses: ['liza@SCHOOL.example'] })).toEqual([
      'liza: ! isHost',
      'pia: pia@school.example',
    ])
  })
})

describe('allowed domains', () => {
  it.each([
    ['ana@deped.gov.ph', ['deped.gov.ph'], true],
    ['ana@r1.deped.gov.ph', ['deped.gov.ph'], false],
    ['ana@r1.deped.gov.ph', ['*.deped.gov.ph'], true],
    ['ana@a.r1.deped.gov.ph', ['*.DEPED.gov.ph'], true],
    ['ana@deped.gov.ph', ['*.deped.gov.ph'], false],
    ['ana@notdeped.gov.ph', ['*.deped.gov.ph', 'deped.gov.ph'], false],
    ['ana@deped.gov.ph', ['@deped.gov.ph'], true],
    ['ana@deped.gov.ph.evil.example', ['deped.gov.ph', '*.deped.gov.ph'], false],
    ['ana@anything.example', [], true],
  ])('%s under %j: %s', (address, allowed, wanted) => {
    expect(isDomainAllowed(address, allowed)).toBe(wanted)
  })

  it('refuses with their own reason', () => {
    expect(plan([candidate('ana', ['ana@x.example'])], { allowedDomains: ['deped.gov.ph'] })).toEqual([
      'ana: ! domainNotAllowed',
    ])
  })
})

describe('names and keys for Zoom', () => {
  it('splits the name, and cuts it to 64 characters without halving one', () => {
    const [entry] = planRegistration(
      [candidate('ana', ['a@x.example'], { name: name('Peña', `${'あ'.repeat(63)}🌸🌸`, { suffix: 'Jr.' }) })],
      rules,
    ).entries
    expect(entry).toMatchObject({ firstName: 'あ'.repeat(63), lastName: 'Peña Jr.' })
  })

  it('has a first name for people of one name', () => {
    const [entry] = planRegistration([candidate('s', ['s@x.example'], { name: name('Suharto', '') })], rules).entries
    expect(entry).toMatchObject({ firstName: 'Suharto', lastName: '' })
  })

  it('makes a customer key of at most 35 characters and finds the person again', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const key = customerKeyOf(id)
        expect(key).toMatch(/^[0-9a-f]{32}$/)
        expect(personIdOfCustomerKey(key)).toBe(id)
        expect(personIdOfCustomerKey(key.toUpperCase())).toBe(id)
      }),
    )
    expect(() => customerKeyOf('s-1042')).toThrow(RangeError)
    expect(personIdOfCustomerKey('s-1042')).toBeNull()
  })
})

describe('whatever the roster', () => {
  it('registers no address twice, and everybody once or not at all', () => {
    const email = fc.record({
      address: fc.constantFrom('a@x.example', 'b@x.example', 'A@x.example', 'c@y.example', 'nonsense', ''),
      whose: fc.constantFrom('own' as const, 'household' as const, 'guardian' as const),
    })
    const someone = fc.record({
      emails: fc.array(email, { maxLength: 3 }),
      studentNumber: fc.constantFrom(null, '1', '2', ' '),
    })
    fc.assert(
      fc.property(
        fc.array(someone, { maxLength: 8 }),
        fc.constantFrom(null, 's-{studentNumber}@s.example', 'a@x.example', '{personId}@s.example'),
        (people, schoolAddressPattern) => {
          const candidates = people.map((each, i) => ({ ...each, personId: `p${i}`, name: name('Reyes', 'Ana') }))
          const hostAddresses = ['c@y.example']
          const { entries, refused } = planRegistration(candidates, { ...rules, schoolAddressPattern, hostAddresses })
          expect(new Set(entries.map(({ email: address }) => address)).size).toBe(entries.length)
          expect(entries.some(({ email: address }) => address === 'c@y.example')).toBe(false)
          expect([...entries, ...refused].map(({ personId }) => personId).sort()).toEqual(
            candidates.map(({ personId }) => personId),
          )
        },
      ),
    )
  })
})
