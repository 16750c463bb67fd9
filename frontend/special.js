// Functions of one element that JavaScript lacks.

// Round half to even, as NumPy does.
export function rint(x) {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

// The remainder with the sign of the divisor, as in Python.
export function remainder(x, y) {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

// The quotient rounded down, consistent with `remainder` even where x / y is off by a rounding error.
export function floorDivide(x, y) {
  const quotient = (x - remainder(x, y)) / y;
  return y === 0 ? Math.floor(x / y) : Math.round(quotient);
}

// The error function. Below 2 its Taylor series in the form 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)), whose terms
// all have one sign; above, the continued fraction of erfc. Both are exact to a few units in the last place.
export function erf(x) {
  const size = Math.abs(x);
  if (!(size < 6)) return Number.isNaN(x) ? NaN : Math.sign(x);
  const scale = Math.exp(-size * size) / Math.sqrt(Math.PI);
  return Math.sign(x) * (size < 2 ? 2 * scale * series(size) : 1 - scale * fraction(size));
}

function series(x) {
  let term = x;
  let total = x;
  for (let n = 1; term > total * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return total;
}

function fraction(x) {
  let tail = x;
  for (let n = 60; n > 0; n--) tail = x + n / 2 / tail;
  return 1 / tail;
}
