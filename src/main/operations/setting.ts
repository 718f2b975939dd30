import type { Handlers } from '../../shared/contract/index.ts'
import type { Settings } from '../../shared/contract/setting.ts'
import { foldDomains, isDomain } from '../../shared/domain/registration.ts'
import type { PersonId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { PoliciesStore } from '../store/policies.ts'

type Names = 'setting.get' | 'setting.change' | 'setting.addPolicy'

/** What the operations of settings need. */
export interface SettingDeps {
  readonly policies: PoliciesStore
  readonly clock: Clock
  readonly newId: () => string
}

/** The rule that a school starts with, as settings show it: "15 minutes", from the beginning of time. */
const firstPolicy: Settings['policies'][number] = {
  preset: 'minutes',
  presentMinutes: 15,
  presentPercent: 80,
  lateAfterMinutes: 10,
  leftEarlyMinutes: 10,
  fromOn: '1900-01-01',
}

/** Settings of the school and its rules of marking. */
export function createSettingOperations({ policies, clock, newId }: SettingDeps): Handlers<Names> {
  const get = async (): Promise<Settings> => {
    const [settings, kept] = [await policies.settings(), await policies.list()]
    const ofSchool = kept.filter(({ gradeLevel, groupKey }) => gradeLevel === null && groupKey === null)
    return {
      ...settings,
      allowedDomains: [...settings.allowedDomains],
      registration: {
        ...settings.registration,
        staffIds: settings.registration.staffIds.map((id) => id as PersonId),
      },
      schoolHours: { ...settings.schoolHours, weekDays: [...settings.schoolHours.weekDays] },
      policies: [
        firstPolicy,
        ...ofSchool.flatMap(({ preset, presentMinutes, presentPercent, lateAfterMinutes, leftEarlyMinutes, fromOn }) =>
          preset === 'lact1'
            ? []
            : [{ preset, presentMinutes, presentPercent, lateAfterMinutes, leftEarlyMinutes, fromOn }],
        ),
      ],
    }
  }

  return {
    'setting.get': get,

    'setting.change': async (changes) => {
      const { allowedDomains, ownedDomain, registration, acceptExactNames, defaults } = changes
      const { schoolHours, firstWeeksUntil, reminders } = changes
      const before = await policies.settings()
      await policies.change(
        {
          ...(allowedDomains === undefined ? {} : { allowedDomains: domainsOf(allowedDomains) }),
          ...(ownedDomain === undefined ? {} : { ownedDomain: ownedDomain === null ? null : ownDomain(ownedDomain) }),
          ...(registration === undefined ? {} : { registration: { ...before.registration, ...given(registration) } }),
          ...(acceptExactNames === undefined ? {} : { acceptExactNames }),
          ...(defaults === undefined ? {} : { defaults: { ...before.defaults, ...given(defaults) } }),
          ...(schoolHours === undefined ? {} : { schoolHours: hoursOf(schoolHours) }),
          ...(firstWeeksUntil === undefined ? {} : { firstWeeksUntil }),
          ...(reminders === undefined ? {} : { reminders: { ...before.reminders, ...given(reminders) } }),
        },
        { now: clock.now(), newId },
      )
      return get()
    },

    'setting.addPolicy': async (rule) => {
      await policies.add({ id: newId(), ...rule, gradeLevel: null, groupKey: null, createdAt: clock.now() })
      return get()
    },
  }
}

/** Leaves out what was not given: an absent field changes nothing. */
function given<T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

function hoursOf({ opensAt, closesAt, weekDays }: Settings['schoolHours']): Settings['schoolHours'] {
  if (opensAt < closesAt) return { opensAt, closesAt, weekDays: [...new Set(weekDays)].toSorted((a, b) => a - b) }
  throw new ProblemError('invalidInput', 'The school closes before it opens.', {
    field: 'schoolHours.closesAt',
    fix: 'Write times of one day, such as 06:00 and 19:00.',
  })
}

/** Domains as people type them, folded, each once. Raises `invalidInput` at the field for one that is none. */
export function domainsOf(typed: readonly string[], field = 'allowedDomains'): string[] {
  const domains = foldDomains(typed)
  if (domains !== null) return domains
  throw new ProblemError(
    'invalidInput',
    'One of the domains is not a domain, such as school.edu.ph or *.deped.gov.ph.',
    { field, fix: 'Write only what stands after the @ of an address.' },
  )
}

function ownDomain(typed: string): string {
  const domain = typed.trim().toLowerCase()
  if (isDomain(domain)) return domain
  throw new ProblemError('invalidInput', 'This is not a domain, such as school.edu.ph.', {
    field: 'ownedDomain',
    fix: 'Write a domain that belongs to the school, without @.',
  })
}
