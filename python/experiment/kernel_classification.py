"""The task: two classes told apart by a Gaussian kernel against every training sample, on a LIBSVM file or generated rings."""
import gzip
import math
import sys
from array import array

import torch


def draw_ring_point(stream, label):
    while True:
        u, v = 2 * stream.uniform() - 1, 2 * stream.uniform() - 1
        length = math.sqrt(u * u + v * v)
        if length < 0.01 or length > 1:
            continue
        radius = (1, 2)[label]
        x = radius * u / length + 0.12 * stream.normal()
        return x, radius * v / length + 0.12 * stream.normal(), label


def draw_rings(noisy):
    """600 points of two rings; noisy: labels of the first 480 that no function of the inputs can have."""
    stream, train = Stream(0, "noisy rings" if noisy else "rings"), 480
    contradicting = rounded(train * 0.125) if noisy else 0
    distinct = train - contradicting
    drawn = [draw_ring_point(stream, i % 2) for i in range(distinct)]
    if noisy:
        for i in stream.permutation(distinct)[: rounded(distinct * 0.1)]:
            drawn[i] = (*drawn[i][:2], 1 - drawn[i][2])
        for i in stream.permutation(distinct)[:contradicting]:
            drawn.append((*drawn[i][:2], 1 - drawn[i][2]))
    points = [drawn[i] for i in stream.permutation(train)]
    for _ in range(600 - train):
        points.append(draw_ring_point(stream, stream.below(2)))
    return torch.tensor([point[:2] for point in points], dtype=torch.float64).float(), [point[2] for point in points]


def read_libsvm(path, rows):
    """Values and labels (0 for the smaller label) of a file, plain or .gz; says file and line where something is wrong."""
    with open(path, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    labels, entries, features = [], [], 0
    with (gzip.open if packed else open)(path, "rt", encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            tokens = line.split("#")[0].split()
            if not tokens:
                continue
            try:
                label, pairs = float(tokens[0]), [token.split(":") for token in tokens[1:]]
                columns, values = [int(index) for index, _ in pairs], array("f", [float(value) for _, value in pairs])
            except (ValueError, OverflowError):
                sys.exit(f'{path}, line {number}: each line should read "label index:value index:value …"')
            good = math.isfinite(label) and all(map(math.isfinite, values)) and all(a < b for a, b in zip([0, *columns], columns))
            if not good or (columns and columns[-1] > 1_000_000):
                sys.exit(f"{path}, line {number}: values must be finite, indices ascend from 1 to 1,000,000 at most")
            labels.append(label)
            entries.append((columns, values))
            features = max([features, *columns[-1:]])
            if len(labels) * features > 2**26:
                sys.exit(f"{path}, line {number}: up to here {len(labels)} samples × {features} features; the limit is 2**26 numbers")
    kinds = sorted(set(labels))
    if len(kinds) != 2 or features == 0:
        sys.exit(f"{path}: has {len(kinds)} different labels and {features} features; two classes are needed")
    if rows is not None and rows > len(labels):
        sys.exit(f"{path}: has only {len(labels)} samples, not {rows}")
    table = torch.zeros(len(labels), features)
    for row, (columns, values) in enumerate(entries):
        if columns:
            table[row, torch.tensor(columns) - 1] = torch.tensor(list(values))
    return table[:rows], [kinds.index(label) for label in labels[:rows]]


class Task:
    def __init__(self, options, data, device):
        if options["file"] is None and data is None:
            values, labels = draw_rings(options["dataset"] == "noisy-rings")
        else:
            # Of the name in the experiment only its last part counts: say with --data where the file is.
            path = data or options["file"].replace("\\", "/").split("/")[-1]
            try:
                values, labels = read_libsvm(path, options["rows"])
            except (OSError, UnicodeDecodeError) as error:
                sys.exit(f"the LIBSVM file {path!r} cannot be read ({error}); say with --data where it is")
        boundary = len(labels) * 4 // 5
        if len(set(labels[:boundary])) < 2:
            sys.exit(f"all {boundary} training samples (the first 80 %) have the same label; shuffle the lines or use more rows")
        chosen = stratified_ids(labels[:boundary], options["subset"])
        places = {"train": chosen, "validation": list(range(boundary, len(labels)))}
        self.data = {
            part: (values[ids].to(device), torch.tensor([1.0 - 2 * labels[i] for i in ids]).to(device)) for part, ids in places.items()
        }
        self.sizes = {part: len(ids) for part, ids in places.items()}
        self.scale = -1 / (2 * options["sigma"] ** 2)
        self.lengths = {part: x.double().square().sum(1).float() for part, (x, _) in self.data.items()}
        self.has_accuracy, self.floor, self.decayed = True, None, None
        self.full_loss_is_cheap = self.sizes["train"] <= 2000
        self.rows = (None, None, None)

    def initial_weights(self, seed):
        return uniform_by_fan_in([(self.sizes["train"], self.sizes["train"])], seed)

    def kernel(self, part, ids):
        """Rows of the kernel matrix, which is never stored; a step's trials share theirs."""
        if self.rows[0] != part or self.rows[1] is not ids:
            products = self.data[part][0][ids] @ self.data["train"][0].T
            squares = self.lengths[part][ids][:, None] + self.lengths["train"] - 2 * products
            self.rows = (part, ids, (squares.clamp(min=0) * self.scale).exp())
        return self.rows[2]

    def output(self, w, part, ids):
        return self.kernel(part, ids) @ w

    def losses(self, output, part, ids):
        """One a sample."""
        return logistic_losses(output, self.data[part][1][ids])

    def right(self, output, part, ids):
        return logistic_right(output, self.data[part][1][ids])
