"""SGD: momentum, Nesterov's or plain, and coupled weight decay. The step size stays outside the buffer."""
import torch
from torch.func import grad_and_value


def start(w):
    return w, {"v": torch.zeros_like(w)}


def step(w, loss_at, state, eta=0.1, momentum=0.9, weight_decay=0.0, nesterov=True):
    grad, loss = grad_and_value(loss_at)(w)
    g = grad + weight_decay * w
    state["v"] = momentum * state["v"] + g
    direction = g + momentum * state["v"] if nesterov else state["v"]
    return w - eta * direction
