import { expect, test } from 'vitest'
import { hrefOfPlace, isFiltered, placeOf, queryOf, type Place } from '../../src/renderer/app/people/place.ts'
import { changesOf, draftOf, fieldsOf, withLine } from '../../src/renderer/person/draft.ts'
import { parseRoute } from '../../src/renderer/route.ts'
import type { Person } from '../../src/shared/contract/person.ts'
import type { PersonId } from '../../src/shared/ids.ts'

const person: Person = {
  id: '019a0000-0000-7000-8000-000000000001' as PersonId,
  kind: 'student',
  familyName: 'Peña',
  givenName: 'Ana',
  middleName: '',
  suffix: '',
  preferredName: '',
  listName: 'Peña, Ana',
  sex: null,
  birthOn: null,
  studentNumber: '007',
  emails: [{ address: 'ana@school.example', owner: 'own' }],
  phones: [],
  guardians: [],
  householdId: null,
  isArchived: false,
}

test('a place of the list comes back from its address, and asks what it says', () => {
  const place: Place = { kind: 'staff', text: 'peña 小明', section: 's', grade: '7', show: 'withoutNumber' }
  expect(placeOf(parseRoute(hrefOfPlace(place)))).toEqual(place)
  expect(placeOf(parseRoute('#/people?show=nonsense&kind=nobody'))).toEqual(placeOf(parseRoute('#/people')))
  expect(isFiltered(placeOf(parseRoute('#/people?kind=staff')))).toBe(false)
  expect(queryOf(place, ' pena ')).toEqual({
    kind: 'staff',
    text: 'pena',
    sectionId: 's',
    gradeLevel: '7',
    issue: 'withoutNumber',
  })
  expect(queryOf({ show: 'archived' }, '')).toEqual({ kind: 'student', standing: 'archived' })
})

test('a form sends only what was changed, and leaves out lines that hold nothing', () => {
  const before = draftOf(person)
  expect(changesOf(before, before)).toEqual({})
  const after = {
    ...before,
    studentNumber: ' ',
    emails: withLine(withLine(before.emails, { address: ' ', owner: 'own' as const }), {
      address: ' home@mail.example ',
      owner: 'household' as const,
    }),
  }
  expect(changesOf(before, after)).toEqual({
    studentNumber: null,
    emails: [
      { address: 'ana@school.example', owner: 'own' },
      { address: 'home@mail.example', owner: 'household' },
    ],
  })
  expect(new Set(after.emails.map(({ key }) => key)).size).toBe(3)
  expect(fieldsOf(draftOf(null))).toMatchObject({ familyName: '', emails: [], studentNumber: null, sex: null })
})
