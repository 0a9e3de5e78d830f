/**
 * Waiting in tests. A test waits for a condition, never for a time that is hoped to be long enough: the lint rules allow timers
 * here alone.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { SAME_SIGNAL } from '../../src/runtime/signals/interruption.ts'

/** How long a condition may take on a slow machine under load, in milliseconds; shorter than a test's timeout. */
const PATIENCE = 240_000

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>

/**
 * Polls until the condition holds, and returns what it returned.
 * @param what What is waited for, as the error says it: "the run's folder".
 * @throws Error when it does not hold after four minutes.
 */
export async function until<T>(what: string, condition: () => T | Promise<T>): Promise<Truthy<T>> {
  const end = performance.now() + PATIENCE
  for (;;) {
    const begun = performance.now()
    const value = await condition()
    if (value) return value as Truthy<T>
    const now = performance.now()
    if (now > end) throw new Error(`Waited ${PATIENCE / 60_000} minutes in vain for ${what}.`)
    // What takes long to look at is looked at less often: what is waited for needs the processor.
    await sleep(Math.max(5, 2 * (now - begun)))
  }
}

/**
 * Checks a condition again and again for a while: how a test says that something does *not* happen. A slow machine makes the
 * check weaker, never wrong.
 * @param what What has to stay so, as the error says it.
 * @throws Error as soon as the condition does not hold.
 */
export async function staysSo(what: string, condition: () => boolean | Promise<boolean>, milliseconds = 300): Promise<void> {
  const end = performance.now() + milliseconds
  do {
    if (!(await condition())) throw new Error(`${what}: not any more.`)
    await sleep(5)
  } while (performance.now() < end)
}

/** Waits until a signal counts as another one than the one before. */
export async function untilNextSignal(): Promise<void> {
  await sleep(SAME_SIGNAL + 50)
}

/**
 * Checks what a time limit of the product does: the limit has to be short enough to wait for, and long enough for a slow machine
 * to do in it what is not to be limited. So it is tried with 1, 10 and 100 seconds until the check holds.
 * @throws What the check threw with the longest limit.
 */
export async function withLimit(check: (milliseconds: number) => Promise<void>): Promise<void> {
  for (const milliseconds of [1000, 10_000]) {
    const holds = await check(milliseconds).then(
      () => true,
      () => false,
    )
    if (holds) return
  }
  await check(100_000)
}

/** Whether a process is gone, or has ended with all its threads and is not waited for yet, as init does late or never. */
export function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // The program's name stands in parentheses and may hold anything; the state follows its last one.
    if (process.platform !== 'linux' || !/^[^]*\) [ZXx]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return false
    return readdirSync(`/proc/${pid}/task`).length <= 1
  } catch {
    return true
  }
}

/** Waits until a process is gone. */
export async function untilGone(pid: number): Promise<void> {
  await until(`the end of process ${pid}`, () => isGone(pid))
}
