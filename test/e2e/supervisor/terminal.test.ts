import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { isForeground } from '../../../src/runtime/process/foreground.ts'
import { readEnded } from '../endings/ended-run.ts'
import { BIN, Project } from '../project.ts'
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

function stateOf(pid: number): string {
  return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).trim()[0] ?? ''
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20)
}

/** The settings of the terminal that a process is in. */
function settingsOf(pid: number): string {
  const device = execFileSync('ps', ['-o', 'tty=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  return execFileSync('stty', [process.platform === 'linux' ? '-F' : '-f', `/dev/${device}`, '-a'], { encoding: 'utf8' })
}

describe('an experiment in a terminal', () => {
  test('finds one on every stream, with its size and colours, and leaves no code in the log', async () => {
    const { name, session } = startRun('looks')
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    const { values } = await readEnded(project, name)
    expect(values).toEqual({
      terminals: [true, true, true],
      size: [90, 30],
      colours: 8,
      environment: { COLUMNS: null, FORCE_COLOR: null },
    })
    expect(session.output).toMatch(/\u001B\[1mdone in /)
    expect(session.output).toMatch(/done in .*[^\r]\r\n/) // one terminal adds the carriage return, not two
    expect(logOf(name).join('\n')).not.toMatch(/[\u001B\r]/)
  })

  test('hears when the window gets another size', async () => {
    const { name, session } = startRun('is resized')
    await session.shows(/size before/)
    session.resize(61, 22)
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    expect((await readEnded(project, name)).values).toEqual({ size: [61, 22] })
  })

  test('asks for a line that is edited on the way, with letters of several bytes', async () => {
    const { name, session } = startRun('asks')
    await session.shows(/Your name\? /)
    session.type('Jörgx\u007F\r')
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    expect((await readEnded(project, name)).values).toEqual({ answer: 'Jörg' })
    expect(logOf(name).some((line) => line.startsWith('Your name? '))).toBe(true)
  })

  test('asks for a line that the terminal itself edits, as it is set', async () => {
    const { name, session } = startRun('asks for a line')
    await session.shows(/A line\? /)
    session.type('zä\u007Fö\r')
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    expect((await readEnded(project, name)).values).toEqual({ answer: 'zö\n' })
  })

  test('takes keys that are not shown; Ctrl-C and Ctrl-Z are keys then', async () => {
    const { name, session } = startRun('asks for keys')
    await session.shows(/keys please/)
    session.type('geheim\u0003\u001A.')
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    const { values, status } = await readEnded(project, name)
    expect(status).toBe('done')
    expect(values).toEqual({ keys: [...'geheim\u0003\u001A.'].map((key) => key.charCodeAt(0)) })
    expect(session.output + logOf(name).join()).not.toContain('geheim')
  })
})

describe('Ctrl-C', () => {
  test('interrupts, and is one signal', async () => {
    const { name, session } = startRun('counts signals')
    await session.shows(/process (\d+)/)
    session.type('\u0003')
    expect(await session.ended).toMatchObject({ exitCode: 130 })
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
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    const { status, ending } = await readEnded(project, name)
    expect(status).toBe('interrupted')
    expect(ending).toMatchObject({ forced: true, signal: 'SIGINT' })
  })

  test('in a shell that the experiment has started is a signal to that', async () => {
    const { name, session } = startRun('has a shell')
    await session.shows(/\$ /)
    session.type('echo $((40 + 2)); sleep 33\r')
    await session.shows(/^42\r$/m)
    const from = session.output.length
    session.type('\u0003')
    await session.shows(/\$ /, from)
    await sleep(2300) // longer than a signal may stay without an answer
    session.type('exit\r')
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    expect((await readEnded(project, name)).status).toBe('done')
  })
})

describe('in a shell with jobs', () => {
  test('Ctrl-Z stops the whole job, and fg continues it', async () => {
    const shell = await startShell()
    const { name, command } = commandFor('ticks', '--count', '40')
    const before = settingsOf(shell.pid)
    shell.type(`${quote(command)}\r`)
    const pid = Number(await shell.shows(/^process (\d+)/m))
    await shell.shows(/^tick 1\r/m)
    shell.type('\u001A')
    await shell.shows(/Stopped/)
    expect(stateOf(pid)).toBe('T')
    const from = shell.output.length
    shell.type('fg\r')
    await shell.shows(/done in/, from)
    await shell.shows(/\$ $/, from)
    expect(settingsOf(shell.pid)).toBe(before)
    shell.type('exit\r')
    await shell.ended
    const { status } = await readEnded(project, name)
    expect(status).toBe('done')
    expect(logOf(name).filter((line) => line.startsWith('tick'))).toEqual(Array.from({ length: 40 }, (_, i) => `tick ${i}`))
  })

  test('with & it runs in the background without being stopped, and takes what is typed after fg', async () => {
    const shell = await startShell()
    const { name, command } = commandFor('asks')
    shell.type(`${quote(command)} &\r`)
    await shell.shows(/Your name\? /)
    const supervisor = Number(await shell.shows(/\[1\] (\d+)/))
    await sleep(500)
    expect(stateOf(supervisor)).not.toBe('T')
    expect(isForeground(supervisor)).toBe(false)
    shell.type('echo $((1 + 1))for the shell\r')
    await shell.shows(/2for the shell/)
    shell.type('fg\r')
    await until(() => isForeground(supervisor) && / -icanon/.test(settingsOf(shell.pid)))
    const from = shell.output.length
    shell.type('Ada\r')
    await shell.shows(/done in/, from)
    await shell.shows(/\$ $/, from) // what is typed before belongs to the job
    shell.type('exit\r')
    await shell.ended
    expect((await readEnded(project, name)).values).toEqual({ answer: 'Ada' })
  })

  test('SIGTERM leaves the terminal as it was', async () => {
    const shell = await startShell()
    const { name, command } = commandFor('waits')
    const before = settingsOf(shell.pid)
    shell.type(`${quote(command)}; echo code $?\r`)
    const pid = Number(await shell.shows(/^process (\d+)/m))
    expect(settingsOf(shell.pid)).not.toBe(before)
    const parent = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }))
    process.kill(parent, 'SIGTERM')
    expect(await shell.shows(/^code (\d+)\r/m)).toBe('143')
    expect(settingsOf(shell.pid)).toBe(before)
    shell.type('exit\r')
    await shell.ended
    expect((await readEnded(project, name)).meta.signal).toBe('SIGTERM')
  })
})

describe('a terminal that goes away', () => {
  test('when its window is closed, interrupts the run', async () => {
    const { name, session } = startRun('waits')
    const pid = Number(await session.shows(/process (\d+)/))
    session.close()
    await until(() => stateOrGone(pid) === 'gone')
    const { status, meta } = await readEnded(project, name)
    expect({ status, signal: meta.signal, code: meta.exit_code }).toEqual({ status: 'interrupted', signal: 'SIGHUP', code: 129 })
  })

  test('with a supervisor that is killed, leaves the run to go on with its log', async () => {
    const { name, session } = startRun('ticks')
    const pid = Number(await session.shows(/process (\d+)/))
    process.kill(session.pid, 'SIGKILL')
    await until(() => stateOrGone(pid) === 'gone')
    const { status, meta } = await readEnded(project, name)
    expect({ status, supervisor: meta.supervisor }).toEqual({ status: 'done', supervisor: 'lost' })
    expect(meta.warnings.join()).toContain('its terminal with it')
    expect(logOf(name)).toContain('tick 19')
  })

  test('is let go of where another process keeps it open', async () => {
    const { name, session } = startRun('leaves a child behind')
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    const child = Number(/child (\d+)/.exec(session.output)?.[1])
    process.kill(child, 'SIGKILL')
    expect((await readEnded(project, name)).status).toBe('done')
    expect(logOf(name)).toContain('left behind')
  })

  test('says everything before', async () => {
    const { name, session } = startRun('says much', '--count', '50000')
    expect(await session.ended).toMatchObject({ exitCode: 0 })
    const numbers = logOf(name).flatMap((line) => /^(\d+) x{99}$/.exec(line)?.[1] ?? [])
    expect(numbers).toEqual(Array.from({ length: 50_000 }, (_, i) => String(i)))
    expect(session.output).toContain('49999 xxx')
  })
})

function stateOrGone(pid: number): string {
  try {
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? 'gone' : 'there'
  } catch {
    return 'gone'
  }
}
