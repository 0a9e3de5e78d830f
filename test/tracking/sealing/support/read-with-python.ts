import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Row } from './rows.ts'

const run = promisify(execFile)

/** Doubles as hex, so that JSON holds all of them. */
const SCRIPT = `
import json, struct, sys
import pandas, pyarrow.parquet
bits = lambda x: None if x is None else struct.pack('<d', x).hex()
answers = []
for path in sys.argv[1:]:
    table = pyarrow.parquet.read_table(path, page_checksum_verification=True)
    parquet = pyarrow.parquet.ParquetFile(path)
    columns = {name: table.column(name) for name in table.column_names}
    times = columns['time'].cast('int64').to_pylist()
    lists = {name: column.to_pylist() for name, column in columns.items() if name != 'time'}
    rows = [[*[lists[name][i] for name in ('series', 'context', 'kind', 'sender')], bits(float(lists['step'][i])), times[i],
             bits(lists['value'][i]), lists['data'][i]] for i in range(table.num_rows)]
    frame = pandas.read_parquet(path, engine='pyarrow')
    answers.append({
        'rows': rows,
        'step': str(table.schema.field('step').type),
        'time': str(frame['time'].dtype),
        'groups': parquet.num_row_groups,
        'pandas': [bits(float(x)) for x in frame['value'].to_list()] if len(frame) and frame['value'].dtype == 'float64' else [],
        'series': frame['series'].to_list(),
        'firstTime': frame['time'].iloc[0].isoformat() if len(frame) else None,
    })
print(json.dumps(answers))
`

export interface PythonAnswer {
  readonly rows: readonly Row[]
  /** Type of the steps. */
  readonly step: string
  /** Type of the times in pandas. */
  readonly time: string
  /** Row groups. */
  readonly groups: number
  /** Values as pandas has them: NaN for none. */
  readonly pandas: readonly number[]
  readonly series: readonly string[]
  readonly firstTime: string | null
}

type RawRow = [string, string | null, string, string, string, number, string | null, string | null]

/** Sealed files, as pyarrow and pandas read them. */
export async function readWithPython(python: string, folders: readonly string[]): Promise<readonly PythonAnswer[]> {
  const { stdout } = await run(python, ['-c', SCRIPT, ...folders.map((folder) => join(folder, 'tracked/series.parquet'))], {
    maxBuffer: 2 ** 30,
  })
  const answers = JSON.parse(stdout) as (Omit<PythonAnswer, 'rows' | 'pandas'> & { rows: RawRow[]; pandas: string[] })[]
  return answers.map((answer) => ({
    ...answer,
    pandas: answer.pandas.map(double),
    rows: answer.rows.map(([series, context, kind, sender, step, time, value, data]) => ({
      series,
      context,
      kind,
      sender,
      step: double(step),
      time,
      value: value === null ? null : double(value),
      data,
    })),
  }))
}

function double(hex: string): number {
  return Buffer.from(hex, 'hex').readDoubleLE()
}
