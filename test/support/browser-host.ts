// The browser host as a process of its own, with the arguments of this one.
import { main } from '../../src/main/hosts/browser/main.ts'

process.exitCode = await main(process.argv.slice(2))
