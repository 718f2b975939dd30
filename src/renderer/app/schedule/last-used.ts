import { useEffect, useState } from 'react'
import type { SectionId } from '../../../shared/ids.ts'
import { call } from '../../api.ts'
import type { Draft } from './draft.ts'

interface Group {
  readonly id: string
  readonly subject: string
  readonly sections: readonly { readonly id: string }[]
}

/** What a class's next meeting takes over from its latest. */
export type LastUsed = Pick<Draft, 'durationMinutes' | 'hostId' | 'alternativeHosts' | 'settings'>

/** What the class of a teaching group used last; null before that is known, and for a class that had no meeting yet. */
export function useLastUsed(group: Group | undefined): LastUsed | null {
  const [found, setFound] = useState<{ readonly of: string; readonly last: LastUsed } | null>(null)
  const groupId = group?.id
  const subject = group?.subject
  const sectionId = group?.sections[0]?.id
  useEffect(() => {
    if (groupId === undefined || subject === undefined || sectionId === undefined) return undefined
    let isWanted = true
    // A convenience: where it cannot be read, the school's own defaults stand.
    void latestOf(groupId, subject, sectionId)
      .then((last) => isWanted && last !== null && setFound({ of: groupId, last }))
      .catch(() => undefined)
    return () => {
      isWanted = false
    }
  }, [groupId, subject, sectionId])
  return found !== null && found.of === groupId ? found.last : null
}

async function latestOf(groupId: string, subject: string, sectionId: string): Promise<LastUsed | null> {
  for (const phase of ['upcoming', 'past'] as const) {
    const list = { phase, subject, sectionId: sectionId as SectionId, limit: 20 }
    const { meetings } = await call('meeting.list', list)
    const latest = meetings.find(({ group }) => group?.id === groupId)
    if (latest === undefined) continue
    const { time, host, alternativeHosts, settings } = await call('meeting.get', { meetingId: latest.id })
    return {
      durationMinutes: time.durationMinutes,
      hostId: host.hostId,
      alternativeHosts: alternativeHosts.map(({ hostId }) => hostId),
      settings,
    }
  }
  return null
}
