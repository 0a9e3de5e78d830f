/** An experiment that uses its terminal, or its pipes, in every way there is. */
export const PROGRAM = `import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline/promises'
import { once } from 'node:events'
import { existsSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'

const { stdin, stdout, stderr } = process
const ask = async (question: string): Promise<string> => {
  const lines = createInterface({ input: stdin, output: stdout })
  try { return await lines.question(question) } finally { lines.close() }
}

const WAYS: Record<string, (e: any) => unknown> = {
  looks(e) {
    e.set('terminals', [stdin, stdout, stderr].map(({ isTTY }) => isTTY === true))
    e.set('size', stdout.getWindowSize?.() ?? null)
    e.set('colours', stdout.getColorDepth?.() ?? null)
    e.set('environment', { COLUMNS: process.env.COLUMNS ?? null, FORCE_COLOR: process.env.FORCE_COLOR ?? null })
  },
  async 'is resized'(e) {
    const resized = once(stdout, 'resize')
    console.log('size before', stdout.columns)
    // The event alone does not keep a process alive.
    const alive = setInterval(() => {}, 2 ** 30)
    await resized
    clearInterval(alive)
    e.set('new-size', stdout.getWindowSize())
  },
  async asks(e) {
    e.set('answer', await ask('Your name? '))
  },
  async 'asks for a line'(e) {
    stdin.setEncoding('utf8')
    stdout.write('A line? ')
    e.set('line', String((await once(stdin, 'data'))[0]))
    stdin.pause()
  },
  async 'asks for keys'(e) {
    stdin.setRawMode(true).setEncoding('latin1').resume()
    console.log('keys please')
    let keys = ''
    while (!keys.includes('.')) keys += String((await once(stdin, 'data'))[0])
    stdin.setRawMode(false).pause()
    e.set('keys', [...keys].map((key) => key.charCodeAt(0)))
  },
  async 'has a shell'() {
    const shell = spawn('bash', ['--norc', '-i'], { stdio: 'inherit' })
    await once(shell, 'exit')
  },
  async 'is talked to'(e) {
    for (const way of ['looks', 'is resized', 'asks for a line', 'asks', 'asks for keys', 'has a shell']) await WAYS[way]!(e)
  },
  async 'counts signals'(e) {
    let count = 0
    process.on('SIGINT', () => e.set('signals', ++count))
    console.log('process ' + process.pid)
    await sleep(2 ** 30)
  },
  async waits() {
    console.log('process ' + process.pid)
    await sleep(2 ** 30)
  },
  /** Until a file "end-" and the name of the run is there. */
  async ticks(e) {
    console.log('process ' + process.pid)
    let ticks = 0
    const tick = () => console.log('tick ' + ticks++)
    const goesOn = () => existsSync('endings.ts') && !existsSync('end-' + basename(e.folder))
    while (goesOn()) await sleep(20).then(tick)
    e.set('ticks', ticks)
  },
  'never yields'() {
    console.log('process ' + process.pid)
    for (const cell = new Int32Array(new SharedArrayBuffer(4)); ; ) Atomics.wait(cell, 0, 0, 20)
  },
  async 'says it in every way'(e) {
    console.log('1 by console')
    writeSync(1, '2 past everything\\n')
    spawnSync('sh', ['-c', 'echo 3 by a child'], { stdio: 'inherit' })
    stdout.write('4 half a line, ')
    spawnSync('sh', ['-c', 'echo 5 and the other half; (echo 6 by a grandchild)'], { stdio: 'inherit' })
    console.error('7 an error')
    spawnSync('sh', ['-c', 'echo 8 an error by a child >&2'], { stdio: 'inherit' })
    process.emitWarning('9 a warning')
    let bytes = Buffer.from('10 größe 🧪 後\\n')
    while (bytes.length > 0) { writeSync(1, bytes.subarray(0, 1)); bytes = bytes.subarray(1); await sleep(1) }
    await WAYS['says much']!(e)
    stdout.write('y'.repeat(3_000_000) + '\\nafter it\\n')
  },
  /** When the child has said so. */
  async 'leaves a child behind'() {
    const child = spawn('sh', ['-c', 'echo left behind; : > said-$$; exec sleep 1000000'], { stdio: 'inherit', detached: true })
    console.log('child ' + child.pid)
    child.unref()
    while (!existsSync('said-' + child.pid)) await sleep(5)
  },
  async 'logs much'(e) {
    for (let i = 0; i < e.params.count; i++) { console.log('line ' + i); if (i % 100 === 0) await turn() }
    await new Promise((resolve) => stdout.write('and waits until it is written\\n', resolve))
    e.set('said', e.params.count)
  },
  async 'says much'(e) {
    const line = 'x'.repeat(99)
    for (let i = 0; i < e.params.count; i++) if (!stdout.write(i + ' ' + line + '\\n')) await once(stdout, 'drain')
    console.log('the end of it')
  },
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS)), count: 20 },
  run: async (e) => await WAYS[e.params.way]!(e),
})
experiment.runIfMain()
`
