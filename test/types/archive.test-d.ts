// What an archive gives of the runs of an experiment. Checked by `npm run typecheck`; nothing here runs.
import { defineExperiment, openArchive, param } from '../../src/index.ts'

const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1, key: param.secret({ env: 'KEY' }) },
  run() {},
})

async function read(): Promise<void> {
  for await (const { params } of openArchive('results').runs<typeof experiment>({ where: 'params.rate < 1' })) {
    const rate: number = params.rate
    const key: undefined = params.key
    // @ts-expect-error no such parameter
    void params.other
    void [rate, key]
  }
  for await (const { params } of openArchive('results').runs()) {
    const rate: unknown = params['rate']
    void rate
  }
  for await (const { params } of experiment.runs({ where: 'params.rate < 1', sort: ['-seed'], limit: 2, results: 'elsewhere' })) {
    const rate: number = params.rate
    // @ts-expect-error no such parameter
    void params.other
    void rate
  }
  for await (const { params } of experiment.extend(import.meta, { parameters: { more: 'text' } }).runs()) {
    const [rate, more]: [number, string] = [params.rate, params.more]
    void [rate, more]
  }
  // @ts-expect-error no such option
  experiment.runs({ archive: 'results' })
  // @ts-expect-error no such option
  await openArchive('results').table({ column: [] })
}
void read
