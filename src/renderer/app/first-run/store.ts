import { create } from 'zustand'
import { zoneOfComputer } from '../../connect/zone.ts'

/** Where the first run stands. */
export type FirstRunStep = 'choose' | 'school' | 'code' | 'zoomApp' | 'connect'

interface FirstRun {
  readonly step: FirstRunStep
  readonly schoolName: string
  readonly timeZone: string
  /** Shown once; forgotten as soon as somebody says that it is kept. */
  readonly recoveryCode: string | null
}

/** The first run: kept outside of its screens, so that going back and forth loses nothing that was typed. */
export const useFirstRun = create<FirstRun>(() => ({
  step: 'choose',
  schoolName: '',
  timeZone: zoneOfComputer(),
  recoveryCode: null,
}))

/** Whether the first run still has the page, although the school is there already: its code is to be kept first. */
export const useIsSettingUp = (): boolean => useFirstRun(({ step }) => step !== 'choose')

/** Goes to a step. */
export const goToStep = (step: FirstRunStep): void => useFirstRun.setState({ step })

/** Hands the page over to the app. */
export const endFirstRun = (): void => useFirstRun.setState({ step: 'choose', recoveryCode: null, schoolName: '' })
