import type { Handlers } from '../../shared/contract/index.ts'
import { planRegistration, type AddressRules } from '../../shared/domain/registration.ts'
import { localDate } from '../../shared/domain/time.ts'
import type { DeedId, PersonId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { HostsStore } from '../store/hosts.ts'
import type { SectionDeeds } from '../store/sections-deeds.ts'
import type { SectionsStore } from '../store/sections.ts'
import { toCandidate, toEnrollment, toPerson } from './person-view.ts'
import { rosterAuthor, type RosterFollowDeps } from './roster-follow.ts'
import { toGroup, toSection } from './section-view.ts'
import { domainsOf } from './setting.ts'

type Names =
  | 'section.list'
  | 'section.get'
  | 'section.make'
  | 'section.change'
  | 'section.archive'
  | 'section.restore'
  | 'group.list'
  | 'group.make'
  | 'group.change'
  | 'group.archive'

/** What the operations of sections and teaching groups need. */
export interface SectionDeps extends RosterFollowDeps {
  readonly sections: SectionsStore
  readonly deeds: SectionDeeds
  readonly hosts: Pick<HostsStore, 'list'>
  /** Reads the account's hosts from Zoom into the store: a teacher may be new there. */
  readonly refreshHosts: () => Promise<void>
  /** The rules of registration with the addresses that several people have. */
  readonly addressRules: () => Promise<AddressRules>
  readonly timeZone: () => string
  readonly clock: Clock
  readonly log: Log
}

/** Sections, subjects and teaching groups. */
export function createSectionOperations(deps: SectionDeps): Handlers<Names> {
  const { sections, deeds } = deps
  const today = () => localDate(deps.clock.now(), deps.timeZone())

  /** Names by address, as Zoom has them. Out of reach, or unknown to Zoom, a teacher is called by the address for now. */
  const hostNames = async (emails: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const kept = async () => new Map((await deps.hosts.list()).map(({ email, name }) => [email.toLowerCase(), name]))
    const names = await kept()
    if (emails.every((email) => names.has(email.toLowerCase()))) return names
    await deps.refreshHosts().catch((error: unknown) => deps.log.warn('hosts.notRead', { kind: kindOf(error) }))
    return kept()
  }

  return {
    'section.list': async ({ isArchived }) => ({
      sections: (await sections.list(today(), isArchived)).map(toSection),
    }),

    'section.get': async ({ sectionId, on = today() }) => {
      const [{ section, students, left, groups }, rules] = await Promise.all([
        sections.get(sectionId, on),
        deps.addressRules(),
      ])
      const registration = planRegistration(
        students.map(({ person }) => toCandidate(person)),
        { ...rules, allowedDomains: section.allowedDomains ?? rules.allowedDomains },
      )
      const entries = new Map(registration.entries.map(({ personId, email }) => [personId, email]))
      const refusals = new Map(registration.refused.map(({ personId, reason }) => [personId, reason]))
      return {
        section: toSection(section),
        students: students.map(({ person, enrollment }) => ({
          person: toPerson(person),
          enrollment: toEnrollment(enrollment),
          registersWith: entries.get(person.id) ?? null,
          refusal: refusals.get(person.id) ?? null,
        })),
        left: left.map(({ person, enrollment }) => ({
          personId: person.id as PersonId,
          listName: person.listName,
          enrollment: toEnrollment(enrollment),
        })),
        groups: groups.map(toGroup),
      }
    },

    'section.make': async (fields, caller) =>
      toSection((await deeds.make(fields, today(), await rosterAuthor(deps, caller))).value),

    'section.change': async ({ sectionId, changes: { allowedDomains, ...changes } }, caller) => {
      const domains =
        allowedDomains === undefined
          ? {}
          : {
              allowedDomains: allowedDomains === null ? null : domainsOf(allowedDomains, 'changes.allowedDomains'),
            }
      const author = await rosterAuthor(deps, caller)
      return toSection((await deeds.change(sectionId, { ...changes, ...domains }, today(), author)).value)
    },

    'section.archive': async ({ sectionId }, caller) => {
      const { deedId } = await deeds.archive(sectionId, today(), await rosterAuthor(deps, caller))
      return { deedId: deedId as DeedId | null }
    },

    'section.restore': async ({ sectionId }, caller) => {
      const { deedId } = await deeds.restore(sectionId, await rosterAuthor(deps, caller))
      return { deedId: deedId as DeedId | null }
    },

    'group.list': async ({ sectionId }) => ({
      groups: (await sections.listGroups(sectionId ?? null, today())).map(toGroup),
    }),

    'group.make': async ({ sectionIds, subject, teacherEmails, fromOn = today() }, caller) => {
      const names = await hostNames(teacherEmails)
      const teachers = teacherEmails.map((email) => ({ email, name: names.get(email.toLowerCase()) ?? email }))
      const author = await rosterAuthor(deps, caller)
      return toGroup(await deeds.makeGroup({ sectionIds, subject, teachers, fromOn }, today(), author))
    },

    'group.change': async ({ groupId, changes }, caller) =>
      toGroup(await deeds.changeGroup(groupId, changes, today(), await rosterAuthor(deps, caller))),

    'group.archive': async ({ groupId }, caller) => {
      const { deedId } = await deeds.archiveGroup(groupId, await rosterAuthor(deps, caller))
      return { deedId: deedId as DeedId | null }
    },
  }
}

const kindOf = (error: unknown): string => (error instanceof ProblemError ? error.problem.kind : 'unexpected')
