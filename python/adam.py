"""Adam: running means of the gradient and of its square, corrected for starting at zero."""
import torch
from torch.func import grad_and_value


def start(w):
    return w, {"m": torch.zeros_like(w), "v": torch.zeros_like(w), "t": 0}


def step(w, loss_at, state, eta=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    grad, loss = grad_and_value(loss_at)(w)
    g = grad + weight_decay * w
    state["t"] += 1
    state["m"] = beta1 * state["m"] + (1 - beta1) * g
    state["v"] = beta2 * state["v"] + (1 - beta2) * g.square()
    mean = state["m"] / (1 - beta1 ** state["t"])
    square = state["v"] / (1 - beta2 ** state["t"])
    return w - eta * mean / (square.sqrt() + eps)
