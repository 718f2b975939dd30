import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import { isLocalDate } from '../../../shared/domain/time.ts'
import { overlays, type Overlay } from '../../meeting/actions.ts'
import { hrefOf, type Route } from '../../route.ts'

/** The three ways to see the schedule. */
export const views = ['list', 'week', 'day'] as const
export type View = (typeof views)[number]

/** The tabs of the list. */
export const tabs = ['upcoming', 'live', 'past', 'attention'] as const
export type Tab = (typeof tabs)[number]

/** What is done with the schedule as a whole. */
export const doings = ['substitute', 'substitutes'] as const
export type Doing = (typeof doings)[number]

/** The states that a list can be narrowed to. */
export const states = [
  'scheduled',
  'creating',
  'cancelling',
  'cancelled',
  'refused',
  'missing',
] as const satisfies readonly MeetingSummary['state'][]

/** Where a person is on the Schedule screen: all of it stands in the address. */
export interface Place {
  /** Undefined: the one that was looked at last. */
  readonly view?: View | undefined
  /** The day, or a day of the week, that is shown. */
  readonly on?: string | undefined
  readonly tab?: Tab | undefined
  readonly state?: MeetingSummary['state'] | undefined
  readonly section?: string | undefined
  readonly grade?: string | undefined
  readonly teacher?: string | undefined
  readonly host?: string | undefined
  readonly subject?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly text?: string | undefined
  /** The class whose drawer is open, and which of its dates. */
  readonly meeting?: string | undefined
  readonly date?: string | undefined
  /** What is being done with it. */
  readonly overlay?: Overlay | undefined
  readonly doing?: Doing | undefined
  readonly isNew?: boolean | undefined
}

const oneOf = <Value extends string>(choices: readonly Value[], value: string | undefined): Value | undefined =>
  choices.find((choice) => choice === value)
/** A link into the app names the class in the place of the day. */
const idOr = (value: string | undefined) => (value !== undefined && /^[0-9a-f-]{36}$/.test(value) ? value : undefined)
const dateOr = (value: string | undefined) => (value !== undefined && isLocalDate(value) ? value : undefined)

/** The place that an address names. What it holds that is no date, no tab and so on is left out. */
export function placeOf({ parts, query }: Route): Place {
  return {
    view: oneOf(views, query['view']),
    on: dateOr(parts[0]),
    tab: oneOf(tabs, query['tab']),
    state: oneOf(states, query['state']),
    section: query['section'],
    grade: query['grade'],
    teacher: query['teacher'],
    host: query['host'],
    subject: query['subject'],
    from: dateOr(query['from']),
    to: dateOr(query['to']),
    text: query['text'],
    meeting: query['meeting'] ?? idOr(parts[0]),
    date: query['date'],
    overlay: oneOf(overlays, query['do']),
    doing: oneOf(doings, query['do']),
    isNew: query['new'] === 'class',
  }
}

/** The address of a place. */
export function hrefOfPlace({ on, overlay, doing, isNew, ...query }: Place): string {
  return hrefOf(on === undefined ? ['schedule'] : ['schedule', on], {
    ...query,
    do: overlay ?? doing,
    new: isNew ? 'class' : undefined,
  })
}

/** A place with nothing narrowed. */
export const withoutFilters = {
  state: undefined,
  section: undefined,
  grade: undefined,
  teacher: undefined,
  host: undefined,
  subject: undefined,
  from: undefined,
  to: undefined,
  text: undefined,
} satisfies Partial<Place>

const filters = Object.keys(withoutFilters) as (keyof typeof withoutFilters)[]

/** Whether anything narrows the list. */
export const isFiltered = (place: Place): boolean => filters.some((name) => place[name] !== undefined)
