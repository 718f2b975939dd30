import { create } from 'zustand'
import type { ConnectWay } from '../../connect/ConnectWays.tsx'

/** Where the first run stands. */
export type FirstRunStep = 'choose' | 'school' | 'code' | 'zoomApp' | 'connect'

interface FirstRun {
  readonly step: FirstRunStep
  /** Null until somebody types: then what IT prepared stands there, or the computer's own zone. */
  readonly schoolName: string | null
  readonly timeZone: string | null
  /** Shown once; forgotten as soon as somebody says that it is kept. */
  readonly recoveryCode: string | null
  /** With which way to connect the last step begins: who has read how to make an app types its codes. */
  readonly connectWay: ConnectWay
}

/** The first run: kept outside of its screens, so that going back and forth loses nothing that was typed. */
export const useFirstRun = create<FirstRun>(() => ({
  step: 'choose',
  schoolName: null,
  timeZone: null,
  recoveryCode: null,
  connectWay: 'prepared',
}))

/** Whether the first run still has the page, although the school is there already: its code is to be kept first. */
export const useIsSettingUp = (): boolean => useFirstRun(({ step }) => step !== 'choose')

/** Goes to a step. */
export const goToStep = (step: FirstRunStep): void => useFirstRun.setState({ step })

/** Hands the page over to the app. */
export const endFirstRun = (): void => useFirstRun.setState(useFirstRun.getInitialState(), true)
