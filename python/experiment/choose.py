"""Chooses samples so that every class keeps its share: subsets, and a validation part cut from the training part."""


def apportion(counts, count, least, most):
    shares = [count * size / sum(counts) for size in counts]
    feasible = sum(least) <= count
    wanted = [min(max(int(share), least[c] if feasible else 0), most[c]) for c, share in enumerate(shares)]
    while sum(wanted) != count:
        by = 1 if sum(wanted) < count else -1
        open_ones = [c for c in range(len(counts)) if (wanted[c] < most[c] if by > 0 else wanted[c] > least[c])]
        # The largest remainder, of equal ones the higher class.
        wanted[max(open_ones, key=lambda c: (by * (shares[c] - wanted[c]), c))] += by
    return wanted


def pick(labels, wanted, stream):
    left, chosen = list(wanted), []
    for number in stream.permutation(len(labels)):
        if left[labels[number]] > 0:
            chosen.append(number)
        left[labels[number]] -= 1
    return sorted(chosen)


def class_counts(labels):
    counts = [0] * (max(labels) + 1)
    for label in labels:
        counts[label] += 1
    return counts


def stratified_ids(labels, count):
    if count is None or count >= len(labels):
        return list(range(len(labels)))
    counts = class_counts(labels)
    return pick(labels, apportion(counts, count, [min(1, size) for size in counts], counts), Stream(0, "stratified subset"))


def hold_out(labels, count):
    """Numbers of the samples that are kept and of those that are held out."""
    counts = class_counts(labels)
    least = [1 if size > 1 else 0 for size in counts]
    held = pick(labels, apportion(counts, count, least, counts), Stream(0, "held-out samples"))
    taken = set(held)
    return [number for number in range(len(labels)) if number not in taken], held
