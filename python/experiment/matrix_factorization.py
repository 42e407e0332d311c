"""The task: a linear map from 6 to 10 numbers, fitted by a product of two matrices (or one, the true model)."""
from array import array

import torch


class Task:
    def __init__(self, options, data, device):
        inputs, outputs, train, samples = 6, 10, 800, 1000
        stream, matrix = Stream(0, "linear map"), []
        for i in range(outputs):
            scale = (outputs - 1 - i + i * 1e-10) / (outputs - 1)
            matrix.append([stream.uniform() * scale for _ in range(inputs)])
        x = array("f", [stream.normal() for _ in range(samples * inputs)])
        rows = [x[s * inputs : (s + 1) * inputs] for s in Stream(0, "linear map split").permutation(samples)]
        exact = torch.tensor([[sum(a * b for a, b in zip(line, row)) for line in matrix] for row in rows], dtype=torch.float64)
        x, y = torch.tensor([list(row) for row in rows]), exact.float()
        self.data = {
            "train": (x[:train].to(device), y[:train].to(device)),
            "validation": (x[train:].to(device), y[train:].to(device)),
        }
        rank = None if options["rank"] == "true" else options["rank"]
        self.shapes = [(outputs, inputs)] if rank is None else [(rank, inputs), (outputs, rank)]
        self.sizes = {"train": train, "validation": samples - train}
        self.has_accuracy, self.full_loss_is_cheap, self.decayed = False, True, None
        self.floor = 0.0
        if rank is not None and rank < inputs:
            self.floor = (torch.linalg.svdvals(exact[:train])[rank:].square().sum() / train / outputs).item()

    def initial_weights(self, seed):
        return uniform_by_fan_in([(shape_size(shape), shape[1]) for shape in self.shapes], seed)

    def output(self, w, part, ids):
        hidden = self.data[part][0][ids]
        for piece, shape in zip(torch.split(w, [shape_size(shape) for shape in self.shapes]), self.shapes):
            hidden = hidden @ piece.reshape(shape).T
        return hidden

    def losses(self, output, part, ids):
        """One a sample."""
        return (output - self.data[part][1][ids]).square().mean(1)
