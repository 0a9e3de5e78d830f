import { RunlabError } from '../../errors.ts'
import { describeValue } from '../../internal/describe-value.ts'
import { Misfit } from './kind.ts'
import type { Kind, Written } from './kind.ts'
import { wrappedKind } from './wrapped.ts'

/**
 * The same kind, held to what it guarantees also for values whose getters, proxies or `toJSON` throw. Never is it asked for
 * values that were wrapped for another.
 */
export function guardKind<V>(kind: Kind<V>): Kind<V> {
  return {
    name: kind.name,
    accepts(value) {
      try {
        const tag = wrappedKind(value)
        return (tag === null || tag === kind.name) && kind.accepts(value)
      } catch {
        return false // what cannot be looked at is of no kind
      }
    },
    write: (value, surroundings) => orMisfit(() => checkFile(kind.write(value, surroundings))),
    read: (data, place) => orMisfit(() => kind.read(data, place)),
    ...(kind.compile === undefined ? {} : { compile: kind.compile.bind(kind) }),
  }
}

/** An extension is part of a path. Throws Misfit. */
function checkFile(written: Written): Written {
  const extension = written.file?.extension ?? 'none'
  if (/^[a-z0-9]+(\.[a-z0-9]+)*$/i.test(extension)) return written
  throw new Misfit(`its file cannot have the extension ${JSON.stringify(extension)}`)
}

function orMisfit<T>(step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw error instanceof Misfit ? error : new Misfit(reasonOf(error), { cause: error })
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof RunlabError) return error.message.charAt(0).toLowerCase() + error.message.slice(1).replace(/\.$/, '')
  return `looking at it threw ${error instanceof Error ? JSON.stringify(error.message) : describeValue(error)}`
}
