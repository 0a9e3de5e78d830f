// Loads a run and reads all of it; gives how many points that were. What runlab refuses is an answer; anything else is a fault.
export async function countPoints({ RunlabError, loadRun }, folder) {
  let points = 0
  const attempt = async (action) => {
    try {
      await action()
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
    }
  }
  await attempt(async () => {
    const run = await loadRun(folder)
    for (const part of ['params', 'values', 'inputs', 'environment', 'snapshot', 'ending', 'meta']) await attempt(() => run[part])
    await attempt(() => run.readLog())
    await attempt(async () => {
      for (const artifact of run.artifacts) await attempt(() => artifact.text())
    })
    await attempt(async () => {
      for (const { name, context, kind } of run.tracked) {
        await attempt(() => {
          let read = 0
          for (const { value } of run.series(name, { context, kind })) read += value === undefined ? 0 : 1
          points += read
        })
      }
    })
  })
  return points
}
