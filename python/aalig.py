"""AALIG (ALI-G+): a capped Polyak step whose lowest losses are estimated while it trains, one a sample (its AOV)."""
import torch
from torch.func import grad_and_value


def start(w, n, bound=0.0):
    never = w.new_full((n,), float("inf"))
    aovs = {"aov": w.new_full((n,), bound), "gap": w.new_zeros(n), "latest": never, "reference": never.clone()}
    return w, {"v": torch.zeros_like(w), "best": never.mean(), **aovs}


def step(w, losses_at, ids, state, eta=0.1, momentum=0.9, weight_decay=0.0, eps=1e-9):
    def mean_loss(w):
        losses = losses_at(w)
        return losses.mean(), losses

    grad, (loss, losses) = grad_and_value(mean_loss, has_aux=True)(w)
    state["latest"][ids] = losses
    raw = (losses - state["aov"][ids]).mean() / (grad.square().sum() + eps)
    gamma = raw.clamp(0, eta)
    state["v"] = momentum * state["v"] - gamma * grad
    return w - gamma * (grad + weight_decay * w) + momentum * state["v"]


def end_epoch(state, epochs_finished, epochs, sections=10, bound=0.0, follow="best"):
    if follow == "latest" or state["latest"].mean() < state["best"]:
        state["best"], state["reference"] = state["latest"].mean(), state["latest"].clone()
    if epochs_finished % max(1, epochs // sections) == 0:
        update_aovs(state, bound)


def update_aovs(state, bound):
    aov, gap = state["aov"], state["gap"]
    state["reached"] = state["reference"] <= aov
    rise = (state["reference"] - aov) / 2
    state["aov"] = torch.where(state["reached"], (aov - gap / 2).clamp(min=bound), aov + rise)
    state["gap"] = torch.where(state["reached"], gap, rise)
