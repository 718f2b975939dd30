/** A scope that Homeroom uses: whether this connection has it, and what works only with it. */
export interface ScopeNeed {
  readonly scope: string
  readonly feature: ZoomFeature
  readonly isGranted: boolean
}

/** What a missing scope costs. */
export type ZoomFeature = 'connection' | 'hosts' | 'hostRules' | 'scheduling' | 'ending' | 'registration' | 'attendance'
