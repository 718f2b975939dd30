import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { text } from 'node:stream/consumers'
import { ProblemError } from '../../../shared/problem.ts'
import type { FileContent } from '../../ports.ts'
import { UsageError } from '../shared/usage.ts'

/** The input of a call. */
export type CallInput = Record<string, unknown>

/** Reads `--input`: JSON, `@file`, or `-` for standard input; `{}` when left out. Raises {@link UsageError}. */
export async function readInput(given: string | undefined): Promise<CallInput> {
  if (given === undefined) return {}
  const source =
    given === '-' ? await text(process.stdin) : given.startsWith('@') ? await readInputFile(given.slice(1)) : given
  let value: unknown
  try {
    value = JSON.parse(source.replace(/^\uFEFF/, ''))
  } catch {
    throw new UsageError('--input is not JSON. Put it in quotes, or in a file: --input @input.json')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('--input takes a JSON object, such as {"limit": 5}.')
  }
  return value as CallInput
}

async function readInputFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new UsageError('The file of --input cannot be read.', { cause: error })
  }
}

/** One `--file FIELD=PATH`, apart. */
export interface FileOption {
  readonly field: string
  readonly path: string
}

/** Takes `FIELD=PATH` apart; a path may hold further equal signs. Raises {@link UsageError}. */
export function parseFileOption(option: string): FileOption {
  const [, field, path] = /^([\w.]+)=(.+)$/s.exec(option) ?? []
  if (field === undefined || path === undefined)
    throw new UsageError('--file takes FIELD=PATH, such as file=roster.csv.')
  return { field, path }
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.txt': 'text/plain',
  '.tsv': 'text/tab-separated-values',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.ics': 'text/calendar',
  '.zip': 'application/zip',
  '.json': 'application/json',
}

/** Reads a file that was named on the command line. Raises `fileUnreadable` at its field. */
export async function readFileOption({ field, path }: FileOption): Promise<FileContent> {
  try {
    const mediaType = mediaTypes[extname(path).toLowerCase()] ?? 'application/octet-stream'
    return { name: basename(path), mediaType, bytes: await readFile(path) }
  } catch (error) {
    const fix = 'Look whether it is there, and whether you may read it.'
    throw new ProblemError(
      'fileUnreadable',
      `The file for "${field}" cannot be read.`,
      { field, fix },
      { cause: error },
    )
  }
}

/**
 * Sets a dotted field of the input, making the objects and lists on the way: `files.0` is the first of the list `files`.
 * Raises {@link UsageError} for a place in a list that leaves a gap.
 */
export function setField(input: CallInput, field: string, value: unknown): void {
  const names = field.split('.')
  const last = names.pop() ?? field
  let at: CallInput | unknown[] = input
  names.forEach((name, index) => {
    const next = Object.hasOwn(at, name) ? (at as CallInput)[name] : undefined
    const isList = /^\d+$/.test(names[index + 1] ?? last)
    const inner = typeof next === 'object' && next !== null ? (next as CallInput) : isList ? [] : {}
    set(at, name, inner)
    at = inner
  })
  set(at, last, value)
}

function set(holder: CallInput | unknown[], name: string, value: unknown): void {
  if (Array.isArray(holder) && !(/^\d+$/.test(name) && Number(name) <= holder.length)) {
    throw new UsageError('--file numbers the places of a list from 0, one after the other: files.0, files.1.')
  }
  Object.defineProperty(holder, name, { value, enumerable: true, writable: true, configurable: true })
}
