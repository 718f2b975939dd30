import { expect, test } from '../support/app-fixture.ts'

// What the page is, whichever door serves it.

test('the policy is delivered with the page and enforced by the browser', async ({ app }) => {
  const answer = await app.page.reload()
  const headers = (await answer?.allHeaders()) ?? {}
  const policy = headers['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).not.toContain('unsafe')
  expect(headers).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })

  const refused = await app.page.evaluate(async () => {
    const violated = new Set<string>()
    Object.assign(window, { violated })
    document.addEventListener('securitypolicyviolation', (event) => violated.add(event.effectiveDirective))
    const tries = {
      // What Playwright runs may use eval; what a timer runs may not.
      eval: () =>
        new Promise((resolve, reject) => {
          setTimeout(() => {
            try {
              resolve(Reflect.construct(Function, ['return 1']))
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)))
            }
          })
        }),
      html: () => {
        document.createElement('div').innerHTML = '<b>x</b>'
      },
      fetch: () => fetch('https://example.org/'),
      image: () => {
        new Image().src = 'https://example.org/x.png'
      },
      style: () => {
        const style = document.createElement('style')
        style.textContent = 'body { outline-style: dotted }'
        document.head.append(style)
        if (getComputedStyle(document.body).outlineStyle !== 'dotted') throw new Error('refused')
      },
      frame: () => {
        const frame = document.createElement('iframe')
        frame.src = 'https://example.org/'
        document.body.append(frame)
      },
    }
    const names: string[] = []
    for (const [name, run] of Object.entries(tries)) {
      try {
        await run()
      } catch {
        names.push(name)
      }
    }
    return names
  })
  expect(refused).toEqual(['eval', 'html', 'fetch', 'style'])
  await expect
    .poll(() => app.page.evaluate(() => [...(window as unknown as { violated: Set<string> }).violated]))
    .toEqual(
      expect.arrayContaining(['connect-src', 'frame-src', 'img-src', 'require-trusted-types-for', 'style-src-elem']),
    )
})

test('each answer carries a style nonce of its own', async ({ app }) => {
  const nonceOf = async () => {
    const answer = await app.page.reload()
    return /'nonce-([\w-]{16,})'/.exec((await answer?.headerValue('content-security-policy')) ?? '')?.[1]
  }
  const [first, second] = [await nonceOf(), await nonceOf()]
  expect(first).toBeTruthy()
  expect(second).not.toBe(first)
})

test('a fresh start asks nobody on the network, and nothing fails on the page', async ({ app }) => {
  const errors: string[] = []
  app.page.on('pageerror', (error) => errors.push(error.message))
  app.page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await app.page.reload()
  await expect(app.page.getByRole('heading').first()).toBeVisible()
  expect(errors).toEqual([])
  expect(app.leaks).toEqual([])
})
