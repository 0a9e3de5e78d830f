/** An experiment that uses its terminal, or its pipes, in every way there is. */
export const PROGRAM = `import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline/promises'
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
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
    console.log('size before', stdout.columns)
    const resized = once(stdout, 'resize')
    // The event alone does not keep a process alive.
    const patience = setInterval(() => {}, 1000)
    await resized
    clearInterval(patience)
    e.set('size', stdout.getWindowSize())
  },
  async asks(e) {
    e.set('answer', await ask('Your name? '))
  },
  async 'asks for a line'(e) {
    stdout.write('A line? ')
    stdin.setEncoding('utf8')
    e.set('answer', String((await once(stdin, 'data'))[0]))
    stdin.pause()
  },
  async 'asks for keys'(e) {
    stdin.setRawMode(true).setEncoding('latin1').resume()
    console.log('keys please')
    let keys = ''
    while (!keys.includes('.')) keys += String((await once(stdin, 'data'))[0])
    stdin.setRawMode(false).pause()
    e.set('keys', [...keys].map((key) => key.charCodeAt(0)))
    await sleep(2500) // longer than a signal may stay without an answer
  },
  async 'counts signals'(e) {
    let count = 0
    process.on('SIGINT', () => e.set('signals', ++count))
    console.log('process ' + process.pid)
    await sleep(60_000)
  },
  async waits() {
    console.log('process ' + process.pid)
    await sleep(60_000)
  },
  async ticks(e) {
    console.log('process ' + process.pid)
    for (let i = 0; i < e.params.count; i++) {
      await sleep(50)
      console.log('tick ' + i)
    }
  },
  'never yields'() {
    console.log('process ' + process.pid)
    for (;;);
  },
  async 'has a shell'() {
    const shell = spawn('bash', ['--norc', '-i'], { stdio: 'inherit' })
    await once(shell, 'exit')
  },
  async 'says it in every way'() {
    console.log('1 by console')
    writeSync(1, '2 past everything\\n')
    spawnSync('sh', ['-c', 'echo 3 by a child'], { stdio: 'inherit' })
    stdout.write('4 half a line, ')
    spawnSync('sh', ['-c', 'echo 5 and the other half; (echo 6 by a grandchild)'], { stdio: 'inherit' })
    console.error('7 an error')
    await sleep(50)
    spawnSync('sh', ['-c', 'echo 8 an error by a child >&2'], { stdio: 'inherit' })
    process.emitWarning('9 a warning')
    await sleep(50)
    const bytes = Buffer.from('10 größe 🧪 後\\n')
    for (const byte of bytes) { writeSync(1, Uint8Array.of(byte)); await sleep(1) }
  },
  'leaves a child behind'() {
    const child = spawn('sh', ['-c', 'echo left behind; exec sleep 62'], { stdio: 'inherit', detached: true })
    console.log('child ' + child.pid)
    child.unref()
    return sleep(300)
  },
  async 'says much'(e) {
    const line = 'x'.repeat(99)
    for (let i = 0; i < e.params.count; i++) if (!stdout.write(i + ' ' + line + '\\n')) await once(stdout, 'drain')
    console.log('the end of it')
  },
  'says a very long line'() {
    stdout.write('y'.repeat(3_000_000) + '\\nafter it\\n')
  },
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS)), count: 20 },
  run: async (e) => await WAYS[e.params.way]!(e),
})
`
