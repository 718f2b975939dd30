import type { Enrollment, Person, PersonPage, PersonRow } from '../../shared/contract/person.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { EnrollmentRow } from '../store/enrollment-rows.ts'
import type { ListedPerson } from '../store/people-list.ts'
import type { PersonView } from '../store/people-page.ts'
import type { KeptPerson } from '../store/people-rows.ts'
import { timeOf } from './meeting-view.ts'

type SectionId = PersonRow['sections'][number]['id']

/** A student as the rules of registration see them. */
export const toCandidate = (person: KeptPerson) => ({
  personId: person.id,
  name: {
    family: person.familyName,
    given: person.givenName,
    middle: person.middleName,
    suffix: person.suffix,
    preferred: person.preferredName,
  },
  emails: person.emails.map(({ address, owner }) => ({ address, whose: owner })),
  studentNumber: person.studentNumber,
})

/** A person as the contract has them. */
export function toPerson(person: KeptPerson): Person {
  const { id, kind, familyName, givenName, middleName, suffix, preferredName, listName, sex, birthOn, studentNumber } =
    person
  return {
    id: id as Person['id'],
    kind,
    familyName,
    givenName,
    middleName,
    suffix,
    preferredName,
    listName,
    sex,
    birthOn,
    studentNumber,
    emails: person.emails.map((email) => ({ ...email })),
    phones: person.phones.map((phone) => ({ ...phone })),
    guardians: person.guardians.map((guardian) => ({ ...guardian })),
    householdId: person.householdId as Person['householdId'],
    isArchived: person.archivedAt !== null,
  }
}

/** A person of a list as the contract has them. */
export function toPersonRow(row: ListedPerson): PersonRow {
  const { id, kind, listName, preferredName, studentNumber, email, isArchived } = row
  return {
    id: id as Person['id'],
    kind,
    listName,
    preferredName,
    studentNumber,
    sections: row.sections.map((section) => ({ ...section, id: section.id as SectionId })),
    email,
    issues: [...row.issues],
    isArchived,
  }
}

/** An enrollment as the contract has it. */
export function toEnrollment(row: EnrollmentRow): Enrollment {
  const { id, place, title, firstOn, lastOn, startReason, startDetail, endReason, endDetail } = row
  return {
    id: id as Enrollment['id'],
    section: place.kind === 'section' ? { id: place.id as SectionId, title } : null,
    group: place.kind === 'group' ? { id: place.id as NonNullable<Enrollment['group']>['id'], title } : null,
    firstOn,
    lastOn,
    startReason,
    startDetail,
    endReason,
    endDetail,
  }
}

/** Everything of one person as the contract has it. */
export function toPersonPage(view: PersonView): PersonPage {
  const { household, knownAs, today, excuses, contacts, registrations, history } = view
  return {
    person: toPerson(view.person),
    mergedInto:
      view.mergedInto === null ? null : { ...view.mergedInto, personId: view.mergedInto.personId as Person['id'] },
    household: household.map(({ personId, listName, sections }) => ({
      personId: personId as Person['id'],
      listName,
      sections: [...sections],
    })),
    knownAs: knownAs.map(({ since, ...name }) => ({ ...name, since: toIso(since) })),
    enrollments: view.enrollments.map(toEnrollment),
    duties: view.duties.map((duty) => ({ ...duty })),
    today: today.map(({ periodId, meetingId, title, subject, presence, isLate, hasLeftEarly, ...time }) => ({
      periodId: periodId as PersonPage['today'][number]['periodId'],
      meetingId: meetingId as PersonPage['today'][number]['meetingId'],
      title,
      subject,
      time: timeOf(time),
      mark: presence === null ? null : { presence, isLate: isLate === 1, hasLeftEarly: hasLeftEarly === 1 },
    })),
    term: view.term,
    totals: view.totals.map((total) => ({ ...total })),
    excuses: excuses.map(({ isWholeDay, isRevoked, ...excuse }) => ({
      ...excuse,
      isWholeDay: isWholeDay === 1,
      isRevoked: isRevoked === 1,
    })),
    contacts: contacts.map(({ at, wasReached, ...contact }) => ({
      ...contact,
      at: toIso(at),
      wasReached: wasReached === 1,
    })),
    registrations: registrations.map(({ meetingId, title, state, address, refusal, next }) => ({
      meetingId: meetingId as PersonPage['registrations'][number]['meetingId'],
      title,
      next: next === null ? null : timeOf(next),
      state,
      address,
      reason: refusal,
    })),
    history: history.map(({ id, at, undoneAt, changes, ...deed }) => ({
      ...deed,
      deedId: id as PersonPage['history'][number]['deedId'],
      at: toIso(at),
      undoneAt: undoneAt === null ? null : toIso(undoneAt),
      changes: changes.map((change) => ({ ...change })),
    })),
  }
}
