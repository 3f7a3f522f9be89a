import type { SearchRequest } from './search.ts';

const MOST_PROJECTS = 1000;

/** The names of all projects that have runs, as the aggregation `projects`. */
export function projectsRequest(): SearchRequest {
  return {
    target: 'experiments',
    size: 0,
    filter: [],
    aggregations: { projects: { terms: { field: 'project', size: MOST_PROJECTS } } },
  };
}
