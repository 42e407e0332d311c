"""What tasks with two classes share: the logistic loss and what counts as right."""
from torch.nn import functional as F


def logistic_losses(logits, signs):
    """softplus(s·z) with s = 1 for class 0 and −1 for class 1; F.softplus would turn linear above 20."""
    z = logits * signs
    return F.relu(z) + (-z.abs()).exp().log1p()


def logistic_right(logits, signs):
    return ((logits > 0) == (signs < 0)).float()
