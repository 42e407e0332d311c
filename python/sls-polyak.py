"""SLS-Polyak: Armijo's line search, then heavy-ball momentum. By default the step can only shrink during a run."""
from torch.func import grad_and_value


def start(w, first=1.0):
    return w, {"step": first, "previous": w.clone()}


def search(w, loss_at, loss, grad, step, c, shrink):
    slope = grad.square().sum()
    for trial in range(100):
        if loss_at(w - step * grad) <= loss - c * step * slope:
            return step, step
        step *= shrink
    return 1e-6, step  # all refused: a tiny step, and the shrunken one is remembered


def step(w, loss_at, state, batches, c=0.1, shrink=0.9, momentum=0.6, growth=2.0, reset=0, first=1.0):
    grad, loss = grad_and_value(loss_at)(w)
    last, before = state["step"], state["previous"]
    state["step"], state["previous"] = [last, last * growth ** (1 / batches), first][reset], w
    applied = 0.0
    if grad.norm() >= 1e-8:
        applied, state["step"] = search(w, loss_at, loss, grad, state["step"], c, shrink)
    return w - applied * grad + momentum * (w - before)
