/**
 * JSON text that `parseJson` reads back as an equal value: as JSON.stringify writes it, but NaN, Infinity and
 * -Infinity as bare tokens and bigint as its digits. (A bigint that a double holds exactly comes back as a number,
 * and -0 as 0.)
 *
 * Keys without a value are left out. Anything else that is no JSON value is a mistake of the caller's and throws.
 */
export function stringifyExact(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return numberText(value);
    case 'bigint':
      return String(value);
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? arrayText(value) : objectText(value as Record<string, unknown>);
    default:
      throw new TypeError(`a value of type ${typeof value} has no JSON text`);
  }
}

function arrayText(items: readonly unknown[]): string {
  let text = '';
  for (const item of items) text += `${text === '' ? '' : ','}${stringifyExact(item)}`;
  return `[${text}]`;
}

function objectText(object: Record<string, unknown>): string {
  let text = '';
  for (const key of Object.keys(object)) {
    const item = object[key];
    if (item !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${stringifyExact(item)}`;
  }
  return `{${text}}`;
}

function numberText(value: number): string {
  // Beyond 2^53 String() fills up with zeros, which would read back as another integer than the double is.
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21)
    return String(BigInt(value));
  return String(value);
}
