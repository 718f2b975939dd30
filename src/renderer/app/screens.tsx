import {
  CalendarDays,
  CalendarRange,
  ClipboardCheck,
  Settings,
  Sun,
  UserRound,
  UserRoundSearch,
  Users,
  type LucideIcon,
} from 'lucide-react'
import { lazy, type ComponentType } from 'react'
import { changesWords } from '../words/changes.ts'
import { importWords } from '../words/import.ts'
import { shellWords } from '../words/shell.ts'
import { timetableWords } from '../words/timetable.ts'

/** The screens, in the order of the sidebar. */
export type ScreenId = keyof typeof shellWords.screens

/** One screen: where it stands in the sidebar, and how it is fetched when it is first opened. */
export interface ScreenRow {
  readonly id: ScreenId
  readonly label: string
  readonly icon: LucideIcon
  /** The key that opens it, alone. */
  readonly key: string
  readonly Screen: ComponentType
}

const row = (
  id: ScreenId,
  icon: LucideIcon,
  key: string,
  load: () => Promise<{ readonly Screen: ComponentType }>,
): ScreenRow => ({
  id,
  label: shellWords.screens[id],
  icon,
  key,
  Screen: lazy(async () => ({ default: (await load()).Screen })),
})

/** Every screen of the app: its table of contents. */
export const screens: readonly ScreenRow[] = [
  row('today', Sun, '1', () => import('./today/Screen.tsx')),
  row('schedule', CalendarDays, '2', () => import('./schedule/Screen.tsx')),
  row('calendar', CalendarRange, '3', () => import('./calendar/Screen.tsx')),
  row('people', UserRound, '4', () => import('./people/Screen.tsx')),
  row('sections', Users, '5', () => import('./sections/Screen.tsx')),
  row('attendance', ClipboardCheck, '6', () => import('./attendance/Screen.tsx')),
  row('who', UserRoundSearch, '7', () => import('./who/Screen.tsx')),
  row('settings', Settings, '8', () => import('./settings/Screen.tsx')),
]

/** A screen that another one leads to, and under which the sidebar shows that one is. */
export interface InnerScreenRow extends Pick<ScreenRow, 'label' | 'Screen'> {
  readonly id: string
  readonly under: ScreenId
}

/** Screens that stand in no sidebar. */
export const innerScreens: readonly InnerScreenRow[] = [
  {
    id: 'import',
    label: importWords.title,
    under: 'sections',
    Screen: lazy(async () => ({ default: (await import('./import/Screen.tsx')).Screen })),
  },
  {
    id: 'timetable',
    label: timetableWords.title,
    under: 'schedule',
    Screen: lazy(async () => ({ default: (await import('./timetable/Screen.tsx')).Screen })),
  },
  {
    id: 'changes',
    label: changesWords.title,
    under: 'schedule',
    Screen: lazy(async () => ({ default: (await import('./changes/Screen.tsx')).Screen })),
  },
]
