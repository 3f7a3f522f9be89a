export type BestRun = { id: string; value: number; metric: string };

type Found = {
  hits: { hits: { _source: { run: { id: string }; primary: { value: number; metric: string } } }[] };
};

/**
 * The run that is marked as the best, as a search sees it at this moment; undefined where none or more than one is.
 * Cheaper than starting the program, for looking again and again.
 */
export async function findBestRun(url: string, prefix: string): Promise<BestRun | undefined> {
  const query = 'q=is_best:true&ignore_unavailable=true&filter_path=hits.hits._source';
  const response = await fetch(`${url}/${prefix}-experiments*/_search?${query}`);
  // An index that is being created at this moment cannot be searched yet.
  if (!response.ok) return undefined;
  const { hits } = (await response.json()) as Partial<Found>;
  const [only, another] = hits?.hits ?? [];
  if (only === undefined || another !== undefined) return undefined;
  const { run, primary } = only._source;
  return { id: run.id, value: primary.value, metric: primary.metric };
}
