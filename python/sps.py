"""SPS: a Polyak step on every batch, held back by its own recent size ("smooth") or by a fixed maximum ("max")."""
from torch.func import grad_and_value


def start(w, first=1.0):
    return w, {"previous": w.new_tensor(first)}


def step(w, loss_at, state, batches, variant="smooth", c=0.5, growth=2.0, eta_max=1.0, optimum=0.0, eps=1e-8):
    grad, loss = grad_and_value(loss_at)(w)
    norm_sq = grad.square().sum()
    if norm_sq < 1e-16:  # no gradient: no step, and the last one is remembered
        return w
    if variant == "smooth":
        gamma = (loss / (c * norm_sq + eps)).clamp(max=growth ** (1 / batches) * state["previous"])
    else:
        gamma = ((loss - optimum) / (c * norm_sq + eps)).clamp(0, eta_max)
    state["previous"] = gamma
    return w - gamma * grad
