/** An equal value whose objects have their keys in another order, at every depth. The order of lists is kept. */
export function shuffledKeys<Value>(value: Value, seed: number): Value {
  let state = (seed >>> 0) + 1;
  function random() {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  }
  function shuffle(part: unknown): unknown {
    if (Array.isArray(part)) return part.map(shuffle);
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).map((entry) => ({ entry, at: random() }));
    return Object.fromEntries(
      entries.toSorted((a, b) => a.at - b.at).map(({ entry: [key, member] }) => [key, shuffle(member)]),
    );
  }
  return shuffle(value) as Value;
}
