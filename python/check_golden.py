"""Replays golden traces (of the published implementations, float64) with the update rules in this folder.

    python3 check_golden.py ../shared/golden        needs PyTorch 2; prints what failed, then "N passed, N failed"

Each rule is a file that stands alone and works on one flat vector of weights:

    start(w)                     -> weights and state before the first step
    step(w, loss_at, state, …)   -> weights after it; state is changed in place
    loss_at(w)                   -> mean loss of the batch at these weights (AALIG: losses_at(w), one loss a sample)

They are written to be read beside the rules that the page runs. What the page adds is left out: its weights stop moving when a loss
is not finite, and its line searches may add weight decay to the loss.
"""
import argparse
import importlib.util
import inspect
import json
import math
import sys
from itertools import islice
from pathlib import Path

try:
    import torch
    from torch.nn import functional as F
except ImportError:
    sys.exit("check_golden.py needs PyTorch: https://pytorch.org/get-started")

sys.dont_write_bytecode = True
TOLERANCE = 1e-8
FLOORS = {"loss": 0.01, "step": 0.05, "weights": 1.0, "aov": 0.01}
SEARCH = {"init_step_size": "first", "beta_b": "shrink", "gamma": "growth", "reset_option": "reset", "n_batches_per_epoch": "batches"}
# From the traces' names of hyperparameters to ours.
NAMES = {
    "sgd": {"lr": "eta"},
    "adam": {"lr": "eta"},
    "adagrad": {"lr": "eta"},
    "adabound": {"lr": "eta", "final_lr": "final_step", "gamma": "convergence"},
    "alig": {"max_lr": "eta", "max_norm": "radius"},
    "sps": {"init_step_size": "first", "gamma": "growth", "adapt": "variant", "n_batches_per_epoch": "batches"},
    "sls-armijo": SEARCH,
    "sls-goldstein": {**SEARCH, "beta_f": "grow"},
    "sls-polyak": SEARCH,
    "pal": {"measuring_step": "measure", "direction_adaptation": "beta", "update_adaptation": "loosening"},
    "aalig": {"K": "sections", "lower_bound": "bound"},
}
# What says something about the run, or names what the file is anyway.
IGNORED = {"line_search", "decay_factor", "decay_after_epochs", "initial_accumulator", "n", "batches", "follow"}


def rule_of(optimizer):
    path = Path(__file__).parent / f"{optimizer}.py"
    spec = importlib.util.spec_from_file_location(optimizer.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Problem:
    """A golden problem: losses of its samples at flat weights."""

    def __init__(self, data):
        self.data = data
        self.n, self.batches, self.epochs = data["n"], data["batches"], data["epochs"]
        self.x = torch.tensor(data["data"]["X"], dtype=torch.float64)
        labels = data["kind"] == "softmax_mlp"
        self.y = torch.tensor(data["data"]["labels" if "labels" in data["data"] else "Y"], dtype=torch.int64 if labels else torch.float64)
        self.shapes = [parameter["shape"] for parameter in data["params"]]
        self.w = torch.tensor([value for parameter in data["params"] for value in parameter["values"]], dtype=torch.float64)

    def losses(self, w, ids):
        parts = torch.split(w, [math.prod(shape) for shape in self.shapes])
        layers = [part.reshape(shape) for part, shape in zip(parts, self.shapes)]
        x, y = self.x[ids], self.y[ids]
        if self.data["kind"] == "softmax_mlp":
            hidden = torch.tanh(F.linear(x, layers[0], layers[1]))
            return F.cross_entropy(F.linear(hidden, layers[2], layers[3]), y, reduction="none")
        for layer in layers:
            x = F.linear(x, layer)
        if self.data["kind"] == "logistic":
            return F.binary_cross_entropy_with_logits(x[:, 0], y, reduction="none")
        return (x - y).square().mean(1)


def accepted(function, named):
    """Those of the named arguments that a function takes."""
    return {key: value for key, value in named.items() if key in inspect.signature(function).parameters}


def settings_of(rule, optimizer, variant, hyper, problem):
    """A trace's hyperparameters under the names of our arguments; one that no function of the rule takes is an error."""
    named = {"n": problem.n, "batches": problem.n / problem.data["batch_size"]}
    if optimizer in ("sgd", "alig"):
        named["momentum"] = 0.0
    if optimizer == "sgd":
        named["nesterov"] = False
    named["follow"] = "latest" if variant.startswith("published_code") else "best"
    for key, value in hyper.items():
        if key == "betas":
            named["beta1"], named["beta2"] = value
        elif key == "adapt":
            named["variant"] = "max" if value == "constant" else "smooth"
        elif value is not None or key in ("max_lr", "max_norm"):
            named[NAMES.get(optimizer, {}).get(key, key)] = value
    functions = [getattr(rule, name) for name in ("start", "step", "end_epoch") if hasattr(rule, name)]
    unknown = set(named) - IGNORED - {key for function in functions for key in accepted(function, named)}
    if unknown:
        raise ValueError(f"{optimizer} {variant}: no argument for {', '.join(sorted(unknown))}")
    return named


def replay(problem, optimizer, variant, hyper):
    """Yields, a step: loss before it, evaluations spent, weights and state after it, and the number of an epoch that ended with it."""
    rule = rule_of(optimizer)
    named = settings_of(rule, optimizer, variant, hyper, problem)
    w, state = rule.start(problem.w, **accepted(rule.start, named))
    an_epoch = problem.data["steps_per_epoch"]
    for number, batch in enumerate(problem.batches, start=1):
        ids, spent = torch.tensor(batch), 0

        def losses_at(w, ids=ids):
            nonlocal spent
            spent += 1
            return problem.losses(w, ids)

        setting = accepted(rule.step, named)
        for drop in hyper.get("decay_after_epochs", []):
            setting["eta"] *= hyper["decay_factor"] if (number - 1) // an_epoch >= drop else 1.0
        loss = problem.losses(w, ids).mean().item()
        if optimizer == "aalig":
            w = rule.step(w, losses_at, ids, state, **setting)
        else:
            w = rule.step(w, lambda w: losses_at(w).mean(), state, **setting)
        ended = number // an_epoch if number % an_epoch == 0 else None
        if ended and optimizer == "aalig":
            rule.end_epoch(state, ended, problem.epochs, **accepted(rule.end_epoch, named))
        yield loss, spent, w, state, ended


class Verdict:
    def __init__(self):
        self.worst, self.problems = {}, []

    def near(self, quantity, ours, theirs):
        for a, b in zip(ours, theirs, strict=True):
            if b is not None:
                error = abs(a - b) / max(abs(b), FLOORS[quantity])
                self.worst[quantity] = max(self.worst.get(quantity, 0.0), math.inf if math.isnan(error) else error)

    def same(self, what, ours, theirs):
        if ours != theirs:
            self.problems.append(f"{what}: {ours}, expected {theirs}")

    def told(self):
        return self.problems + [f"{key} off by {error:.1e}" for key, error in self.worst.items() if not error <= TOLERANCE]


def check_trace(problem, trace):
    """Compares every step of the prefix that the trace calls safe: after it, rounding decides what a run does."""
    verdict, optimizer = Verdict(), trace["optimizer"].replace("_", "-")
    updates = {update["epoch"]: update for update in trace.get("aov_updates") or []}
    steps = islice(replay(problem, optimizer, trace["variant"], trace["hyper"]), trace["float32"]["safe_steps"])
    for t, (loss, spent, w, state, ended) in enumerate(steps):
        verdict.near("loss", [loss], [trace["loss"][t]])
        verdict.same(f"evaluations in step {t + 1}", spent, trace["loss_evals"][t])
        if str(t + 1) in trace["weights"]:
            verdict.near("weights", w.tolist(), trace["weights"][str(t + 1)])
        remembered = state.get("step", state.get("previous") if optimizer == "sps" else None)
        if remembered is not None:
            verdict.near("step", [float(remembered)], [trace["step_size"][t]])
        if ended in updates:
            for ours, theirs in [("aov", "aov"), ("gap", "gap"), ("reference", "reference_losses")]:
                verdict.near("aov", state[ours].tolist(), updates[ended][theirs])
            verdict.same(f"AOVs reached after epoch {ended}", state["reached"].int().tolist(), updates[ended]["reached"])
    return verdict.told()


def check_aov_rule(rule):
    verdict, aalig = Verdict(), rule_of("aalig")
    n = len(rule["updates"][0]["aov"])
    state = {"aov": torch.full((n,), rule["initial_aov"]).double(), "gap": torch.full((n,), rule["initial_gap"]).double()}
    for number, update in enumerate(rule["updates"], start=1):
        state["reference"] = torch.tensor(update["reference_losses"], dtype=torch.float64)
        aalig.update_aovs(state, rule["lower_bound"])
        verdict.near("aov", state["aov"].tolist() + state["gap"].tolist(), update["aov"] + update["gap"])
        verdict.same(f"AOVs reached by update {number}", state["reached"].int().tolist(), update["reached"])
    return verdict.told()


def check_zero_gradient(problem, optimizer, variant, hyper):
    verdict = Verdict()
    for _, _, w, _, _ in replay(problem, optimizer, variant, hyper):
        verdict.same("largest weight", w.abs().max().item(), 0.0)
    return verdict.told()


def checks(folder):
    """Yields name and problems of every check that the folder's files ask for."""
    def read(path):
        return json.loads(path.read_text())

    def problem_of(name):
        return Problem(read(folder / f"problem_{name}.json"))

    hyper = {}
    for path in sorted(folder.glob("trace_*.json")):
        content = read(path)
        problem = problem_of(content["problem"])
        for trace in content["traces"]:
            hyper[trace["optimizer"], trace["variant"]] = trace["hyper"]
            yield f"{path.stem[6:]} {trace['variant']}", check_trace(problem, trace)
    for path in sorted(folder.glob("aov_rule_*.json")):
        rule = read(path)
        yield path.stem, check_aov_rule(rule)
        if "shifted" in rule:
            yield f"{path.stem} shifted", check_aov_rule(rule["shifted"])
    for path in sorted(folder.glob("edge_zero_gradient*.json")):
        edge = read(path)
        problem = problem_of(edge["problem"])
        for result in edge["results"]:
            key = result["optimizer"], result["variant"]
            told = check_zero_gradient(problem, key[0].replace("_", "-"), key[1], result.get("hyper") or hyper.get(key, {}))
            yield f"zero gradient {' '.join(key)}", told


def main():
    parser = argparse.ArgumentParser(description="Checks the update rules of this folder against golden traces.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[2] / "shared" / "golden")
    folder = parser.parse_args().folder
    if not any(folder.glob("trace_*.json")):
        sys.exit(f"{folder} holds no trace_*.json: name the folder of the golden traces")
    torch.set_num_threads(1)
    passed = failed = 0
    for name, problems in checks(folder):
        passed, failed = (passed, failed + 1) if problems else (passed + 1, failed)
        if problems:
            print(f"FAILED {name}: {'; '.join(problems[:3])}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
