/** Lets contenders run against each other: the best setting of each first, then rounds in which the order moves on. */

import { LIMIT, type Contender, type Outcome, type Workload } from './contenders.ts';

export type Tuned = Contender & { setting: string; tried: Record<string, number> };

/** One contender's rounds, in the order of the rounds. */
export type Result = { name: string; setting: string; target: number | undefined; rounds: Outcome[] };

type Begin = () => Promise<void>;

/** Tries the settings of those that have several, once each. */
export async function tune(
  contenders: readonly Contender[],
  workload: Workload,
  begin: Begin,
): Promise<Tuned[]> {
  const tuned: Tuned[] = [];
  for (const contender of contenders) {
    const tried: Record<string, number> = {};
    const { settings } = contender;
    if (settings.length > 1) {
      for (const setting of settings) {
        await begin();
        tried[setting] = (await contender.run(workload, setting)).seconds;
      }
    }
    const [setting = ''] = settings.toSorted((a, b) => (tried[a] ?? 0) - (tried[b] ?? 0));
    tuned.push({ ...contender, setting, tried });
  }
  return tuned;
}

/** Not all tools wait when they are told to: what they left out is not in, however long one waits. */
const FAILED: Outcome = { seconds: Infinity, found: 0 };

/** In each round every contender runs once, into new indices. The first one changes from round to round. */
export async function compare(
  contenders: readonly Tuned[],
  workload: Workload,
  rounds: number,
  begin: Begin,
  tell: (message: string) => void,
): Promise<Result[]> {
  const results = contenders.map(({ name, setting, target }): Result => ({
    name,
    setting,
    target,
    rounds: [],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const n = (turn + round) % contenders.length;
      const { name, setting, run } = contenders[n] as Tuned;
      await begin();
      const outcome = await run(workload, setting).catch((error: unknown): Outcome => {
        tell(`  round ${round + 1}: ${name} failed: ${String(error)}`);
        return FAILED;
      });
      results[n]?.rounds.push(outcome);
      tell(`  round ${round + 1}: ${name} ${outcome.seconds.toFixed(2)} s, ${outcome.found} rows`);
    }
  }
  return withBestLimit(results);
}

/** The limit: the better number of requests in flight of each round. */
function withBestLimit(results: readonly Result[]): Result[] {
  const [ours, ...others] = results;
  const limits = others.filter(({ name }) => name.startsWith(LIMIT));
  const [first] = limits;
  if (ours === undefined || first === undefined) throw new Error('There is no limit to compare with.');
  const rounds = first.rounds.map((_, round) => {
    const outcomes = limits.flatMap((limit) => limit.rounds[round] ?? []);
    return outcomes.toSorted((a, b) => a.seconds - b.seconds)[0] as Outcome;
  });
  const best: Result = { name: LIMIT, setting: 'the better in each round', target: 0.9, rounds };
  return [ours, best, ...others];
}
