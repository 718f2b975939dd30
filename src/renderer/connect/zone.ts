/** The zone that this computer is set to. */
export const zoneOfComputer = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
