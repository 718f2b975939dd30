/** The number as +countrycode digits (0917... = +63917...), or null when the text is no phone number. */
export declare function normalisePhone(text: string, countryCode?: string): string | null
