"""Coin betting (COCOB): no step size at all; each weight bets on the sign of its next gradient. All lines elementwise."""
import torch
from torch.func import grad_and_value


def start(w, eps=1e-8):
    zero = torch.zeros_like(w)
    return w, {"w0": w.clone(), "largest": zero + eps, "sum": zero, "reward": zero, "theta": zero, "bet": zero}


def step(w, loss_at, state, alpha=100.0):
    grad, loss = grad_and_value(loss_at)(w)
    largest = state["largest"] = torch.maximum(state["largest"], grad.abs())
    total = state["sum"] = state["sum"] + grad.abs()
    # The last bet meets the new gradient, before theta moves.
    state["reward"] = (state["reward"] - state["bet"] * grad).clamp(min=0)
    state["theta"] = state["theta"] - grad
    scale = largest * torch.maximum(total + largest, alpha * largest)
    state["bet"] = state["theta"] / scale * (largest + state["reward"])
    return state["w0"] + state["bet"]
