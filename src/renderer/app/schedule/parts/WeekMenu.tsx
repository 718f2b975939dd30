import { CalendarArrowDown } from 'lucide-react'
import type { PersonId, SectionId } from '../../../../shared/ids.ts'
import { MenuButton } from '../../../ui/Menu.tsx'
import { scheduleWords } from '../../../words/schedule.ts'
import { useCalendarFile } from '../use-calendar-file.ts'

const { actions: words } = scheduleWords

/** What can be done with the week of a section or a teacher as a whole. */
export function WeekMenu({ of }: { readonly of: { readonly section: string } | { readonly teacher: string } }) {
  const save = useCalendarFile(
    'section' in of ? { sectionId: of.section as SectionId } : { teacherId: of.teacher as PersonId },
  )
  return (
    <MenuButton
      label={words.ofWeek}
      isIconOnly
      groups={[
        {
          id: 'week',
          actions: [{ id: 'calendarFile', label: words.calendarFile, icon: CalendarArrowDown, onAction: save }],
        },
      ]}
    />
  )
}
