/** An experiment whose disk fails in the middle of the run, in every way there is; `DISK` is where the archive lies. */
export const FAILING = `import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { defineExperiment, param } from 'runlab'

const disk = process.env['DISK'] ?? ''
const filler = join(disk, 'filler')

const WAYS: Record<string, (folder: string) => void> = {
  'gets full': () => {
    const descriptor = openSync(filler, 'w')
    for (let size = 65536; size >= 1;) {
      try { writeSync(descriptor, Buffer.alloc(size)) } catch { size = Math.floor(size / 2) }
    }
    closeSync(descriptor)
  },
  'becomes read-only': () => {
    // What is open for writing stays so, as on a disk that the system remounts after an error.
    const view = disk + '-view'
    mkdirSync(view)
    execFileSync('mount', ['--bind', disk, view])
    execFileSync('mount', ['-o', 'remount,bind,ro', view])
    execFileSync('mount', ['--bind', view, disk])
    execFileSync('umount', [view])
    rmSync(view, { recursive: true })
  },
  'denies permission': (folder) => { chmodSync(join(folder, '.runlab'), 0o555); chmodSync(folder, 0o555) },
  'loses the folder': (folder) => rmSync(folder, { recursive: true }),
  'gets another folder': (folder) => {
    renameSync(folder, folder + '_moved')
    mkdirSync(folder)
    mkdirSync(join(folder, '.runlab'))
    writeFileSync(join(folder, '.runlab/alive.json'), 'not this run')
    writeFileSync(join(folder, 'mine.txt'), 'not this run')
  },
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS) as [string]), ends: param.choice(['failing', 'healed', 'throwing']) },
  async run(e) {
    e.set('before', 1)
    await e.commit('kept.txt', 'as it was')
    console.log('said before')
    WAYS[e.params.way]!(e.folder)
    e.set('after', 'x'.repeat(20_000))
    for (let i = 0; i < 3; i++) {
      if (e.params.ends === 'throwing') await e.commit('kept.txt', 'y'.repeat(20_000))
      await e.commit('kept.txt', 'y'.repeat(20_000)).catch((error) => console.log('caught ' + error.code))
    }
    for (let i = 0; i < 500; i++) e.log('said after ' + i)
    if (e.params.ends === 'healed') rmSync(filler)
    console.log('came to its end')
  },
})
experiment.runIfMain()
`
