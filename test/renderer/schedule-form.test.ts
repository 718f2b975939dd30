import { describe, expect, it } from 'vitest'
import { changesBack, changesOf, draftOf, type FormedMeeting } from '../../src/renderer/app/schedule/changes.ts'
import { isKept, keeping } from '../../src/renderer/app/schedule/dates.ts'
import { newSubject, type Draft } from '../../src/renderer/app/schedule/draft.ts'
import type { SectionId, TeachingGroupId } from '../../src/shared/ids.ts'

describe('a tick at a date of a series', () => {
  const nothing: Pick<Draft, 'skipOn' | 'keepOn'> = { skipOn: [], keepOn: [] }

  it('is never lost: taken off and set again, a class day and any other day stand as the person said', () => {
    for (const isClassDay of [true, false]) {
      const date = { on: '2026-11-25', isClassDay }
      for (const ticks of [[true], [false], [false, true], [true, false], [true, false, true], [false, true, false]]) {
        const said = ticks.reduce((before, isWanted) => keeping(date, before, isWanted), nothing)
        expect(isKept(date, said)).toBe(ticks.at(-1))
      }
    }
  })

  it('says no more than it must, so that the calendar decides again once it is put back', () => {
    const inPerson = { on: '2026-11-25', isClassDay: false }
    expect(keeping(inPerson, nothing, true)).toEqual({ skipOn: [], keepOn: ['2026-11-25'] })
    expect(keeping(inPerson, { skipOn: [], keepOn: ['2026-11-25'] }, false)).toEqual(nothing)
    const classDay = { on: '2026-11-25', isClassDay: true }
    expect(keeping(classDay, { skipOn: ['2026-11-25'], keepOn: [] }, true)).toEqual(nothing)
  })
})

describe('a changed form', () => {
  const meeting: FormedMeeting = {
    kind: 'once',
    titlePattern: 'Grade 7 Mabini, Science',
    description: '',
    audience: 'class',
    time: {
      on: '2026-11-23',
      startsAt: '08:00',
      durationMinutes: 60,
      timeZone: 'Asia/Manila',
      startInstant: '2026-11-23T00:00:00.000Z',
      endInstant: '2026-11-23T01:00:00.000Z',
    },
    host: { hostId: 'zoe', name: 'Núñez, Zoë', email: 'zoe@school.example' },
    group: { id: 'science' as TeachingGroupId, title: 'Grade 7 Mabini, Science', subject: 'Science' },
    sections: [{ id: 'mabini' as SectionId, name: 'Grade 7 Mabini', gradeLevel: '7' }],
    settings: {
      admission: 'waitingRoom',
      muteOnEntry: true,
      hostVideo: true,
      participantVideo: true,
      joinBeforeHost: false,
      recording: 'none',
      approval: 'automatic',
      signedInOnly: false,
    },
    alternativeHosts: [],
    recurrence: null,
    dates: [],
  }
  const first = draftOf(meeting)
  const changes = (more: Partial<Draft>) => changesOf(first, { ...first, ...more }, 'all')

  it('sends only what is otherwise, and what puts it back', () => {
    expect(changes({})).toEqual({})
    const zone = changes({ timeZone: 'Asia/Tokyo', startsAt: '09:00' })
    expect(zone).toEqual({ timeZone: 'Asia/Tokyo', startsAt: '09:00' })
    expect(changesBack(meeting, zone)).toEqual({ timeZone: 'Asia/Manila', startsAt: '08:00' })
  })

  it('names another class by its group, or by its section while the group is still to be made', () => {
    const other = changes({ sectionIds: ['rizal'], group: 'english' })
    expect(other).toEqual({ teachingGroupId: 'english' })
    expect(changesBack(meeting, other)).toEqual({ teachingGroupId: 'science' })
    expect(changes({ sectionIds: ['rizal'], group: newSubject, subject: 'Robotics' })).toEqual({ sectionId: 'rizal' })
  })

  it('lets the class go for an audience that is none, and registers nobody any more', () => {
    const all = changes({ audience: 'all' })
    expect(all).toEqual({ audience: 'all', teachingGroupId: null })
    expect(changesBack(meeting, all)).toEqual({ audience: 'class', teachingGroupId: 'science' })
  })

  it('makes a series of what took place once', () => {
    const repeat = { ...first.repeat, afterDates: 4 }
    expect(changes({ kind: 'series', repeat })).toEqual({
      repeat: { every: 'week', interval: 1, weekDays: [1], ends: { afterDates: 4 } },
    })
  })
})
