"""SLS-Goldstein: a line search that shrinks steps which gain too little and lengthens steps which are too cautious."""
from torch.func import grad_and_value


def start(w, first=1.0):
    return w, {"step": first}


def search(w, loss_at, loss, grad, step, c, eta_max, grow, shrink):
    slope = grad.square().sum()
    for trial in range(100):
        tried, at = step, loss_at(w - step * grad)
        enough = at <= loss - c * step * slope
        bold = not at.isfinite() or at >= loss - (1 - c) * step * slope
        if enough and bold:
            return step, step
        step = min(grow * step, eta_max) if enough else max(shrink * step, 1e-8)
    return tried if at.isfinite() else 0.0, step  # trials used up: the last point stands


def step(w, loss_at, state, batches, c=0.1, eta_max=10.0, grow=2.0, shrink=0.9, growth=2.0, reset=0, first=1.0):
    grad, loss = grad_and_value(loss_at)(w)
    last = state["step"]
    state["step"] = [last, last * growth ** (1 / batches), first][reset]
    if not grad.norm() >= 1e-8:  # no gradient, or not a number
        return w
    applied, state["step"] = search(w, loss_at, loss, grad, state["step"], c, eta_max, grow, shrink)
    return w - applied * grad
