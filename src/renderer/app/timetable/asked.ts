import { useEffect, useState } from 'react'
import type { TimetableField, TimetablePreview } from '../../../shared/contract/timetable.ts'
import type { InputOf } from '../../../shared/contract/index.ts'
import type { FileHandle, SectionId } from '../../../shared/ids.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call, problemOf } from '../../api.ts'

/** What a person has said about a file so far. */
export interface Asked {
  readonly file: FileHandle
  readonly mapping: Readonly<Record<string, TimetableField>> | undefined
  readonly firstOn: string
  readonly lastOn: string
  readonly sections: Readonly<Record<string, SectionId>>
  readonly subjects: Readonly<Record<string, string>>
  readonly teachers: Readonly<Record<string, string>>
  /** By period: from and to, as far as they are typed. */
  readonly periods: Readonly<Record<string, { readonly startsAt: string | null; readonly endsAt: string | null }>>
  readonly titlePattern: string
}

/** What the application is asked, for preview and import alike. */
export function inputOf(asked: Asked): InputOf<'timetable.preview'> {
  const { file, mapping, firstOn, lastOn, sections, subjects, teachers, periods, titlePattern } = asked
  return {
    file,
    mapping,
    firstOn,
    lastOn,
    choices: { sections, subjects, teachers },
    periodTimes: Object.entries(periods).flatMap(([period, { startsAt, endsAt }]) =>
      startsAt !== null && endsAt !== null ? [{ period, startsAt, endsAt }] : [],
    ),
    titlePattern: titlePattern.trim() === '' ? '{course}' : titlePattern.trim(),
  }
}

/** Words and times are typed letter by letter. */
const typingPauseMs = 250

interface Answer {
  /** The question. */
  readonly key: string
  readonly file: FileHandle
  /** The last there was for this file. */
  readonly preview: TimetablePreview | null
  readonly problem: Problem | null
}

/** The preview of what was said, a moment after it was; the last one of the file stays until the next is there. */
export function usePreview(asked: Asked | null, times: number) {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const text = asked === null ? null : JSON.stringify(inputOf(asked))
  const key = `${times} ${text}`
  useEffect(() => {
    if (text === null) return undefined
    let isCurrent = true
    const input = JSON.parse(text) as InputOf<'timetable.preview'> & { readonly file: FileHandle }
    const keep = (preview: TimetablePreview | null, problem: Problem | null) => {
      if (!isCurrent) return
      setAnswer((before) => ({
        ...{ key, problem, file: input.file },
        preview: preview ?? (before?.file === input.file ? before.preview : null),
      }))
    }
    const timer = setTimeout(() => {
      call('timetable.preview', input).then(
        (preview) => keep(preview, null),
        (error: unknown) => keep(null, problemOf(error)),
      )
    }, typingPauseMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [text, key])
  const isAnswered = answer?.key === key
  return {
    preview: answer !== null && answer.file === asked?.file ? answer.preview : null,
    problem: isAnswered ? answer.problem : null,
    isReading: asked !== null && !isAnswered,
  }
}
