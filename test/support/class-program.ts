import { randomUUID } from 'node:crypto'
import type { ClassToImport } from '../../src/main/store/timetables.ts'

/** What a process is told that imports a timetable. */
export interface ImportOrders {
  readonly file: string
  /** Hex. */
  readonly key: string
  readonly sectionIds: readonly string[]
  /** The id at which it stops, in the order in which rows are made. */
  readonly stopAt: number
}

const time = {
  on: '2026-08-10',
  startsAt: '07:30',
  durationMinutes: 60,
  timeZone: 'Asia/Manila',
  startInstant: Date.UTC(2026, 7, 9, 23, 30),
  endInstant: Date.UTC(2026, 7, 10, 0, 30),
}

/** A class program of one class for each section, as a checked preview hands it over. */
export const classProgram = {
  span: { fileName: 'a.csv', fileDigest: 'x', firstOn: '2026-08-10', lastOn: '2026-08-10' },
  of: (sectionIds: readonly string[]): ClassToImport[] =>
    sectionIds.map((sectionId) => {
      const id = randomUUID()
      return {
        sectionIds: [sectionId],
        subject: 'Mathematics',
        teachers: [{ email: 'teacher@school.example', name: 'A Teacher' }],
        meetings: [
          {
            ...{ id, reference: id, type: 'scheduled', time, recurrence: null, dates: [{ number: 1, time }] },
            host: { hostId: 'h', name: 'A Teacher', email: 'teacher@school.example' },
            ...{ alternativeHosts: [], title: '{course}', description: '', audience: 'class' },
            settings: {
              admission: 'waitingRoom',
              muteOnEntry: true,
              hostVideo: true,
              participantVideo: true,
              joinBeforeHost: false,
              recording: 'none',
            },
            registration: { allowedDomains: [], schoolAddressPattern: null },
          },
        ],
      }
    }),
}

/** Who imports, told of each id that is made. */
export const importedBy = (device: string, onId: () => void = () => undefined) => ({
  ...{ actor: 'office', device, at: 0 },
  newId: () => {
    onId()
    return randomUUID()
  },
})
