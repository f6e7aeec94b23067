"""What does a PDF function say for given numbers? Sampled, exponential, stitched and calculator (ISO 32000-1, 7.10)."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

from makeready.press.pdf.reader import Array, Stream

Numbers = Sequence[float]
_DEPTH = 16
_STEPS = 20_000
"""Most that a calculator may do for one value."""


class NoFunction(ValueError):
    """A function that cannot be worked out."""


def evaluate(function: Any, at: Numbers, depth: int = 0) -> list[float]:
    """The function's values; an array of functions gives one value each.

    Raises:
        NoFunction: where it is broken.
    """
    if depth > _DEPTH:
        raise NoFunction("functions within functions, too deep")
    if isinstance(function, Array):
        return [value for one in function for value in evaluate(one, at, depth + 1)]
    try:
        domain = _floats(function["/Domain"])
        inside = [_between(x, domain[2 * n], domain[2 * n + 1]) for n, x in enumerate(at)]
        values = _KINDS[int(function["/FunctionType"])](function, inside, depth)
        if "/Range" in function:
            limits = _floats(function["/Range"])
            values = [_between(y, limits[2 * n], limits[2 * n + 1]) for n, y in enumerate(values)]
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError, RuntimeError) as why:
        raise NoFunction(str(why)) from why
    if not all(math.isfinite(value) for value in values):
        raise NoFunction("a value without end")
    return values


def _floats(array: Any) -> list[float]:
    return [float(value) for value in array]


def _between(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _exponential(function: Any, at: list[float], depth: int) -> list[float]:
    first = _floats(function["/C0"]) if "/C0" in function else [0.0]
    last = _floats(function["/C1"]) if "/C1" in function else [1.0]
    share = at[0] ** float(function["/N"])
    return [one + share * (other - one) for one, other in zip(first, last, strict=True)]


def _stitched(function: Any, at: list[float], depth: int) -> list[float]:
    domain, bounds, encode = (_floats(function[key]) for key in ("/Domain", "/Bounds", "/Encode"))
    piece = sum(at[0] >= bound for bound in bounds)
    piece = min(piece, len(function["/Functions"]) - 1)
    edges = [domain[0], *bounds, domain[1]]
    low, high = edges[piece], edges[piece + 1]
    share = (at[0] - low) / (high - low) if high > low else 0.0
    start, end = encode[2 * piece], encode[2 * piece + 1]
    return evaluate(function["/Functions"][piece], [start + share * (end - start)], depth + 1)


def _sampled(function: Any, at: list[float], depth: int) -> list[float]:
    """Straight between the samples in every direction."""
    if not isinstance(function, Stream):
        raise NoFunction("samples that are no stream")
    size, bits = [int(n) for n in function["/Size"]], int(function["/BitsPerSample"])
    domain, limits = _floats(function["/Domain"]), _floats(function["/Range"])
    outputs, most = len(limits) // 2, 2**bits - 1
    encode = _floats(function["/Encode"]) if "/Encode" in function else [v for n in size for v in (0.0, n - 1.0)]
    decode = _floats(function["/Decode"]) if "/Decode" in function else limits
    places = []
    for n, x in enumerate(at):
        low, high = domain[2 * n], domain[2 * n + 1]
        share = (x - low) / (high - low) if high > low else 0.0
        places.append(_between(encode[2 * n] + share * (encode[2 * n + 1] - encode[2 * n]), 0.0, size[n] - 1.0))
    samples = function.read_bytes()
    values = [0.0] * outputs
    for corner in product((0, 1), repeat=len(places)):
        weight, index, step = 1.0, 0, 1
        for n, place in enumerate(places):
            low = min(int(place), max(size[n] - 2, 0))
            share = place - low
            weight *= share if corner[n] else 1 - share
            index += min(low + corner[n], size[n] - 1) * step
            step *= size[n]
        if weight:
            for output in range(outputs):
                values[output] += weight * _bits(samples, (index * outputs + output) * bits, bits) / most
    return [decode[2 * n] + value * (decode[2 * n + 1] - decode[2 * n]) for n, value in enumerate(values)]


def _bits(data: bytes, start: int, count: int) -> int:
    first, last = start // 8, (start + count + 7) // 8
    if last > len(data):
        raise NoFunction("samples are missing")
    word = int.from_bytes(data[first:last])
    most: int = 2**count - 1
    return (word >> (last * 8 - start - count)) & most


def _calculated(function: Any, at: list[float], depth: int) -> list[float]:
    words = re.sub(rb"%[^\r\n]*", b"", function.read_bytes()).decode("latin-1")
    tokens = re.findall(r"[{}]|[^\s{}]+", words)
    program, end = _program(tokens, 1)
    if not tokens or tokens[0] != "{" or end != len(tokens):
        raise NoFunction("a calculator without braces")
    stack: list[Any] = list(at)
    _Calculator(stack).run(program)
    outputs = len(function["/Range"]) // 2
    return [float(value) for value in stack[-outputs:]]


def _program(tokens: list[str], at: int) -> tuple[list[Any], int]:
    made: list[Any] = []
    while at < len(tokens):
        if tokens[at] == "}":
            return made, at + 1
        if tokens[at] == "{":
            inner, at = _program(tokens, at + 1)
            made.append(inner)
            continue
        made.append(tokens[at])
        at += 1
    raise NoFunction("a calculator without an end")


class _Calculator:
    """The stack machine of type 4 (7.10.5)."""

    def __init__(self, stack: list[Any]) -> None:
        self._stack = stack
        self._steps = 0

    def run(self, program: list[Any]) -> None:
        stack, blocks = self._stack, list[Any]()
        for word in program:
            self._steps += 1
            if self._steps > _STEPS or len(stack) > 200:
                raise NoFunction("a calculator that does too much")
            if isinstance(word, list):
                blocks.append(word)
            elif word == "if":
                block = blocks.pop()
                if stack.pop():
                    self.run(block)
            elif word == "ifelse":
                otherwise, block = blocks.pop(), blocks.pop()
                self.run(block if stack.pop() else otherwise)
            elif word in _TWO:
                b, a = stack.pop(), stack.pop()
                stack.append(_TWO[word](a, b))
            elif word in _ONE:
                stack.append(_ONE[word](stack.pop()))
            elif word in ("true", "false"):
                stack.append(word == "true")
            elif word in _STACK:
                _STACK[word](stack)
            else:
                stack.append(float(word))


def _roll(stack: list[Any]) -> None:
    by, count = int(stack.pop()), int(stack.pop())
    if count > 0:
        top = stack[-count:]
        if len(top) < count:
            raise NoFunction("a calculator with too few numbers")
        by %= count
        stack[-count:] = top[-by:] + top[:-by] if by else top


def _copy(stack: list[Any]) -> None:
    count = int(stack.pop())
    stack.extend(stack[-count:] if count > 0 else [])


_STACK: dict[str, Callable[[list[Any]], object]] = {
    "pop": lambda stack: stack.pop(),
    "dup": lambda stack: stack.append(stack[-1]),
    "exch": lambda stack: stack.insert(-1, stack.pop()),
    "index": lambda stack: stack.append(stack[-1 - int(stack.pop())]),
    "copy": _copy,
    "roll": _roll,
}
_ONE: dict[str, Callable[[Any], Any]] = {
    "abs": abs, "neg": operator.neg, "sqrt": math.sqrt, "ln": math.log, "log": math.log10, "cvr": float,
    "ceiling": lambda a: float(math.ceil(a)), "floor": lambda a: float(math.floor(a)),
    "round": lambda a: float(math.floor(a + 0.5)),
    **dict.fromkeys(("truncate", "cvi"), lambda a: float(math.trunc(a))),
    "sin": lambda a: math.sin(math.radians(a)), "cos": lambda a: math.cos(math.radians(a)),
    "not": lambda a: not a if isinstance(a, bool) else float(~int(a)),
}  # fmt: skip
_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv, "exp": math.pow,
    "idiv": lambda a, b: float(math.trunc(a / b)), "mod": lambda a, b: math.fmod(int(a), int(b)),
    "atan": lambda a, b: math.degrees(math.atan2(a, b)) % 360,
    "eq": operator.eq, "ne": operator.ne, "gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le,
    "and": lambda a, b: a and b if isinstance(a, bool) else float(int(a) & int(b)),
    "or": lambda a, b: a or b if isinstance(a, bool) else float(int(a) | int(b)),
    "xor": lambda a, b: a != b if isinstance(a, bool) else float(int(a) ^ int(b)),
    "bitshift": lambda a, b: float(int(a) << min(int(b), 64) if b >= 0 else int(a) >> min(-int(b), 64)),
}  # fmt: skip
"""Numbers stay floating: what would grow without end becomes an error instead."""
_KINDS: dict[int, Callable[[Any, list[float], int], list[float]]] = {
    0: _sampled, 2: _exponential, 3: _stitched, 4: _calculated,
}  # fmt: skip
