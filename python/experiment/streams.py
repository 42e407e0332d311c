"""Random numbers and fingerprints as the page makes them, to the bit: initial weights, data and batches are the same."""
import math
from array import array

MASK = 0xFFFFFFFF


def scramble(word):
    z = (word + 0x9E3779B9) & MASK
    z = ((z ^ (z >> 16)) * 0x21F0AAAD) & MASK
    z = ((z ^ (z >> 15)) * 0x735A2D97) & MASK
    return z ^ (z >> 15)


def portable_log(x):
    """Natural logarithm of exactly rounded operations only, since libraries differ in the last bit."""
    mantissa, exponent = math.frexp(x)
    mantissa, exponent = 2 * mantissa, exponent - 1
    if mantissa > math.sqrt(2):
        mantissa, exponent = mantissa / 2, exponent + 1
    t = (mantissa - 1) / (mantissa + 1)
    square, series = t * t, 0.0
    for odd in range(21, 0, -2):
        series = series * square + 1 / odd
    return exponent * math.log(2) + 2 * t * series


class Stream:
    """The sfc32 generator of a seed and a name; streams of different names are independent."""

    def __init__(self, seed, name):
        self.a, self.b = scramble(seed & MASK), scramble(fnv(name.encode("ascii")))
        self.c, self.counter, self.spare = scramble((seed >> 32) ^ 0x5851F42D), 1, None
        for _ in range(15):
            self.bits()

    def bits(self):
        """Uniform whole number below 2**32."""
        b, c = self.b, self.c
        result = (self.a + b + self.counter) & MASK
        self.counter = (self.counter + 1) & MASK
        self.a, self.b = b ^ (b >> 9), (c + (c << 3)) & MASK
        self.c = ((((c << 21) & MASK) | (c >> 11)) + result) & MASK
        return result

    def uniform(self):
        return self.bits() / 4294967296

    def below(self, n):
        """Uniform whole number below n, without bias."""
        fair, drawn = 4294967296 - 4294967296 % n, self.bits()
        while drawn >= fair:
            drawn = self.bits()
        return drawn % n

    def normal(self):
        """Standard normal, by Marsaglia's polar method."""
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        while True:
            u, v = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                factor = math.sqrt(-2 * portable_log(s) / s)
                self.spare = v * factor
                return u * factor

    def permutation(self, n):
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = self.below(i + 1)
            order[i], order[j] = order[j], order[i]
        return order


def fnv(data, state=0x811C9DC5):
    """32-bit FNV-1a."""
    for byte in data:
        state = ((state ^ byte) * 0x01000193) & MASK
    return state


def digits(state):
    """Eight hex digits of a fingerprint, as the page shows them."""
    h = ((state ^ (state >> 16)) * 0x85EBCA6B) & MASK
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & MASK
    return f"{h ^ (h >> 16):08x}"


def rounded(x):
    """To the nearest whole number, halves upwards."""
    return math.floor(x + 0.5)


def shape_size(shape):
    return math.prod(shape)


def uniform_by_fan_in(pieces, seed):
    """Weights of each piece (size, fan-in) uniform on ±1/√(fan-in), float32."""
    stream, weights = Stream(seed, "weights"), array("f")
    for size, fan_in in pieces:
        bound = 1 / math.sqrt(fan_in)
        weights.extend([(2 * stream.uniform() - 1) * bound for _ in range(size)])
    return weights
