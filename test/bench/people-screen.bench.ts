import type { OperationName } from '../../src/shared/contract/index.ts'
import type { ApplicationHandle } from '../../src/shared/handle.ts'
import type { Figure } from './figure.ts'
import { keystrokes, openList, openStatus, scrolling } from './list-screen.ts'
import { peopleNow, peopleSchool } from './people-school.ts'

/**
 * The Students screen over 10,000 people on the real store, through the browser host's door: a keystroke until its rows are
 * on screen, and scrolling by three rows a frame with its pages coming in.
 */
export async function figures(): Promise<readonly Figure[]> {
  const school = await peopleSchool()
  const application: ApplicationHandle = {
    call: async (name, input) =>
      name === 'app.status' ? { ok: true, value: openStatus(peopleNow) } : school.call(name as OperationName, input),
    on: () => () => undefined,
    close: () => Promise.resolve(),
  }
  const { page, cdp, close } = await openList(application, '#/people')
  try {
    const texts = ['grace 599', 'jose 112', 'kristine 332', 'jose 511', 'grace 899', 'kristine 935', 'jose 714']
    return [
      await keystrokes(page, 'people: keystroke until its rows are shown, 10,000 people', texts, (text) =>
        text.split(' '),
      ),
      ...(await scrolling(page, cdp, 'people')),
    ]
  } finally {
    await close()
    await school.remove()
  }
}
