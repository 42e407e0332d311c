"""The task: a perceptron or a small convolutional network tells pictures apart, drawn glyphs or MNIST's idx files."""
import gzip
import math
import sys
from pathlib import Path

import torch
from torch.nn import functional as F


def box(x, y, half_width, half_height):
    return max(abs(x) - half_width, abs(y) - half_height)


def star(x, y):
    cos36, sin36, cos72, sin72 = 0.8090169943749475, 0.5877852522924731, 0.30901699437494745, 0.9510565162951535
    x = abs(x)
    for _ in range(2):
        if not x * cos36 > y * sin36:
            break
        x, y = x * cos72 - y * sin72, x * sin72 + y * cos72
    x = abs(x)
    edge_x, edge_y = 0.42 * sin36, 0.42 * cos36 - 1
    return (-edge_y * x + edge_x * (y - 1)) / math.sqrt(edge_x * edge_x + edge_y * edge_y)


# Signed distance to each shape, negative within.
DISTANCES = [
    lambda x, y: math.sqrt(x * x + y * y) - 0.85,
    lambda x, y: abs(math.sqrt(x * x + y * y) - 0.68) - 0.2,
    lambda x, y: box(x, y, 0.72, 0.72),
    lambda x, y: max(-y, y / 2 + 0.8660254037844386 * abs(x)) - 0.5,
    lambda x, y: min(box(x, y, 0.9, 0.26), box(x, y, 0.26, 0.9)),
    lambda x, y: max(box(x, y, 0.85, 0.85), 0.17 - min(abs(y - 0.34), abs(y + 0.34))),
    lambda x, y: min(box(x - 0.42, y - 0.42, 0.42, 0.42), box(x + 0.42, y + 0.42, 0.42, 0.42)),
    lambda x, y: max(math.sqrt(x * x + y * y) - 0.9, 0.72 - math.sqrt((x - 0.42) * (x - 0.42) + y * y)),
    star,
    lambda x, y: min(box(x + 0.4, y, 0.17, 0.9), box(x - 0.08, y - 0.73, 0.6, 0.17), box(x, y - 0.05, 0.45, 0.16)),
]


def colour_of(hue, saturation, value):
    def channel(offset):
        place = math.fmod(math.fmod(hue * 6 + offset, 6) + 6, 6)
        return value * (1 - saturation * max(0, min(1, place, 4 - place)))

    return channel(5), channel(3), channel(1)


def draw_glyph(label, classes, side, colour, stream):
    """Bytes of a picture, row by row, the colours of a pixel together."""

    def between(low, high):
        return low + (high - low) * stream.uniform()

    distance_to = DISTANCES[label // 10 if classes == 100 else label]
    hue = (label % 10 + between(-0.25, 0.25)) / 10 if classes == 100 else stream.uniform()
    saturation = between(0.65, 1)
    glyph = colour_of(hue, saturation, between(0.8, 1))
    ground_hue = stream.uniform()
    ground_saturation = between(0.1, 0.5)
    ground = colour_of(ground_hue, ground_saturation, between(0.08, 0.4))
    slope_x, slope_y = between(-0.12, 0.12), between(-0.12, 0.12)
    radius = between(0.3, 0.42) * side
    middle_x, middle_y = between(0.4, 0.6) * side, between(0.4, 0.6) * side
    half = between(-0.315, 0.315)
    cosine, sine = (1 - half * half) / (1 + half * half), 2 * half / (1 + half * half)
    out = bytearray()
    for row in range(side):
        for column in range(side):
            right, up = (column + 0.5 - middle_x) / radius, (middle_y - row - 0.5) / radius
            distance = distance_to(cosine * right + sine * up, cosine * up - sine * right)
            covered = max(0, min(1, 0.5 - distance * radius))
            light = slope_x * right + slope_y * up
            mixed = [covered * value + (1 - covered) * (under + light) for value, under in zip(glyph, ground)]
            shown = mixed if colour else [0.3 * mixed[0] + 0.59 * mixed[1] + 0.11 * mixed[2]]
            for value in shown:
                out.append(max(0, min(255, rounded(255 * (value + 0.05 * stream.normal())))))
    return out


def draw_glyphs(classes, count, side, colour, part):
    labels = [place % classes for place in Stream(0, f"glyphs for {part}, order").permutation(count)]
    stream, pixels = Stream(0, f"glyphs for {part}"), bytearray()
    for label in labels:
        pixels += draw_glyph(label, classes, side, colour, stream)
    return torch.frombuffer(pixels, dtype=torch.uint8).reshape(count, side, side, 3 if colour else 1), labels


def flip_labels(labels, classes, share):
    stream, noisy = Stream(0, "label noise"), list(labels)
    for i in stream.permutation(len(labels))[: rounded(share * len(labels))]:
        noisy[i] = (labels[i] + 1 + stream.below(classes - 1)) % classes
    return noisy


def read_idx(folder, name, dimensions):
    """An idx file of bytes, plain or .gz."""
    for path in (Path(folder) / name, Path(folder) / f"{name}.gz", Path(folder) / name.replace("-idx", ".idx")):
        if path.exists():
            with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
                content = file.read(1 << 30)
            sizes = [int.from_bytes(content[4 + 4 * i : 8 + 4 * i], "big") for i in range(dimensions)]
            if content[:4] != bytes([0, 0, 8, dimensions]) or len(content) != 4 + 4 * dimensions + math.prod(sizes):
                sys.exit(f"{path}: is cut, or no idx file of bytes with {dimensions} dimensions")
            return torch.frombuffer(bytearray(content[4 + 4 * dimensions :]), dtype=torch.uint8).reshape(sizes)
    sys.exit(f"{folder}: lacks {name} (or {name}.gz); say with --data which folder holds the four idx files")


def read_digits(folder, part):
    images, labels = read_idx(folder, f"{part}-images-idx3-ubyte", 3), read_idx(folder, f"{part}-labels-idx1-ubyte", 1).tolist()
    if len(images) != len(labels) or max(labels, default=10) > 9:
        sys.exit(f"{folder}: {len(images)} images and {len(labels)} labels of the {part} part do not belong together")
    return images[..., None], labels


def some_of(part, ids):
    return part[0][torch.tensor(ids, dtype=torch.long)], [part[1][i] for i in ids]


def parts_of(options, folder):
    """Training and validation part (bytes [n, height, width, channels] and labels), number of classes, mean and deviation."""
    if options["dataset"] == "glyphs":
        classes, side, count = options["classes"], options["side"], options["samples"]
        colour = classes == 100 or options["colour"]
        pixels, labels = draw_glyphs(classes, count, side, colour, "training")
        train = pixels, flip_labels(labels, classes, options["labelNoise"] / 100)
        return train, draw_glyphs(classes, math.ceil(count / 2), side, colour, "validation"), classes, 0.35, 0.25
    if folder is None:
        sys.exit(f'say with --data which folder holds the idx files of {options["dataset"]}')
    train = read_digits(folder, "train")
    if options["heldOut"] == "test":
        validation = read_digits(folder, "t10k")
    else:
        kept, held = hold_out(train[1], len(train[1]) // 10)
        train, validation = some_of(train, kept), some_of(train, held)
    train = some_of(train, stratified_ids(train[1], options["trainLimit"]))
    validation = some_of(validation, stratified_ids(validation[1], options["validationLimit"]))
    return train, validation, 10, *((0.1307, 0.3081) if options["dataset"] == "mnist" else (0.286, 0.353))


class Task:
    def __init__(self, options, data, device):
        train, validation, classes, mean, deviation = parts_of(options, data)
        parts = {"train": train, "validation": validation}
        self.data = {part: (pixels.to(device), torch.tensor(labels).to(device)) for part, (pixels, labels) in parts.items()}
        self.sizes = {part: len(labels) for part, (_, labels) in self.data.items()}
        self.levels = torch.tensor([(byte / 255 - mean) / deviation for byte in range(256)], dtype=torch.float64).float().to(device)
        _, height, width, channels = train[0].shape
        self.is_mlp = options["model"] == "mlp"
        if self.is_mlp:
            units = [max(2, (options["width"] or 256) // 2**i) for i in range(options["depth"] or 2)]
            widths, self.shapes = [height * width * channels, *units, classes], []
        else:
            filters, dense = options["width"] or 8, options["depth"] or 1
            widths = [(height // 2 // 2) * (width // 2 // 2) * 2 * filters, *[16 * filters] * dense, classes]
            self.shapes = [(5, 5, channels, filters), (filters,), (5, 5, filters, 2 * filters), (2 * filters,)]
        for out, fan_in in zip(widths[1:], widths):
            self.shapes += [(out, fan_in), (out,)]
        self.has_accuracy, self.floor, self.decayed = True, None, None
        self.full_loss_is_cheap = options["dataset"] == "glyphs" and self.sizes["train"] <= 2000
        if options["decay"] == "weights":
            self.decayed = torch.cat([torch.full((shape_size(shape),), float(len(shape) > 1)) for shape in self.shapes]).to(device)

    def initial_weights(self, seed):
        pieces, fan_in = [], 0
        for number, shape in enumerate(self.shapes):
            if len(shape) > 1:
                fan_in = math.prod(shape[:3]) if len(shape) == 4 else shape[1]
            before_relu = not self.is_mlp and len(shape) > 1 and number != len(self.shapes) - 2
            pieces.append((shape_size(shape), fan_in / 6 if before_relu else fan_in))
        return uniform_by_fan_in(pieces, seed)

    def output(self, w, part, ids):
        pieces = [piece.reshape(shape) for piece, shape in zip(torch.split(w, [shape_size(shape) for shape in self.shapes]), self.shapes)]
        hidden = self.levels[self.data[part][0][ids].long()]
        if not self.is_mlp:
            hidden = hidden.permute(0, 3, 1, 2)
            for filters, bias in (pieces[0:2], pieces[2:4]):
                hidden = F.avg_pool2d(F.relu(F.conv2d(hidden, filters.permute(3, 2, 0, 1), bias, padding=2)), 2)
            hidden, pieces = hidden.permute(0, 2, 3, 1), pieces[4:]
        hidden = hidden.reshape(len(hidden), -1)
        for number in range(0, len(pieces), 2):
            hidden = F.linear(hidden if number == 0 else F.relu(hidden), pieces[number], pieces[number + 1])
        return hidden

    def losses(self, output, part, ids):
        """One a sample."""
        return F.cross_entropy(output, self.data[part][1][ids], reduction="none")

    def right(self, output, part, ids):
        return (output.argmax(1) == self.data[part][1][ids]).float()
