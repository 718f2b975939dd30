import type { Handlers } from '../../shared/contract/index.ts'
import { localDate } from '../../shared/domain/time.ts'
import type { DeedId, SectionId } from '../../shared/ids.ts'
import type { Log } from '../ports.ts'
import type { PeopleDeeds } from '../store/people-deeds.ts'
import type { PeopleStore } from '../store/people.ts'
import type { RosterChange } from '../store/roster-writing.ts'
import { toPerson, toPersonPage, toPersonRow } from './person-view.ts'
import { followMarks, rosterAuthor, type RosterFollowDeps } from './roster-follow.ts'

type Names =
  | 'person.find'
  | 'person.list'
  | 'person.get'
  | 'person.add'
  | 'person.change'
  | 'person.doubles'
  | 'person.mergePreview'
  | 'person.merge'
  | 'person.archive'
  | 'person.restore'
  | 'household.join'
  | 'household.leave'
  | 'person.undo'

/** What the operations of people need. */
export interface PersonDeps extends RosterFollowDeps {
  readonly people: PeopleStore
  readonly deeds: PeopleDeeds
  readonly timeZone: () => string
  readonly log: Log
}

/** Students and staff: found, looked at, changed, merged, archived. */
export function createPersonOperations(deps: PersonDeps): Handlers<Names> {
  const { people, deeds, clock } = deps
  const today = () => localDate(clock.now(), deps.timeZone())
  /** Lets the marks follow; what was changed is known by its deed. */
  const followed = async ({ deedId, periodKeys }: RosterChange<unknown>) => {
    await followMarks(deps, periodKeys)
    return { deedId: deedId as DeedId | null }
  }

  return {
    'person.find': async ({ text, sectionId, personId, limit }) => ({
      people: (await people.find(text, { sectionId, personId, limit, on: today() })).map(({ person, sections }) => ({
        person: toPerson(person),
        sections: sections.map(({ title }) => title),
        sectionIds: sections.map(({ id }) => id as SectionId),
      })),
    }),

    'person.list': async (wanted) => {
      const page = await people.list({ ...wanted, on: today() })
      return { ...page, people: page.people.map(toPersonRow) }
    },

    'person.get': async ({ personId }) => {
      const [now, on] = [clock.now(), today()]
      const periods = await people.periodsOfTerm(personId, on, now)
      const isNew = ({ isJudged, on: heldOn }: (typeof periods)[number]) => !isJudged || heldOn === on
      await followMarks(deps, keysOf(periods.filter(isNew)))
      const page = toPersonPage(await people.page(personId, on, now))
      // A whole term takes a moment to judge: where settings or names have changed a mark since, the event says so.
      followMarks(deps, keysOf(periods)).catch((error: unknown) => deps.log.error('person.marksNotFollowed', error))
      return page
    },

    'person.add': async ({ kind, fields, enroll }, caller) => {
      const change = await deeds.add(kind, fields, enroll, await rosterAuthor(deps, caller))
      await followed(change)
      return toPerson(change.value)
    },

    'person.change': async ({ personId, changes }, caller) => {
      const change = await deeds.change(personId, changes, await rosterAuthor(deps, caller))
      await followed(change)
      return toPerson(change.value)
    },

    'person.doubles': async () => {
      const pairs = await people.doubles(today())
      return {
        pairs: pairs.map(({ people: [one, other], reasons }) => ({
          people: [toPersonRow(one), toPersonRow(other)],
          reasons: [...reasons],
        })),
      }
    },

    'person.mergePreview': async ({ keepId, doubleId }) => {
      const { kept, ...preview } = await deeds.previewMerge(keepId, doubleId, clock.now())
      return { ...preview, kept: toPerson(kept), differences: preview.differences.map((each) => ({ ...each })) }
    },

    'person.merge': async ({ keepId, doubleId, digest }, caller) =>
      followed(await deeds.merge(keepId, doubleId, digest, await rosterAuthor(deps, caller))),

    'person.archive': async ({ personIds }, caller) =>
      followed(await deeds.archive(personIds, today(), await rosterAuthor(deps, caller))),

    'person.restore': async ({ personIds }, caller) =>
      followed(await deeds.restore(personIds, await rosterAuthor(deps, caller))),

    'household.join': async ({ personIds }, caller) =>
      followed(await deeds.joinHousehold(personIds, await rosterAuthor(deps, caller))),

    'household.leave': async ({ personId }, caller) =>
      followed(await deeds.leaveHousehold(personId, await rosterAuthor(deps, caller))),

    'person.undo': async ({ deedId }, caller) => {
      await followMarks(deps, await deeds.undo(deedId, await rosterAuthor(deps, caller)))
      return { done: true }
    },
  }
}

const keysOf = (periods: readonly { readonly key: number }[]): number[] => periods.map(({ key }) => key)
