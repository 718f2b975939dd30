/** A person's name as the school keeps it. */
export interface NameParts {
  readonly family: string
  readonly given: string
  readonly middle?: string | null | undefined
  /** Jr., Sr., II, III ... */
  readonly suffix?: string | null | undefined
  readonly preferred?: string | null | undefined
}

/** The names that one display name may carry: "New (Old)" and "Device (Name)" are looked into. */
export interface DisplayName {
  /** As Zoom reported it. */
  readonly text: string
  /** The parts that may be a person's name, outermost first; device names and phone numbers are left out. */
  readonly names: readonly string[]
  /** True when nothing but a device's name is there. */
  readonly isDevice: boolean
}

/** Case, accents, punctuation and width taken away; letters and digits of any script stay, single spaces between. */
export declare function foldText(text: string): string
/** What two names have in common when they are the same but for case, accents, punctuation and order of parts; '' for none. */
export declare function nameKey(text: string): string
/** Every key under which this person's own name is exact: with and without middle name, initial, suffix, preferred name. */
export declare function nameKeysOf(name: NameParts): string[]
/** Takes a display name apart. */
export declare function parseDisplayName(text: string): DisplayName
/** Whether the text is the name of a device ("iPhone", "Galaxy A12", "iPad ni Ana"), which never stands for a person. */
export declare function isDeviceName(text: string): boolean
/** How alike a display name and a person's name are, 0 to 1; for suggestions only, it never credits anybody. */
export declare function similarity(display: string, name: NameParts): number
/** "Reyes, Ana M." as the school's lists print it. */
export declare function formalName(name: NameParts): string
