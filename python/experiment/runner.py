"""The comparison: every optimizer with every seed, from the same weights on the same batches; results as the page opens them."""
import argparse
import json
import math
import os
import sys
import time
from array import array
from datetime import timedelta

import torch

# Names of the page's hyperparameters as the rules call them, where they differ.
ARGUMENTS = {
    "epsilon": "eps",
    "weightDecay": "weight_decay",
    "finalStep": "final_step",
    "etaMax": "eta_max",
    "initialStep": "first",
    "resetOption": "reset",
    "maxStep": "max_step",
    "direction": "beta",
}
FIXED = ("sgd", "adam", "adagrad", "adabound")
SEARCHES = ("sls-armijo", "sls-goldstein", "sls-polyak")
# Methods whose loss has the weight decay in it; the others' rules read it themselves, or know none.
DECAY_IN_LOSS = (*SEARCHES, "coin", "sps", "pal")
# What the rules' last gradient was, for the step size that is recorded.
last = {}


def grad_and_value(loss_at):
    """What the rules make gradients with: one vector of weights; keeps the gradient."""

    def at(w):
        with torch.enable_grad():
            w = w.detach().requires_grad_(True)
            loss = loss_at(w)
            (grad,) = torch.autograd.grad(loss, w)
        last["grad"], last["loss"] = grad, loss.detach()
        return grad, loss.detach()

    return at


def accepted(function, named):
    """Those of the named arguments that a function takes."""
    code = function.__code__
    return {key: value for key, value in named.items() if key in code.co_varnames[: code.co_argcount]}


class AaligRule:
    """The class, driven like the other rules."""

    def __init__(self, w, h, decay, samples, epochs):
        bound = 0.0 if h["lowerBound"] is None else h["lowerBound"]
        self.w = torch.nn.Parameter(w)
        settings = {"eta": h["eta"], "momentum": h["momentum"], "sections": h["sections"], "eps": h["epsilon"], "follow": h["reference"]}
        self.optimizer = AALIG([self.w], samples, epochs, weight_decay=decay, bound=bound, **settings)

    def step(self, w, losses_at, ids):
        with torch.enable_grad():
            losses = losses_at(self.w)
            (self.w.grad,) = torch.autograd.grad(losses.mean(), self.w)
        last["grad"], last["loss"] = self.w.grad, losses.detach().mean()
        if finite():
            self.optimizer.step(losses, ids)
        return self.w.detach()


def finite():
    return bool(torch.isfinite(last["loss"]) and torch.isfinite(last["grad"].square().sum()))


class Run:
    """One optimizer with one seed."""

    def __init__(self, task, index, seed, device):
        setting = EXPERIMENT["optimizers"][index]
        self.task, self.seed, self.device = task, seed, device
        self.id, self.h, self.n = setting["id"], setting["hyperparameters"], task.sizes["train"]
        twins = [i for i, other in enumerate(EXPERIMENT["optimizers"]) if other["id"] == self.id]
        number = f" {twins.index(index) + 1}" if len(twins) > 1 else ""
        self.label = f"{self.id}{number}, seed {seed}"
        weights = task.initial_weights(seed)
        little_endian = weights.tobytes() if sys.byteorder == "little" else swapped(weights)
        self.initial_hash, self.batches, self.batch_hash = digits(fnv(little_endian)), fnv(b""), None
        w = torch.tensor(list(weights)).to(device)
        decay = self.h.get("weightDecay", 0.0)
        self.decay = decay if task.decayed is None else decay * task.decayed
        named = {ARGUMENTS.get(key, key): value for key, value in self.h.items()}
        self.named = {**named, "batches": self.n / EXPERIMENT["batchSize"], "weight_decay": self.decay}
        if self.id == "aalig":
            self.rule = AaligRule(w, self.h, self.decay, self.n, EXPERIMENT["epochs"])
            self.w = self.rule.w.detach()
        else:
            start, self.step_of_rule = RULES[self.id]()
            self.w, self.state = start(w, **accepted(start, self.named))
        self.updates = self.evaluations = 0
        self.seconds, self.status, self.status_update, self.records = 0.0, "running", None, []

    def losses_at(self, w, ids):
        self.evaluations += 1
        losses = self.task.losses(self.task.output(w, "train", ids), "train", ids)
        if self.met is None:
            self.met = losses.detach()
        return losses

    def loss_at(self, w, ids):
        loss = self.losses_at(w, ids).mean()
        if self.id in DECAY_IN_LOSS and self.h["weightDecay"] > 0:
            loss = loss + (self.decay * w * w).sum() / 2
        # Line searches compare losses that hardly differ.
        return loss.double() if self.id in SEARCHES else loss

    def scheduled(self, epoch):
        """SGD's step size in an epoch (from 0)."""
        h, epochs = self.h, EXPERIMENT["epochs"]
        if self.id != "sgd" or h["schedule"] != "step":
            return h.get("eta")
        first = max(1, epochs // 2) if h["dropAfter1"] is None else h["dropAfter1"]
        second = max(first + 1, 3 * epochs // 4) if h["dropAfter2"] is None else h["dropAfter2"]
        return h["eta"] * h["dropFactor"] ** ((epoch >= first) + (epoch >= second))

    @torch.no_grad()
    def update(self, ids, epoch):
        """One update; returns the mean loss before it and the step size, None where the method has none."""
        self.met, before = None, self.w.clone()
        self.updates += 1
        if self.id == "aalig":
            self.w = self.rule.step(self.w, lambda w: self.losses_at(w, ids), ids)
            gamma = self.rule.optimizer.gamma.item() if finite() else math.nan
        else:
            previous = self.state.get("previous")
            named = {**accepted(self.step_of_rule, self.named)}
            if self.id == "sgd":
                named["eta"] = self.scheduled(epoch)
            after = self.step_of_rule(self.w, lambda w: self.loss_at(w, ids), self.state, **named)
            gamma = self.gamma(before, after, previous, epoch)
            if finite():
                self.w = after.to(before.dtype)
        if not finite():
            self.status, self.status_update = "diverged", self.updates
        return self.met.mean().item(), gamma

    def gamma(self, before, after, previous, epoch):
        if self.id in FIXED:
            return self.scheduled(epoch)
        grad, loss, h = last["grad"], last["loss"], self.h
        norm_sq = grad.square().sum()
        if self.id == "alig":
            gamma = (loss / (norm_sq + h["epsilon"])).item()
            return gamma if h["eta"] is None else min(gamma, f32(h["eta"]))
        if self.id == "sps":
            return 0.0 if norm_sq < 1e-16 else float(self.state["previous"])
        if self.id == "pal":
            return ((before - after).norm() / max(self.state["d"].norm().item(), h["epsilon"])).item()
        if self.id in SEARCHES:
            moved = before - after
            if self.id == "sls-polyak":
                moved = moved + h["momentum"] * (before - previous)
            gamma, stored = (moved @ grad / norm_sq).item() if norm_sq > 0 else 0.0, float(self.state["step"])
            return stored if abs(gamma - stored) < 0.01 * stored else gamma
        return None

    @torch.no_grad()
    def evaluate(self, part):
        """Mean loss and accuracy over a part."""
        size, loss, right = self.task.sizes[part], 0.0, 0.0
        if size == 0:
            return None, None
        for start in range(0, size, 1000):
            ids = torch.arange(start, min(start + 1000, size), device=self.device)
            output = self.task.output(self.w, part, ids)
            loss += self.task.losses(output, part, ids).sum().double().item()
            right += self.task.right(output, part, ids).sum().item() if self.task.has_accuracy else 0.0
        return number(loss / size), right / size if self.task.has_accuracy else None

    def cap(self):
        if self.id in ("aalig", "alig"):
            return self.h["eta"]
        return self.h["etaMax"] if self.id == "sls-goldstein" or (self.id == "sps" and self.h["variant"] == "max") else None

    def record(self, epoch, losses, gammas, aov_updated):
        """What is known after an epoch, as in the page's RESULT.json."""
        wanted = EXPERIMENT["fullTrainLoss"]
        wants_full = wanted == "always" or (wanted == "auto" and self.task.full_loss_is_cheap)
        loss, accuracy = self.evaluate("validation")
        known = [gamma for gamma in gammas if gamma is not None and math.isfinite(gamma)]
        cap = self.cap()
        zero = sum(gamma == 0 for gamma in known)
        capped = sum(gamma == f32(cap) for gamma in known) if cap is not None else 0
        shares = cap is not None and len(gammas) > 0
        of_samples = self.rule.optimizer.state["samples"] if self.id == "aalig" else None
        self.batch_hash = digits(self.batches)
        ever = of_samples is not None and epoch >= self.rule.optimizer.section
        self.records.append(
            {
                "epoch": epoch,
                "update": self.updates,
                "trainLoss": number(sum(value * size for value, size in losses) / self.n) if losses else None,
                "fullTrainLoss": self.evaluate("train")[0] if wants_full else None,
                "validationLoss": loss,
                "validationAccuracy": accuracy,
                "meanStepSize": sum(known) / len(known) if known else None,
                "weightNorm": number(self.w.norm().item()),
                "zeroShare": zero / len(gammas) if shares else None,
                "insideShare": (len(gammas) - zero - capped) / len(gammas) if shares else None,
                "cappedShare": capped / len(gammas) if shares else None,
                "evaluations": self.evaluations,
                "seconds": self.seconds,
                "meanAov": number(of_samples["aov"].mean().item()) if of_samples and epoch > 0 else None,
                "reachedShare": number(of_samples["reached"].mean().item()) if ever else None,
                "aovUpdated": aov_updated if of_samples and epoch > 0 else None,
            }
        )

    def train(self):
        self.record(0, [], [], None)
        for epoch in range(EXPERIMENT["epochs"]):
            order = Stream(self.seed, f"batches of epoch {epoch}").permutation(self.n)
            losses, gammas = [], []
            for start in range(0, self.n, EXPERIMENT["batchSize"]):
                batch = order[start : start + EXPERIMENT["batchSize"]]
                self.batches = fnv(b"".join(i.to_bytes(4, "little") for i in batch), self.batches)
                ids, began = torch.tensor(batch, device=self.device), time.perf_counter()
                loss, gamma = self.update(ids, epoch)
                self.seconds += time.perf_counter() - began
                if self.status == "diverged":
                    print(f"{self.label}: diverged at update {self.updates}", flush=True)
                    return self.result()
                losses.append((loss, len(batch)))
                gammas.append(gamma)
            self.record(epoch + 1, losses, gammas, self.rule.optimizer.end_epoch() if self.id == "aalig" else None)
            self.tell(self.records[-1])
        self.status = "done"
        return self.result()

    def tell(self, record):
        shown = [("train loss", "trainLoss"), ("all", "fullTrainLoss"), ("validation", "validationLoss")]
        shown += [("accuracy", "validationAccuracy"), ("step size", "meanStepSize"), ("mean AOV", "meanAov")]
        numbers = "  ".join(f"{name} {record[key]:.6g}" for name, key in shown if record[key] is not None)
        print(f'{self.label}  epoch {record["epoch"]}/{EXPERIMENT["epochs"]}  {numbers}', flush=True)

    def result(self):
        diverged = self.status == "diverged"
        return {
            "optimizer": self.id,
            "hyperparameters": self.h,
            "seed": self.seed,
            "status": self.status,
            "statusUpdate": self.status_update,
            "message": f"the loss or gradient stopped being finite at update {self.status_update}" if diverged else None,
            "initialHash": self.initial_hash,
            "batchHash": self.batch_hash,
            "epochs": self.records,
            "followed": [],
        }


def number(value):
    return value if math.isfinite(value) else None


def f32(value):
    return array("f", [value])[0]


def swapped(weights):
    weights = array("f", weights)
    weights.byteswap()
    return weights.tobytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", metavar="PATH", help="the data file or folder, where the task needs one")
    parser.add_argument("--out", metavar="FILE", default="RESULT.json", help="where the result goes (default: RESULT.json)")
    parser.add_argument("--device", default="auto", help="auto (default: a GPU if there is one), cpu, cuda, mps, …")
    parser.add_argument("--threads", type=int, default=None, help="CPU threads of each process")
    given = parser.parse_args()
    rank, processes = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if given.threads:
        torch.set_num_threads(given.threads)
    device = given.device if given.device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cuda":
        device = f"cuda:{int(os.environ.get('LOCAL_RANK', 0)) % torch.cuda.device_count()}"
    if processes > 1:
        torch.distributed.init_process_group("gloo", timeout=timedelta(days=30))
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    task = Task(EXPERIMENT["task"]["options"], given.data, device)
    if EXPERIMENT["batchSize"] > task.sizes["train"]:
        sys.exit(f'the batch size {EXPERIMENT["batchSize"]} is larger than the {task.sizes["train"]} training samples; use a smaller one')
    planned = [(index, seed) for seed in EXPERIMENT["seeds"] for index in range(len(EXPERIMENT["optimizers"]))]
    kind = torch.cuda.get_device_name(device) if device.startswith("cuda") else device
    where = f"PyTorch {torch.__version__}, {kind}, {processes} process{'es' if processes > 1 else ''}"
    # Every process makes its share of the runs; a run is never split, so that its numbers are the same on any number of processes.
    done = {}
    for i in range(rank, len(planned), processes):
        done[i] = Run(task, *planned[i], device).train()
        if processes == 1:
            write(given.out, result_of(task, where, done))
    if processes > 1:
        gathered = [None] * processes if rank == 0 else None
        torch.distributed.gather_object(done, gathered)
        torch.distributed.destroy_process_group()
        if rank > 0:
            return
        write(given.out, result_of(task, where, {i: run for part in gathered for i, run in part.items()}))
    print(f"{len(planned)} runs, written to {given.out}")


def result_of(task, where, done):
    """What the page opens as RESULT.json."""
    return {
        "task": {**EXPERIMENT["task"], "floor": task.floor},
        "epochs": EXPERIMENT["epochs"],
        "batchSize": EXPERIMENT["batchSize"],
        "trainSize": task.sizes["train"],
        "validationSize": task.sizes["validation"],
        "device": {
            "requested": "cpu",
            "backend": "cpu",
            "adapter": where[:300],
            "software": False,
            "limits": None,
            "reason": "not trained in the page: by its Python script",
            "trial": [],
        },
        "runs": [done[i] for i in sorted(done)],
    }


def write(path, result):
    """Whole or not at all."""
    with open(f"{path}.part", "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1, allow_nan=False)
        file.write("\n")
    os.replace(f"{path}.part", path)


if __name__ == "__main__":
    main()
