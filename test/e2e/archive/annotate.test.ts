import { beforeAll, expect, test } from 'vitest'
import { Project } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'try.ts': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1 },
  run(e) {
    e.tag('tried')
    e.note('by itself')
    e.set('seen', [e.tags, e.notes.length])
  },
})
`,
})

beforeAll(async () => {
  for (const name of ['a', 'b']) {
    const { code, stderr } = await project.runlab(
      'run',
      'try.ts',
      '--name',
      name,
      '--rate',
      name === 'a' ? '0.1' : '0.2',
      '--no-visuals',
    )
    expect(code, stderr).toBe(0)
  }
})

const showOf = async (run: string): Promise<any> => JSON.parse((await project.runlab('show', run, '--json')).stdout)

test('a run says of itself what it is, and sees it', async () => {
  const { tags, notes, values } = await showOf('a')
  expect([tags, notes[0].text, values.seen]).toEqual([['tried'], 'by itself', [['tried'], 1]])
  expect(project.read('results/try/a/report.html')).toMatch(/tried[\s\S]*by itself/)
})

test('many commands may tag one run at once, and each tag is kept', async () => {
  const tags = Array.from({ length: 6 }, (_, index) => `t${index}`)
  await Promise.all(tags.map(async (tag) => await project.runlab('tag', 'a', tag)))
  expect((await showOf('a')).tags.toSorted()).toEqual(['tried', ...tags].toSorted())
})

test('runs are named or told by an expression; what they have already stays', async () => {
  const said = await project.runlab('tag', '--where', 'params.rate > 0.15', 'fast')
  expect(said).toMatchObject({ code: 0, stdout: 'try/b  tried, fast\n1 run tagged\n' })
  expect((await project.runlab('tag', 'a', 'b', 'fast', '--where', 'params.rate > 0.15')).stdout).toBe(
    '0 runs tagged; 1 had it already\n',
  )
  expect((await project.runlab('list', '--where', '"fast" in tags')).stdout).toMatch(
    /^1 run [\s\S]* tags [\s\S]*try\/b +tried, fast/,
  )
  expect((await project.runlab('note', 'b', 'too fast')).stdout).toBe('try/b\n1 run noted\n')
  expect((await project.runlab('show', 'b')).stdout).toMatch(/^tags: tried, fast\nnote of .*: by itself\nnote of .*: too fast$/m)
  const removed = await project.runlab('tag', 'b', 'fast', '--remove', '--json')
  expect(JSON.parse(removed.stdout)).toMatchObject([{ changed: true, tags: ['tried'] }])
})

test('a mistake is said, and nothing is tagged', async () => {
  const { code, stderr } = await project.runlab('tag', 'paper')
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('Say which runs, by name or with --where.') })
  expect((await project.runlab('tag', 'a', 'nosuch', 'paper')).stderr).toContain('nosuch')
  expect((await project.runlab('tag', 'a', 'x,y')).stderr).toContain('The tag cannot be "x,y"')
  expect((await showOf('a')).tags).not.toContain('paper')
})
