"""SLS-Armijo: try a step, shrink it until the batch loss falls enough, and let it grow again while it succeeds."""
from torch.func import grad_and_value


def start(w, first=1.0):
    return w, {"step": first}


def search(w, loss_at, loss, grad, step, c, shrink):
    slope = grad.square().sum()
    for trial in range(100):
        if loss_at(w - step * grad) <= loss - c * step * slope:
            return step, step
        step *= shrink
    return 1e-6, step  # all refused: a tiny step, and the shrunken one is remembered


def step(w, loss_at, state, batches, c=0.1, shrink=0.9, growth=2.0, reset=1, first=1.0):
    grad, loss = grad_and_value(loss_at)(w)
    last = state["step"]
    state["step"] = [last, last * growth ** (1 / batches), first][reset]
    if not grad.norm() >= 1e-8:  # no gradient, or not a number
        return w
    applied, state["step"] = search(w, loss_at, loss, grad, state["step"], c, shrink)
    return w - applied * grad
