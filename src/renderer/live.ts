import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { InputOf, OperationName, OutputOf } from '../shared/contract/index.ts'
import type { Problem } from '../shared/problem.ts'
import { call, on, problemOf } from './api.ts'
import { useDoor } from './door.ts'

/**
 * Which kinds of things, as `changed` events name them, each query speaks of. A query that is not here is asked once
 * and not kept true.
 */
const subjects: Partial<Readonly<Record<OperationName, readonly string[]>>> = {
  'app.status': ['school', 'account', 'outbox', 'meetings', 'attendance', 'strangers', 'settings'],
  'account.get': ['account', 'settings'],
  'account.listHosts': ['account'],
  'practice.state': ['school', 'meetings', 'periods', 'attendance'],
  'section.list': ['people', 'groups'],
  'section.get': ['people', 'groups', 'settings'],
  'person.find': ['people'],
  'person.list': ['people', 'groups'],
  'person.get': ['people', 'groups', 'meetings', 'periods', 'attendance', 'calendar'],
  'person.doubles': ['people'],
  'person.mergePreview': ['people', 'groups', 'meetings', 'attendance'],
  'enrollment.preview': ['people', 'groups', 'meetings', 'periods'],
  'enrollment.missing': ['people'],
  'enrollment.unlisted': ['people', 'attendance', 'strangers'],
  'roster.imports': ['people', 'groups'],
  'group.list': ['people', 'groups'],
  'period.list': ['periods', 'meetings', 'attendance', 'strangers', 'groups', 'calendar'],
  'attendance.get': ['periods', 'meetings', 'attendance', 'strangers', 'people', 'settings', 'calendar'],
  'match.list': ['strangers', 'attendance', 'people'],
  'meeting.list': ['meetings', 'outbox', 'attendance'],
  'meeting.count': ['meetings', 'outbox', 'attendance'],
  'meeting.listWithoutLink': ['meetings', 'people'],
  'meeting.get': ['meetings', 'outbox'],
  'meeting.listClashes': ['meetings', 'outbox', 'groups', 'periods'],
  'meeting.preview': ['meetings', 'outbox', 'groups', 'account', 'settings', 'calendar'],
  'meeting.previewChange': ['meetings', 'outbox', 'groups', 'account', 'settings', 'calendar'],
  'registration.list': ['meetings', 'people', 'groups'],
  'registration.progress': ['meetings', 'outbox'],
  'outbox.list': ['outbox'],
  'outbox.previewDiscard': ['meetings', 'outbox'],
  'substitution.list': ['meetings', 'outbox'],
  'substitution.preview': ['meetings', 'groups', 'people', 'account'],
  'sync.list': ['meetings', 'outbox', 'account'],
  'setting.get': ['settings'],
  'feed.get': ['settings', 'people', 'groups', 'meetings'],
  'calendar.get': ['calendar', 'groups'],
  'timetable.list': ['meetings', 'outbox'],
  'suspension.list': ['calendar'],
  'suspension.preview': ['calendar', 'meetings', 'periods', 'attendance', 'people', 'groups'],
  'calendar.previewDays': ['calendar', 'meetings', 'periods', 'attendance', 'people', 'groups'],
  'suspension.previewUndo': ['calendar', 'meetings', 'outbox'],
}

/** The answer of a query as it stands: the last one stays while a newer is fetched, and when that fails. */
export interface Live<Value> {
  readonly data: Value | null
  readonly problem: Problem | null
  /** Nothing is there yet and the answer is on its way. */
  readonly isLoading: boolean
  /** A newer answer is on its way. */
  readonly isReloading: boolean
}

interface Entry {
  state: Live<unknown>
  readonly name: OperationName
  readonly input: unknown
  readonly key: string
  readonly listeners: Set<() => void>
  isDirty: boolean
  forgetAt: ReturnType<typeof setTimeout> | undefined
}

/** A screen that is left and come back to within this time shows at once what it had. */
const keepMs = 60_000
/** Changes come in bursts: an import touches a thousand rows. */
const burstMs = 60
/** While they go on and on (a term's classes on their way to Zoom), screens are read again this often at the most. */
const floodMs = 400

const entries = new Map<string, Entry>()
const nothing: Live<never> = { data: null, problem: null, isLoading: true, isReloading: false }

function publish(entry: Entry, state: Live<unknown>): void {
  entry.state = state
  for (const listener of entry.listeners) listener()
}

/** Asks again; while an answer is under way it only notes that another question must follow. */
async function load(entry: Entry): Promise<void> {
  if (entry.state.isReloading) {
    entry.isDirty = true
    return
  }
  publish(entry, { ...entry.state, isReloading: true, isLoading: entry.state.data === null })
  do {
    entry.isDirty = false
    try {
      const data = await call(entry.name, entry.input as InputOf<OperationName>)
      publish(entry, { data, problem: null, isLoading: false, isReloading: entry.isDirty })
    } catch (error) {
      publish(entry, { ...entry.state, problem: problemOf(error), isLoading: false, isReloading: entry.isDirty })
    }
  } while (entry.isDirty)
}

function entryOf(name: OperationName, input: unknown): Entry {
  const key = `${name} ${JSON.stringify(input)}`
  const known = entries.get(key)
  if (known) return known
  const entry: Entry = {
    name,
    input,
    key,
    state: nothing,
    listeners: new Set(),
    isDirty: false,
    forgetAt: undefined,
  }
  entries.set(key, entry)
  return entry
}

function watch(entry: Entry, listener: () => void): () => void {
  clearTimeout(entry.forgetAt)
  entries.set(entry.key, entry)
  const isFirst = entry.listeners.size === 0
  entry.listeners.add(listener)
  if (isFirst && !entry.state.isReloading) void load(entry)
  return () => {
    entry.listeners.delete(listener)
    if (entry.listeners.size > 0) return
    entry.forgetAt = setTimeout(() => entries.delete(entry.key), keepMs)
  }
}

/** Those who read by themselves and want to hear when to read again, each with the query that they read by. */
const watchers = new Set<{ readonly name: OperationName; readonly listener: () => void }>()

let changed = new Set<string>()
let burst: ReturnType<typeof setTimeout> | undefined
let readAt = -floodMs

function reload(nouns: readonly string[] | 'all'): void {
  for (const noun of nouns === 'all' ? ['*'] : nouns) changed.add(noun)
  burst ??= setTimeout(
    () => {
      const isTouched = (name: OperationName) => changed.has('*') || subjects[name]?.some((noun) => changed.has(noun))
      for (const entry of entries.values()) if (entry.listeners.size > 0 && isTouched(entry.name)) void load(entry)
      for (const { name, listener } of watchers) if (isTouched(name)) listener()
      changed = new Set()
      burst = undefined
      readAt = performance.now()
    },
    Math.max(burstMs, readAt + floodMs - performance.now()),
  )
}

/** Begins to follow the application's events; called once, before the first screen. Returns the unsubscriber. */
export function followChanges(): () => void {
  const stops = [
    on((event) => {
      if (event.type === 'changed') reload(event.nouns)
      // What is now, next and late depends on the clock.
      if (event.type === 'clock') reload('all')
    }),
    // What happened while the door was lost was not heard.
    useDoor.subscribe((now, before) => {
      if (now.state === 'open' && before.state === 'lost') reload('all')
    }),
  ]
  return () => stops.forEach((stop) => stop())
}

/** Asks a query before the screen that shows it exists. */
export function prefetch<Name extends OperationName>(name: Name, input: InputOf<Name>): void {
  void load(entryOf(name, input))
}

const idle: Live<never> = { data: null, problem: null, isLoading: false, isReloading: false }

/**
 * The answer of a query, kept true: it is asked again whenever something that it speaks of has changed. `input` null
 * asks nothing. Screens that ask the same share one answer.
 */
export function useLive<Name extends OperationName>(
  name: Name,
  input: InputOf<Name> | null,
): Live<OutputOf<Name>> & { readonly reload: () => void } {
  const text = input === null ? null : JSON.stringify(input)
  const entry = useMemo(() => (text === null ? null : entryOf(name, JSON.parse(text))), [name, text])
  const subscribe = useCallback((listener: () => void) => (entry ? watch(entry, listener) : () => undefined), [entry])
  const state = useSyncExternalStore(subscribe, () => entry?.state ?? idle) as Live<OutputOf<Name>>
  const reloadNow = useCallback(() => {
    if (entry) void load(entry)
  }, [entry])
  return { ...state, reload: reloadNow }
}

/** Calls `listener` whenever the answer of the query may have become another: for lists that are read by pages. */
export function useChanges(name: OperationName, listener: () => void): void {
  useEffect(() => {
    const watcher = { name, listener }
    watchers.add(watcher)
    return () => void watchers.delete(watcher)
  }, [name, listener])
}

/** A command as a button or a form runs it. */
export interface Running<Name extends OperationName> {
  /** The answer, or null when there was a problem, which then stands in `problem`. */
  readonly run: (input: InputOf<Name>) => Promise<OutputOf<Name> | null>
  readonly isRunning: boolean
  readonly problem: Problem | null
  readonly clearProblem: () => void
}

/** Runs one command at a time and keeps its problem until the next try. */
export function useCommand<Name extends OperationName>(name: Name): Running<Name> {
  const [isRunning, setRunning] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = useCallback(
    async (input: InputOf<Name>) => {
      setRunning(true)
      setProblem(null)
      try {
        return await call(name, input)
      } catch (error) {
        setProblem(problemOf(error))
        return null
      } finally {
        setRunning(false)
      }
    },
    [name],
  )
  const clearProblem = useCallback(() => setProblem(null), [])
  return { run, isRunning, problem, clearProblem }
}
