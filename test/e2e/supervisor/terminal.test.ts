import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { once } from '../../../src/internal/once.ts'
import { isForeground } from '../../../src/runtime/process/foreground.ts'
import { PATIENCE } from '../../../src/runtime/signals/interruption.ts'
import { isGone, staysSo, until, untilGone } from '../../support/waiting.ts'
import { readEnded } from '../endings/ended-run.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { settingsOf, stateOf } from './process-state.ts'
import { PROGRAM } from './program.ts'
import { TerminalSession } from './terminal-session.ts'

const project = new Project({ 'package.json': '{ "type": "module" }', 'endings.ts': PROGRAM })
let count = 0

/** The command line of a run of its own. */
function commandFor(way: string, ...flags: readonly string[]): { readonly name: string; readonly command: readonly string[] } {
  const name = `run-${++count}`
  return { name, command: [process.execPath, BIN, 'run', 'endings.ts', '--way', way, '--name', name, ...flags] }
}

/** Runs the program in a terminal. */
function startRun(way: string, ...flags: readonly string[]): { readonly name: string; readonly session: TerminalSession } {
  const { name, command } = commandFor(way, ...flags)
  return { name, session: new TerminalSession(project, command) }
}

/** An interactive shell, in which jobs can be stopped and sent to the background. */
async function startShell(): Promise<TerminalSession> {
  const shell = new TerminalSession(project, ['bash', '--norc', '--noprofile', '-i'])
  await shell.shows(/\$ /)
  return shell
}

/** Waits for the end of a job, and ends its shell. What is typed before belongs to the job. */
async function endShell(shell: TerminalSession, end: RegExp, from: number): Promise<void> {
  await shell.shows(end, from)
  await shell.shows(/\$ $/, from)
  shell.type('exit\r')
  await shell.ended
}

function quote(command: readonly string[]): string {
  return command.map((word) => `'${word}'`).join(' ')
}

/** The lines of a run's log without their times. */
function logOf(name: string): string[] {
  return project
    .read(`results/endings/${name}/experiment_out.log`)
    .split('\n')
    .map((line) => line.slice(25))
}

const ticksOf = (name: string): string[] => logOf(name).filter((line) => line.startsWith('tick'))
const hasTicked = (name: string): boolean =>
  existsSync(project.path(`results/endings/${name}/experiment_out.log`)) && ticksOf(name).length > 5
/** Whether there are more ticks in the log. Throws where the run has ended, with what it said last. */
function hasMore(name: string, before: number, hasEnded: () => boolean): boolean {
  const isOver = hasEnded()
  if (ticksOf(name).length > before) return true
  if (isOver) throw new Error(`It ended after ${before} ticks:\n${logOf(name).slice(-10).join('\n')}`)
  return false
}
/** Ends a run that ticks. */
const stopTicking = (name: string): void => project.write(`end-${name}`, '')

describe('an experiment in a terminal', () => {
  /** Long enough for a supervisor to end the run by force, if it took Ctrl-C for a signal that has no answer. */
  const UNANSWERED = PATIENCE + 300

  const talk = once(async () => {
    const { name, session } = startRun('is talked to')
    await session.shows(/size before/)
    session.resize(61, 22)
    await session.shows(/A line\? /)
    session.type('zä\u007Fö\r')
    await session.shows(/Your name\? /)
    session.type('Jörgx\u007F\r')
    await session.shows(/keys please/)
    session.type('geheim\u0003\u001A.')
    await session.shows(/\$ /)
    // The job has the terminal when it says something.
    session.type("sh -c 'echo $((40 + 2)); exec sleep 1000000'\r")
    await session.shows(/^42\r$/m)
    const from = session.output.length
    session.type('\u0003')
    await session.shows(/\$ /, from)
    await staysSo('the run goes on', () => !session.hasEnded, UNANSWERED)
    session.type('exit\r')
    const { exitCode } = await session.ended
    return { session, exitCode, run: await readEnded(project, name), log: logOf(name) }
  })

  test('finds one on every stream, with its size and colours, and leaves no code in the log', async () => {
    const { session, exitCode, run, log } = await talk()
    expect(exitCode).toBe(0)
    expect(run.values).toMatchObject({
      terminals: [true, true, true],
      size: [90, 30],
      colours: 8,
      environment: { COLUMNS: null, FORCE_COLOR: null },
    })
    expect(session.output).toMatch(/\u001B\[1mdone in /)
    expect(session.output).toMatch(/done in .*[^\r]\r\n/) // one terminal adds the carriage return, not two
    expect(log.join('\n')).not.toMatch(/[\u001B\r]/)
  })

  test('hears when the window gets another size', async () => {
    expect((await talk()).run.get('new-size')).toEqual([61, 22])
  })

  test('asks for a line that is edited on the way, with letters of several bytes', async () => {
    const { run, log } = await talk()
    expect(run.get('answer')).toBe('Jörg')
    expect(log.some((line) => line.startsWith('Your name? '))).toBe(true)
  })

  test('asks for a line that the terminal itself edits, as it is set', async () => {
    expect((await talk()).run.get('line')).toBe('zö\n')
  })

  test('takes keys that are not shown; Ctrl-C and Ctrl-Z are keys then', async () => {
    const { run, session, log } = await talk()
    expect(run.status).toBe('done')
    expect(run.get('keys')).toEqual([...'geheim\u0003\u001A.'].map((key) => key.charCodeAt(0)))
    expect(session.output + log.join()).not.toContain('geheim')
  })

  test('may start a shell, to which Ctrl-C is a signal then', async () => {
    const { exitCode, run } = await talk()
    expect({ exitCode, status: run.status, signal: run.meta.signal }).toEqual({ exitCode: 0, status: 'done', signal: null })
  })
})

describe('Ctrl-C', () => {
  test('interrupts, and is one signal', async () => {
    const { name, session } = startRun('counts signals')
    await session.shows(/process (\d+)/)
    session.type('\u0003')
    expect(await session.ended).toMatchObject({ exitCode: 130 })
    expect(session.output).toMatch(/\^C\r\n/)
    expect(logOf(name)).toContain('^C') // and on the same line nothing else
    const { values, status, meta, ending } = await readEnded(project, name)
    expect({ status, values, signal: meta.signal, forced: ending?.forced }).toEqual({
      status: 'interrupted',
      values: { signals: 1 },
      signal: 'SIGINT',
      forced: false,
    })
  })

  test('ends a loop that does not let go by force', async () => {
    const { name, session } = startRun('never yields')
    const pid = Number(await session.shows(/process (\d+)/))
    session.type('\u0003')
    expect(await session.ended).toMatchObject({ exitCode: 130 })
    expect(isGone(pid)).toBe(true)
    const { status, ending } = await readEnded(project, name)
    expect(status).toBe('interrupted')
    expect(ending).toMatchObject({ forced: true, signal: 'SIGINT' })
  })
})

describe('in a shell with jobs', () => {
  test('Ctrl-Z stops the whole job, and fg continues it', async () => {
    const shell = await startShell()
    const { name, command } = commandFor('ticks')
    const before = settingsOf(shell.pid)
    shell.type(`${quote(command)}\r`)
    const pid = Number(await shell.shows(/^process (\d+)/m))
    await shell.shows(/^tick 1\r/m)
    shell.type('\u001A')
    await shell.shows(/Stopped/)
    await until('a stopped experiment', () => stateOf(pid) === 'T')
    const from = shell.output.length
    shell.type('fg\r')
    await shell.shows(/^tick \d+\r/m, from)
    stopTicking(name)
    await shell.shows(/done in/, from)
    await shell.shows(/\$ $/, from)
    await until('the settings of before', () => settingsOf(shell.pid) === before)
    await endShell(shell, /\$ $/, from)
    const { status, values } = await readEnded(project, name)
    expect(status).toBe('done')
    expect(ticksOf(name)).toEqual(Array.from({ length: Number(values['ticks']) }, (_, i) => `tick ${i}`))
  })

  test('with & it runs in the background without being stopped, and takes what is typed after fg', async () => {
    const shell = await startShell()
    const { name, command } = commandFor('asks')
    shell.type(`${quote(command)} &\r`)
    await shell.shows(/Your name\? /)
    const supervisor = Number(await shell.shows(/\[1\] (\d+)/))
    await staysSo('it is not stopped', () => stateOf(supervisor) !== 'T', 500)
    expect(isForeground(supervisor)).toBe(false)
    shell.type('echo $((1 + 1))for the shell\r')
    await shell.shows(/2for the shell/)
    shell.type('fg\r')
    await until('a supervisor that reads keys', () => isForeground(supervisor) && / -icanon/.test(settingsOf(shell.pid)))
    const from = shell.output.length
    shell.type('Ada\r')
    await endShell(shell, /done in/, from)
    expect((await readEnded(project, name)).values).toEqual({ answer: 'Ada' })
  })

  test('SIGTERM leaves the terminal as it was', async () => {
    const shell = await startShell()
    const { name, command } = commandFor('waits')
    const before = settingsOf(shell.pid)
    shell.type(`${quote(command)}; echo code $?\r`)
    const pid = Number(await shell.shows(/^process (\d+)/m))
    expect(settingsOf(shell.pid)).not.toBe(before)
    const from = shell.output.length
    const parent = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }))
    process.kill(parent, 'SIGTERM')
    expect(await shell.shows(/^code (\d+)\r/m)).toBe('143')
    await until('the settings of before', () => settingsOf(shell.pid) === before)
    await endShell(shell, /^code/m, from)
    expect((await readEnded(project, name)).meta.signal).toBe('SIGTERM')
  })
})

describe('a terminal that goes away', () => {
  test('when its window is closed, interrupts the run', async () => {
    const { name, session } = startRun('waits')
    const pid = Number(await session.shows(/process (\d+)/))
    session.close()
    await untilGone(pid)
    const { status, meta } = await readEnded(project, name)
    expect({ status, signal: meta.signal, code: meta.exit_code }).toEqual({ status: 'interrupted', signal: 'SIGHUP', code: 129 })
  })

  test.each(['supervised', 'in process'])(
    'and whose hangup is ignored, leaves the run to come to its end, and to exit with its code: %s',
    async (mode) => {
      const { name, command } = commandFor('ticks')
      const words = mode === 'supervised' ? command : [process.execPath, '--import', REGISTER, ...command.slice(3)]
      const session = new TerminalSession(project, ['bash', '-c', `trap '' HUP; ${quote(words)}; echo $? > code-${name}`])
      await until('some ticks', () => {
        if (session.hasEnded) throw new Error(`It ended before it ticked:\n${session.output}`)
        return hasTicked(name)
      })
      session.close()
      const before = ticksOf(name).length
      await until('more in the log', () => hasMore(name, before, () => session.hasEnded))
      stopTicking(name)
      const code = await until(
        'the exit code',
        () => existsSync(project.path(`code-${name}`)) && project.read(`code-${name}`).trim(),
      )
      const { status, values } = await readEnded(project, name)
      expect({ code, status }).toEqual({ code: '0', status: 'done' })
      expect(ticksOf(name)).toHaveLength(Number(values['ticks']))
    },
  )

  test('with a supervisor that is killed, leaves the run to go on with its log', async () => {
    const { name, session } = startRun('ticks')
    const pid = Number(await session.shows(/process (\d+)/))
    await until('some ticks in the log', () => hasTicked(name)) // what it says may come before the supervisor has a log
    process.kill(session.pid, 'SIGKILL')
    await session.ended // with all its threads, and so the terminal that it had made
    const before = ticksOf(name).length
    await until('more in the log', () => hasMore(name, before, () => isGone(pid)))
    stopTicking(name)
    await untilGone(pid)
    const { status, meta, values } = await readEnded(project, name)
    expect({ status, supervisor: meta.supervisor }).toEqual({ status: 'done', supervisor: 'lost' })
    expect(meta.warnings.join()).toContain('its terminal with it')
    expect(logOf(name)).toContain(`tick ${Number(values['ticks']) - 1}`)
  })

  test('is let go of where another process keeps it open', async () => {
    const { name, session } = startRun('leaves a child behind')
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    // From the log: what a terminal shows last may come after its exit, or not at all when another process keeps it open.
    const child = logOf(name).flatMap((line) => /^child (\d+)$/.exec(line)?.[1] ?? [])
    process.kill(Number(child[0]), 'SIGKILL')
    expect((await readEnded(project, name)).status).toBe('done')
    expect(logOf(name)).toContain('left behind')
  })

  test('says everything before', async () => {
    const lines = 30_000
    const { name, session } = startRun('says much', '--count', String(lines))
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    const numbers = logOf(name).flatMap((line) => /^(\d+) x{99}$/.exec(line)?.[1] ?? [])
    expect(numbers).toEqual(Array.from({ length: lines }, (_, i) => String(i)))
    expect(session.output).toContain(`${lines - 1} xxx`)
  })
})
