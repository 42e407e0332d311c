"""The task: a small network tells two classes of points in the plane apart."""
import math
from array import array

import torch


def moon(label, stream):
    angle = math.pi * stream.uniform()
    x, y = math.cos(angle) - 0.5, math.sin(angle) - 0.25
    return (0.75 * x, 0.75 * y) if label == 0 else (-0.75 * x, -0.75 * y)


def circle(label, stream):
    angle, radius = 2 * math.pi * stream.uniform(), 1 if label == 0 else 0.45
    return radius * math.cos(angle), radius * math.sin(angle)


def spiral(label, stream):
    along = math.sqrt(stream.uniform())
    angle, radius = 3 * math.pi * along + label * math.pi, 0.1 + 0.95 * along
    return radius * math.cos(angle), radius * math.sin(angle)


def quadrant(label, stream):
    side = -1 if stream.below(2) == 0 else 1
    x = side * stream.uniform()
    return x, (side if label == 0 else -side) * stream.uniform()


def blob(label, stream):
    centre = -0.5 if label == 0 else 0.5
    x = centre + 0.2 * stream.normal()
    return x, centre + 0.2 * stream.normal()


SHAPES = {"moons": moon, "circles": circle, "spirals": spiral, "xor": quadrant, "blobs": blob}


def draw_points(shape, count, noise, part):
    stream, points = Stream(0, f"{shape} for {part}"), array("f")
    for i in range(count):
        x, y = SHAPES[shape](i % 2, stream)
        points.append(x + noise * stream.normal())
        points.append(y + noise * stream.normal())
    return [[points[2 * i], points[2 * i + 1]] for i in range(count)], [i % 2 for i in range(count)]


def with_label_noise(clean, clean_labels, share):
    """Flips labels; every second flipped point is moved onto one that keeps its label, so that no network fits both."""
    n = len(clean)
    points, labels = list(clean), list(clean_labels)
    wanted = 0 if share == 0 else max(1, rounded(share * n))
    order = Stream(0, "label noise").permutation(n)
    untouched = [iter([i for i in order[wanted:] if clean_labels[i] == label]) for label in (0, 1)]
    for k, i in enumerate(order[:wanted]):
        label = clean_labels[i]
        labels[i] = 1 - label
        twin = next(untouched[label], None) if k % 2 == 0 else None
        if twin is not None:
            points[i] = clean[twin]
    return points, labels


class Task:
    def __init__(self, options, data, device):
        shape, count, noise = options["shape"], options["points"], options["noise"]
        train = with_label_noise(*draw_points(shape, count, noise, "training"), options["labelNoise"] / 100)
        parts = {"train": train, "validation": draw_points(shape, math.ceil(count / 2), noise, "validation")}
        self.data = {
            part: (torch.tensor(points).to(device), torch.tensor([1.0 - 2 * label for label in labels]).to(device))
            for part, (points, labels) in parts.items()
        }
        self.sizes = {part: len(labels) for part, (_, labels) in parts.items()}
        widths = [2, *[options["width"]] * options["layers"], 1]
        self.layers = list(zip(widths[1:], widths))
        self.has_accuracy, self.full_loss_is_cheap, self.floor, self.decayed = True, True, None, None

    def initial_weights(self, seed):
        pieces = [piece for out, fan_in in self.layers for piece in ((out * fan_in, fan_in), (out, fan_in))]
        return uniform_by_fan_in(pieces, seed)

    def output(self, w, part, ids):
        hidden, at = self.data[part][0][ids], 0
        for number, (out, fan_in) in enumerate(self.layers):
            weight, bias = w[at : at + out * fan_in].reshape(out, fan_in), w[at + out * fan_in : at + out * (fan_in + 1)]
            at += out * (fan_in + 1)
            hidden = hidden @ weight.T + bias
            if number + 1 < len(self.layers):
                hidden = hidden.tanh()
        return hidden[:, 0]

    def losses(self, output, part, ids):
        """One a sample."""
        return logistic_losses(output, self.data[part][1][ids])

    def right(self, output, part, ids):
        return logistic_right(output, self.data[part][1][ids])
