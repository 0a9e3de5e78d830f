import { appendFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { defineMixin } from 'runlab'

/** Keeps a diary of an archive: one line a run, with what was given to it and what came out. */
export const diary = defineMixin(import.meta, {
  parameters: {
    /** The file, in the folder of the archive. */
    diary: 'diary.md',
    /** Names of values that the diary notes. */
    noted: [] as string[],
  },

  implement: {
    // Of all hooks the last, however the run has ended.
    afterRun: async (e) => {
      const archive = join(e.folder, '..', ...e.namespace.split('/').map(() => '..'))
      const given = Object.entries(e.meta.parameters)
        .filter(([name, { source }]) => /config|code|line/.test(source) && name !== 'diary' && name !== 'noted')
        .map(([name, { value }]) => `${name} ${short(value)}`)
      const found = e.params.noted.map((key) => `${key} ${short(e.get(key))}`)
      const link = `[${e.namespace}](${relative(archive, join(e.folder, 'report.html'))})`
      const line = [link, ...given, `seed ${e.seed}`, '→', ...found, e.status].join(' ')
      await appendFile(join(archive, e.params.diary), `- ${line}\n`)
    },
  },
})

/** A value in one line; numbers to four digits. */
function short(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? Number(each.toPrecision(4)) : each)) ?? 'missing'
}
