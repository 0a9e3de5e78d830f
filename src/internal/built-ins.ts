import { Buffer } from 'node:buffer'
import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import filePromises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'

/** Settings that programs change as they are meant to. */
const SETTINGS: ReadonlySet<PropertyKey> = new Set([
  'captureRejections',
  'defaultMaxListeners',
  'poolSize',
  'prepareStackTrace',
  'stackTraceLimit',
  'usingDomains',
])

/** A property as it was when this was loaded; without a descriptor where there was none. */
interface Kept {
  readonly holder: object
  readonly key: PropertyKey
  /** What the holder is called. */
  readonly of: string
  readonly descriptor: PropertyDescriptor | undefined
  /** Put back only where it is gone. */
  readonly mayDiffer?: true
}

const { ownKeys, defineProperty, deleteProperty, getPrototypeOf, getOwnPropertyDescriptor } = Reflect
const { setPrototypeOf } = Object
const OBJECT = Object.prototype

/** By name: a program has globals of its own, and they are its state. */
const GLOBALS = (
  'Array ArrayBuffer Atomics BigInt Boolean DataView Date Error EvalError Float64Array Function Infinity Int32Array JSON Map Math ' +
  'Number Object Promise Proxy RangeError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError Uint8Array ' +
  'Uint32Array URIError WeakMap WeakRef WeakSet decodeURIComponent encodeURIComponent isNaN parseFloat parseInt ' +
  'clearImmediate clearInterval clearTimeout queueMicrotask setImmediate setInterval setTimeout process Buffer'
).split(' ')
/** Put back only where they are gone: libraries bring their own. */
const NAMES =
  'AbortController AbortSignal Event EventTarget TextDecoder TextEncoder URL URLSearchParams performance structuredClone'.split(
    ' ',
  )
/** Of the process, what is no state. */
const OF_PROCESS = ['cwd', 'exit', 'hrtime', 'kill', 'memoryUsage', 'nextTick', 'resourceUsage', 'uptime'] as const

/** What our documents are made of and has no `toJSON`. Of other classes one may have it: Vega-Lite gives it to sets, and needs it. */
const IN_JSON = new Set(['Array', 'Boolean', 'Number', 'String'])

const kept: Kept[] = []
const keysOfObject = new Set(ownKeys(OBJECT))

/** What stands in a property's own descriptor, and nothing that somebody gives all objects. */
function bare(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | undefined {
  return descriptor === undefined ? undefined : setPrototypeOf(descriptor, null)
}

function keep(holder: object, key: PropertyKey, of: string): void {
  if (SETTINGS.has(key)) return
  const descriptor = getOwnPropertyDescriptor(holder, key)
  if (descriptor?.configurable === false && descriptor.writable !== true) return
  kept.push({ holder, key, of, descriptor })
}

function keepAll(holder: object, of: string): void {
  for (const key of ownKeys(holder)) if (holder !== Math || key !== 'random') keep(holder, key, of) // which runs change
}

function keepClass(value: object, name: string): void {
  keepAll(value, name)
  const prototype: unknown = getOwnPropertyDescriptor(value, 'prototype')?.value
  if (typeof prototype !== 'object' || prototype === null) return
  keepAll(prototype, `${name}.prototype`)
  if (IN_JSON.has(name)) keep(prototype, 'toJSON', `${name}.prototype`)
}

function keepFunctions(module: object, name: string): void {
  for (const key of ownKeys(module)) {
    if (typeof getOwnPropertyDescriptor(module, key)?.value === 'function') keep(module, key, name)
  }
}

function keepGlobals(): void {
  for (const key of GLOBALS) {
    keep(globalThis, key, 'globalThis')
    const value: unknown = getOwnPropertyDescriptor(globalThis, key)?.value
    if (typeof value === 'function') keepClass(value, key)
    else if (typeof value === 'object' && value !== null) keepAll(value, key)
  }
}

keepGlobals()
for (const key of NAMES)
  kept.push({ holder: globalThis, key, of: 'globalThis', descriptor: getOwnPropertyDescriptor(globalThis, key), mayDiffer: true })
keepClass(Buffer, 'Buffer')
keepClass(getPrototypeOf(Uint8Array) as object, 'TypedArray')
keepClass(EventEmitter, 'EventEmitter')
for (const iterator of [[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](), ''.matchAll(/./g)])
  keepAll(getPrototypeOf(iterator) as object, 'Iterator')
keepAll(getPrototypeOf(performance) as object, 'performance')
keep(performance, 'now', 'performance')
for (const key of OF_PROCESS) keep(process, key, 'process')
for (const key of ownKeys(EventEmitter.prototype)) {
  const isMethod = typeof getOwnPropertyDescriptor(EventEmitter.prototype, key)?.value === 'function'
  if (isMethod && key !== 'constructor') keep(process, key, 'process')
}
keepFunctions(fs, 'fs')
keepFunctions(filePromises, 'fs.promises')
keepFunctions(path, 'path')

/** What somebody has changed, and how it was. Nothing here may rely on what is built in. */
function restore(): Kept[] {
  const changed: Kept[] = []
  // First what all objects have got: a property `get` there makes every descriptor one that is refused.
  const keys = ownKeys(OBJECT)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey
    let isOwn = false
    for (let j = 0; j < KEYS.length; j++) isOwn ||= KEYS[j] === key
    if (isOwn) continue
    changed[changed.length] = {
      holder: OBJECT,
      key,
      of: 'Object.prototype',
      descriptor: bare(getOwnPropertyDescriptor(OBJECT, key)),
    }
    deleteProperty(OBJECT, key)
  }
  for (let i = 0; i < kept.length; i++) {
    const { holder, key, of, descriptor, mayDiffer } = kept[i] as Kept
    const now = getOwnPropertyDescriptor(holder, key)
    if (isSame(now, descriptor) || (mayDiffer && now !== undefined)) continue
    changed[changed.length] = { holder, key, of, descriptor: bare(now) }
    put(holder, key, descriptor)
  }
  return changed
}

const KEYS = [...keysOfObject]

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  return one?.value === other?.value && one?.get === other?.get && (one === undefined) === (other === undefined)
}

/** What was different before the run began, by name: libraries that watch or mend Node do so while they load. */
let usual: ReadonlySet<string> = new Set()

/** Says that what has been changed up to now is how this program is set up: it is put back as well, and not named. */
export function noteUsualChanges(): void {
  const changed = kept.filter(({ holder, key, descriptor }) => !isSame(getOwnPropertyDescriptor(holder, key), descriptor))
  usual = new Set(changed.map(nameOf))
}

const nameOf = ({ of, key }: Kept): string => `${of}.${String(key)}`

function put(holder: object, key: PropertyKey, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor === undefined) deleteProperty(holder, key)
  else defineProperty(holder, key, descriptor)
}

/**
 * Calls `body` with what is built in as it was when runlab was loaded, and leaves it as it is: the code of an experiment may
 * have changed anything, and its record is to be written all the same. For what is done when it returns.
 */
export function withBuiltIns<T>(body: () => T): T {
  const changed = restore()
  if (changed.length === 0) return body()
  try {
    return body()
  } finally {
    for (let i = changed.length - 1; i >= 0; i--) {
      const { holder, key, descriptor } = changed[i] as Kept
      put(holder, key, descriptor)
    }
  }
}

/** Puts back for good what is built in. Gives the names of what was changed since `noteUsualChanges`. */
export function restoreBuiltIns(): readonly string[] {
  const changed = restore()
  if (changed.some(({ holder }) => holder === fs || holder === filePromises || holder === path)) syncBuiltinESMExports()
  return changed.map(nameOf).filter((name) => !usual.has(name))
}

/** Timers that also fire where the globals have been replaced. */
export const ownTimers = { setTimeout, clearTimeout, setInterval, clearInterval } as const
