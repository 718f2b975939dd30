import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { testFolder } from '../../support/database.ts'

/** A disk of a few megabytes that one test can fill up, free and write-protect. */
export interface SmallDisk {
  /** Where the data folder goes. */
  readonly folder: string
  /** Uses up everything but these many KB. */
  fill(leftKb?: number): void
  free(): void
  protect(): void
}

/** Why there is no disk to play with on this computer, or null. Only Linux's root may mount one. */
export const noSmallDisk: string | null = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may mount a small disk'
  try {
    execFileSync('/usr/bin/unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return null
  } catch {
    return 'this computer does not let root mount a disk'
  }
})()

/** Mounts a disk of so many megabytes; unmounted when the test is over. */
export function smallDisk(megabytes: number): SmallDisk {
  const mount = testFolder()
  const ballast = join(mount, 'ballast')
  execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', mount])
  onTestFinished(() => void execFileSync('/usr/bin/umount', ['-l', mount]))
  return {
    folder: join(mount, 'data'),
    fill(leftKb = 0) {
      const file = openSync(ballast, 'w')
      try {
        writeSync(file, Buffer.alloc(leftKb * 1024))
        const rest = openSync(`${ballast}-rest`, 'w')
        try {
          for (;;) writeSync(rest, Buffer.alloc(4096, 1))
        } catch (error) {
          if ((error as { code?: string }).code !== 'ENOSPC') throw error
        } finally {
          closeSync(rest)
        }
      } finally {
        closeSync(file)
      }
      // What was held back is free again.
      rmSync(ballast)
    },
    free() {
      if (existsSync(`${ballast}-rest`)) rmSync(`${ballast}-rest`)
    },
    protect: () => void execFileSync('/usr/bin/mount', ['-o', 'remount,ro', mount]),
  }
}
