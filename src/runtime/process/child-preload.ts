/** Preloaded into worker threads and forked processes of a run: gives them their own random streams before their code runs. */
import { isMainThread } from 'node:worker_threads'
import { createMathRandom } from '../../random/random.ts'
import { ChildStreams, takeChildStream } from './child-streams.ts'
import { adoptScope } from '../globals.ts'
import { packageFile } from '../loading/package-files.ts'

const stream = takeChildStream(isMainThread)
if (stream !== undefined) {
  const math = createMathRandom(stream.seed, [...stream.path, 'math'])
  adoptScope({
    nextRandom: () => math.next(),
    write: (_stream, _chunk, echo) => echo(),
    children: new ChildStreams(stream, packageFile('child-preload')),
  })
}
