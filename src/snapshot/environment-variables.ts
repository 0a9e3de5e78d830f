import { isCredentialName } from '../secrets/credential-variables.ts'

/** Variables that a run's results or speed may depend on, or that tell where it ran. */
const RECORDED =
  /^(?:NODE_ENV|NODE_OPTIONS|NODE_PATH|NODE_NO_WARNINGS|NODE_EXTRA_CA_CERTS|UV_THREADPOOL_SIZE|TZ|LANG|LANGUAGE|LC_[A-Z]+|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|COLUMNS|CI|GITHUB_(?:ACTIONS|WORKFLOW|RUN_ID|RUN_ATTEMPT|SHA|REF|REPOSITORY)|CUDA_VISIBLE_DEVICES|CUDA_HOME|NVIDIA_VISIBLE_DEVICES|HIP_VISIBLE_DEVICES|ROCR_VISIBLE_DEVICES|(?:OMP|MKL|OPENBLAS|NUMEXPR|VECLIB_MAXIMUM|BLIS)_NUM_THREADS|OMP_[A-Z_]+|TF_[A-Z_]+|MALLOC_[A-Z_]+|LD_PRELOAD|LD_LIBRARY_PATH|CONDA_DEFAULT_ENV|VIRTUAL_ENV|SLURM_[A-Z_]+|RANK|LOCAL_RANK|WORLD_SIZE|PBS_[A-Z_]+|LSB_[A-Z_]+|HF_(?:HOME|HUB_OFFLINE|DATASETS_OFFLINE)|RUNLAB_[A-Z_]+)$/

/** The variables that are recorded, sorted by name; one that is named like a credential never is. */
export function pickVariables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const picked = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && RECORDED.test(entry[0]) && !isCredentialName(entry[0]),
  )
  return Object.fromEntries(picked.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
