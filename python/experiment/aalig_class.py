"""AALIG, published as ALI-G+, as a PyTorch optimizer for any model: a capped Polyak step that estimates the lowest loss of each sample."""
import torch


class AALIG(torch.optim.Optimizer):
    """
    optimizer = AALIG(model.parameters(), samples=len(train_set), epochs=60, eta=0.1)
    for epoch in range(60):
        for x, y, ids in batches:  # ids: the number of each sample in the training set, int64
            losses = F.cross_entropy(model(x), y, reduction="none")
            optimizer.zero_grad()
            losses.mean().backward()
            optimizer.step(losses, ids)
        optimizer.end_epoch()

    eta: maximum step size, the only number to tune.  sections: K, how often in a run the AOVs are updated.
    bound: a value that no sample's loss goes below.  follow: "best" as in the paper, "latest" as in the published code.
    """

    def __init__(
        self, params, samples, epochs, eta=0.1, momentum=0.9, sections=10, weight_decay=0.0, bound=0.0, eps=1e-9, follow="best"
    ):
        super().__init__(params, {"weight_decay": weight_decay})
        self.eta, self.momentum, self.bound, self.eps, self.follow = eta, momentum, bound, eps, follow
        self.section = max(1, epochs // sections)
        like = self.param_groups[0]["params"][0]
        never = torch.full((samples,), float("inf"), dtype=like.dtype, device=like.device)
        # Under a key of their own, so that state_dict() holds them too.
        self.state["samples"] = {
            "aov": torch.full_like(never, bound),
            "gap": torch.zeros_like(never),
            "latest": never,
            "reference": never.clone(),
            "reached": torch.zeros_like(never),
            "best": float("inf"),
            "epochs": 0,
        }
        self.gamma = self.unclipped = None

    @torch.no_grad()
    def step(self, losses, ids):
        """losses: one a sample, from before the backward pass; gradients are those of their mean."""
        of_samples = self.state["samples"]
        losses = losses.detach()
        of_samples["latest"][ids] = losses
        params = [(group, p) for group in self.param_groups for p in group["params"] if p.grad is not None]
        norm_sq = sum(p.grad.square().sum() for _, p in params)
        self.unclipped = (losses - of_samples["aov"][ids]).mean() / (norm_sq + self.eps)
        self.gamma = gamma = self.unclipped.clamp(0, self.eta)
        for group, p in params:
            state = self.state[p]
            if "v" not in state:
                state["v"] = torch.zeros_like(p)
            # The step size is part of the buffer, weight decay is not.
            state["v"].mul_(self.momentum).sub_(gamma * p.grad)
            p.sub_(gamma * (p.grad + group["weight_decay"] * p)).add_(self.momentum * state["v"])

    @torch.no_grad()
    def end_epoch(self):
        """After each epoch: remembers the losses of the best one; at the end of a section updates the AOVs. True if it did."""
        s = self.state["samples"]
        s["epochs"] += 1
        mean = s["latest"].mean().item()
        if self.follow == "latest" or mean < s["best"]:
            s["best"], s["reference"] = mean, s["latest"].clone()
        if s["epochs"] % self.section != 0:
            return False
        aov, gap, reference = s["aov"], s["gap"], s["reference"]
        reached, rise = reference <= aov, (reference - aov) / 2
        s["reached"] = reached.to(aov.dtype)
        s["aov"] = torch.where(reached, (aov - gap / 2).clamp(min=self.bound), aov + rise)
        s["gap"] = torch.where(reached, gap, rise)
        return True
