"""ristretto255 in Python, from RFC 9496 and nothing else; it shares no code with the project.

A point is a tuple of extended coordinates of edwards25519. Nothing here takes the same time for every input: it checks
what is public.
"""

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)
WINDOW = 4


def is_negative(x):
    return x % P & 1


def absolute(x):
    x %= P
    return P - x if x & 1 else x


def sqrt_ratio(u, v):
    """SQRT_RATIO_M1 of the RFC: whether u/v is a square, and the root of it or of SQRT_M1·u/v."""
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    correct, flipped, flipped_i = check == u % P, check == -u % P, check == -u * SQRT_M1 % P
    if flipped or flipped_i:
        r = r * SQRT_M1 % P
    return correct or flipped, absolute(r)


INVSQRT_A_MINUS_D = sqrt_ratio(1, -1 - D)[1]


def decode(data):
    """The point, or None where there is none."""
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= P or is_negative(s):
        return None
    ss = s * s % P
    u1, u2 = 1 - ss, 1 + ss
    v = (-D * u1 * u1 - u2 * u2) % P
    square, root = sqrt_ratio(1, v * u2 * u2 % P)
    x = absolute(2 * s * root * u2)
    y = u1 * root * root * u2 * v % P
    t = x * y % P
    return (x, y, 1, t) if square and not is_negative(t) and y != 0 else None


def encode(point):
    x, y, z, t = point
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    root = sqrt_ratio(1, u1 * u2 * u2 % P)[1]
    den1, den2 = root * u1 % P, root * u2 % P
    z_inv = den1 * den2 * t % P
    inverse = den2
    if is_negative(t * z_inv):
        x, y, inverse = y * SQRT_M1 % P, x * SQRT_M1 % P, den1 * INVSQRT_A_MINUS_D % P
    if is_negative(x * z_inv):
        y = -y
    return absolute(inverse * (z - y)).to_bytes(32, "little")


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(a):
    x, y, z, _ = a
    m, n = x * x % P, y * y % P
    c, h = 2 * z * z % P, m + n
    e, g = h - (x + y) * (x + y), m - n
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def negate(a):
    x, y, z, t = a
    return -x % P, y, z, -t % P


def equal(a, b):
    return (a[0] * b[1] - a[1] * b[0]) % P == 0 or (a[1] * b[1] - a[0] * b[0]) % P == 0


def total(points):
    result = IDENTITY
    for point in points:
        result = add(result, point)
    return result


_multiples = {}


def multiples(point):
    """0, 1 … 15 times the point."""
    if point not in _multiples:
        table = [IDENTITY, point]
        while len(table) < 1 << WINDOW:
            table.append(add(table[-1], point))
        if len(_multiples) > 4096:
            _multiples.clear()
        _multiples[point] = table
    return _multiples[point]


def combine(*pairs):
    """Σ scalar·point over the pairs, in one walk over the bits."""
    pairs = [(scalar % Q, multiples(point)) for scalar, point in pairs]
    result = IDENTITY
    for shift in range(256 - WINDOW, -1, -WINDOW):
        for _ in range(WINDOW):
            result = double(result)
        for scalar, table in pairs:
            digit = scalar >> shift & (1 << WINDOW) - 1
            if digit:
                result = add(result, table[digit])
    return result


def times(scalar, point):
    return combine((scalar, point))


BASE = decode(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))
