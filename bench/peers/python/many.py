"""What a library is asked about many runs, and how it answers.

A peer is a module with `record(folder, runs)`, which records them below `folder` as the library recommends, and a function for
each question. A run is a dictionary: `params` (with the seed), `values`, and `series`, lists of numbers by name.

- `newest(folder)`: how many of the hundred newest runs it names.
- `matching(folder)`: how many runs have `p1` 3 and `v1` above 0.5.
- `table(folder)`: a data frame with a row a run and a column for each parameter, value and last number of a series, by name.
- `means(folder)` gets what `table` gives where the library has nothing of its own: the mean of `v1` over the seeds of a setting.
"""

import json
import sys
import time


def main(module):
    mode, folder, content, out = sys.argv[1:]
    begun = time.perf_counter()
    if mode == "record":
        with open(content) as lines:
            module.record(folder, [json.loads(line) for line in lines])
        answer = None
    elif mode == "newest":
        answer = [module.newest(folder)]
    elif mode == "matching":
        answer = [module.matching(folder)]
    elif mode == "table":
        frame = module.table(folder)
        answer = [len(frame), round(float(frame["v0"].sum()), 6), round(float(frame["series/0"].sum()), 6)]
    else:
        means = module.table(folder).astype({"v1": float}).groupby(["p0", "p1", "p2"])["v1"].mean()
        answer = [len(means), round(float(means.sum()), 6)]
    with open(out, "w") as file:
        json.dump({"answer": answer, "milliseconds": (time.perf_counter() - begun) * 1000}, file)
