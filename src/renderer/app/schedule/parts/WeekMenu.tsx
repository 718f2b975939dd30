import { CalendarArrowDown, UserRoundCheck, UserRoundPlus } from 'lucide-react'
import type { Role } from '../../../../shared/contract/row.ts'
import { MenuButton } from '../../../ui/Menu.tsx'
import { scheduleWords } from '../../../words/schedule.ts'
import { substitutionWords } from '../../../words/substitution.ts'
import { isScheduler } from '../../../meeting/actions.ts'
import type { Who } from '../memory.ts'
import type { Doing } from '../place.ts'
import { useCalendarFile } from '../use-calendar-file.ts'

const { actions: words } = scheduleWords

interface Props {
  readonly who: Who
  readonly role: Role | undefined
  readonly onDo: (doing: Doing) => void
}

/** What can be done with somebody's week as a whole. */
export function WeekMenu({ who, role, onDo }: Props) {
  const save = useCalendarFile(
    'section' in who ? { sectionId: who.section } : { teacherId: 'teacher' in who ? who.teacher : '' },
  )
  const file = { id: 'calendarFile', label: words.calendarFile, icon: CalendarArrowDown, onAction: save }
  const find = {
    id: 'substitute',
    label: substitutionWords.find,
    icon: UserRoundPlus,
    onAction: () => onDo('substitute'),
  }
  const list = {
    id: 'substitutes',
    label: substitutionWords.list,
    icon: UserRoundCheck,
    onAction: () => onDo('substitutes'),
  }
  const groups = [
    { id: 'substitutes', actions: isScheduler(role) ? [find, list] : [] },
    // A grade is many calendars: each of its sections has a file of its own.
    { id: 'file', actions: 'grade' in who ? [] : [file] },
  ].filter(({ actions }) => actions.length > 0)
  return groups.length === 0 ? null : <MenuButton label={words.ofWeek} isIconOnly groups={groups} />
}
