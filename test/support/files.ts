import { randomUUID } from 'node:crypto'
import { ProblemError } from '../../src/shared/problem.ts'
import type { FileContent, Files } from '../../src/main/ports.ts'

/** Files in transit, kept in memory for one test. */
export function memoryFiles(): Files & { put(name: string, content: string | Uint8Array): string } {
  const kept = new Map<string, FileContent>()
  const write = (file: FileContent) => {
    const handle = randomUUID()
    kept.set(handle, file)
    return handle
  }
  return {
    async read(handle) {
      const file = kept.get(handle)
      if (file === undefined) throw new ProblemError('notFound', 'This file is gone. Choose it again.')
      return file
    },
    write: async (file) => write(file),
    put: (name, content) =>
      write({
        name,
        mediaType: 'text/csv',
        bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
      }),
  }
}
