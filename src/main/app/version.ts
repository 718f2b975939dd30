import manifest from '../../../package.json' with { type: 'json' }

/** This Homeroom's version, as in `0.1.0`. */
export const version: string = manifest.version
