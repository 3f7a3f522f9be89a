/** Numbers that look random and come out the same for the same seed. */

export type Random = {
  /** From 0 up to 1. */
  fraction: () => number;
  /** A whole number, both ends included. */
  whole: (least: number, most: number) => number;
  chance: (probability: number) => boolean;
  pick: <Item>(list: readonly Item[]) => Item;
  /** Picks by weight. */
  weighed: <Item>(list: readonly (readonly [Item, number])[]) => Item;
  /** Some of a list, each at most once, in any order. */
  some: <Item>(list: readonly Item[], count: number) => Item[];
};

/** Mulberry32, begun from all the words: each day has a sequence of its own, whatever the day before used up. */
export function createRandom(...words: number[]): Random {
  let state = 0x9e3779b9;
  for (const word of words) state = Math.imul(state ^ word, 0x85ebca6b) ^ (state >>> 13);
  function fraction() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const whole = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  function pick<Item>(list: readonly Item[]): Item {
    if (list.length === 0) throw new Error('There is nothing to pick from.');
    return list[whole(0, list.length - 1)] as Item;
  }
  return {
    fraction,
    whole,
    pick,
    chance: (probability) => fraction() < probability,
    weighed: (list) => {
      let left = fraction() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of list) {
        left -= weight;
        if (left < 0) return item;
      }
      return pick(list)[0];
    },
    some: (list, count) => {
      const rest = [...list];
      const chosen: (typeof rest)[number][] = [];
      while (chosen.length < count && rest.length > 0)
        chosen.push(...rest.splice(whole(0, rest.length - 1), 1));
      return chosen;
    },
  };
}
