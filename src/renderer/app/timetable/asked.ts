import type { TimetableField } from '../../../shared/contract/timetable.ts'
import type { InputOf } from '../../../shared/contract/index.ts'
import type { FileHandle, SectionId } from '../../../shared/ids.ts'

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
