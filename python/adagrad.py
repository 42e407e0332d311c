"""AdaGrad: the sum of all squared gradients divides each weight's step. It starts at zero, and ε is outside the root."""
import torch
from torch.func import grad_and_value


def start(w):
    return w, {"sum": torch.zeros_like(w)}


def step(w, loss_at, state, eta=1e-2, eps=1e-10, weight_decay=0.0):
    grad, loss = grad_and_value(loss_at)(w)
    g = grad + weight_decay * w
    state["sum"] = state["sum"] + g.square()
    return w - eta * g / (state["sum"].sqrt() + eps)
