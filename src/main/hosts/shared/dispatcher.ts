import tls from 'node:tls'
import { Agent, Dispatcher, EnvHttpProxyAgent } from 'undici'
import { isLoopback } from './usage.ts'

/**
 * How requests leave this computer: through the proxy of HTTPS_PROXY, HTTP_PROXY and NO_PROXY, trusting the operating
 * system's certificates (a school's filter has its own) besides Node's; to this computer itself always directly.
 */
export function createDispatcher(): Dispatcher {
  return new RoutingDispatcher()
}

class RoutingDispatcher extends Dispatcher {
  #outside: Dispatcher | undefined
  readonly #inside = new Agent()

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const isInside = isLoopback(new URL(String(options.origin)).hostname)
    // Reading the system's certificates takes some 80 ms: only once somebody goes outside.
    const way = isInside ? this.#inside : (this.#outside ??= createOutside())
    return way.dispatch(options, handler)
  }

  override async close(): Promise<void> {
    await Promise.all([this.#inside.close(), this.#outside?.close()])
  }

  override async destroy(): Promise<void> {
    await Promise.all([this.#inside.destroy(), this.#outside?.destroy()])
  }
}

function createOutside(): Dispatcher {
  const ca = [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])]
  const secureContext = tls.createSecureContext({ ca })
  return new EnvHttpProxyAgent({
    connect: { secureContext },
    requestTls: { secureContext },
    proxyTls: { secureContext },
  })
}
