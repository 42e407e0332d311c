"""PAL: one more loss a little further along and the slope give a parabola; the step goes to its minimum."""
import torch
from torch.func import grad_and_value


def start(w):
    return w, {"d": torch.zeros_like(w)}


def step(w, loss_at, state, measure=0.1, max_step=1.0, beta=0.4, loosening=1.0, eps=1e-10):
    grad, loss = grad_and_value(loss_at)(w)
    state["d"] = beta * state["d"] + grad
    length = state["d"].norm() or eps  # eps in the place of zero
    unit = state["d"] / length
    slope = -(grad @ unit)
    measured = loss_at(w - measure * unit)
    curvature = (measured - loss - slope * measure) / measure**2
    if not (slope < 0 and curvature.isfinite()):
        return w  # uphill, or a measurement that says nothing: stay
    distance = loosening * -slope / (2 * curvature) if curvature > 0 else measure
    return w - min(distance, max_step) * unit
