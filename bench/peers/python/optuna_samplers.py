"""Runs Optuna's samplers over BBOB problems, for bench/samplers.bench.ts.
Reads {"samplers", "dimension", "instances", "trials"} from stdin; writes, a sampler, {"gaps": the distance of the best value to
the optimum for each function and instance, "seconds"} to stdout."""
import json, logging, os, sys, tempfile, time, warnings

warnings.filterwarnings("ignore")
import cocoex, optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
SAMPLERS = {
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
    "sobol": lambda seed: optuna.samplers.QMCSampler(seed=seed, scramble=True, qmc_type="sobol"),
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "cma-es": lambda seed: optuna.samplers.CmaEsSampler(seed=seed),
}


def best_value(problem):
    problem._best_parameter("print")
    with open("._bbob_problem_best_parameter.txt") as file:
        return float(problem([float(number) for number in file.read().split()]))


def run(name, function, instance, dimension, trials):
    suite = cocoex.Suite("bbob", f"instances: {instance}", f"function_indices:{function} dimensions:{dimension}")
    problem = suite[0]
    optimum = best_value(problem)
    values = []

    def objective(trial):
        values.append(float(problem([trial.suggest_float(f"x{k}", -5, 5) for k in range(dimension)])))
        return values[-1]

    optuna.create_study(sampler=SAMPLERS[name](instance)).optimize(objective, n_trials=trials)
    return min(values) - optimum


def main():
    task = json.load(sys.stdin)
    os.chdir(tempfile.mkdtemp())
    results = {}
    for name in task["samplers"]:
        started = time.process_time()
        gaps = [run(name, f, i, task["dimension"], task["trials"]) for f in range(1, 25) for i in task["instances"]]
        results[name] = {"gaps": gaps, "seconds": time.process_time() - started}
    json.dump(results, sys.stdout)


main()
