"""ALI-G: the Polyak step for models that interpolate, capped at eta. In place of weight decay: a ball of this radius."""
import torch
from torch.func import grad_and_value


def project(w, radius):
    return w if radius is None else w * (radius / w.norm()).clamp(max=1)


def start(w, radius=None):
    return project(w, radius), {"v": torch.zeros_like(w)}


def step(w, loss_at, state, eta=0.1, momentum=0.9, eps=1e-5, radius=None):
    grad, loss = grad_and_value(loss_at)(w)
    gamma = loss / (grad.square().sum() + eps)
    if eta is not None:
        gamma = gamma.clamp(max=eta)
    # gamma is inside the buffer: a small step later does not shrink what was gathered.
    state["v"] = momentum * state["v"] - gamma * grad
    w = w - gamma * grad + momentum * state["v"]
    return project(w, radius)
