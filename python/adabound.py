"""AdaBound: Adam whose step of each weight is clipped into a band that closes in on a final step size."""
import torch
from torch.func import grad_and_value


def start(w):
    return w, {"m": torch.zeros_like(w), "v": torch.zeros_like(w), "t": 0}


def step(w, loss_at, state, eta=1e-3, beta1=0.9, beta2=0.999, final_step=0.1, convergence=1e-3, eps=1e-8, weight_decay=0.0):
    grad, loss = grad_and_value(loss_at)(w)
    g = grad + weight_decay * w
    state["t"] += 1
    state["m"] = beta1 * state["m"] + (1 - beta1) * g
    state["v"] = beta2 * state["v"] + (1 - beta2) * g.square()
    scale = eta * (1 - beta2 ** state["t"]) ** 0.5 / (1 - beta1 ** state["t"])
    low = final_step * (1 - 1 / (convergence * state["t"] + 1))
    high = final_step * (1 + 1 / (convergence * state["t"]))
    rate = (scale / (state["v"].sqrt() + eps)).clamp(low, high)
    return w - rate * state["m"]
