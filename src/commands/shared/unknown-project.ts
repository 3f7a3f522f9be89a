import { nearest } from '../../domain/model/nearest.ts';
import { projectsRequest } from '../../domain/questions/projects.ts';
import type { Search } from '../../domain/questions/search.ts';
import type { Report } from '../../output/report.ts';
import { couldNotRead } from './elasticsearch-failure.ts';

/** Ends a command that was asked about a project without runs; undefined where the project has some. */
export async function unknownProject(project: string, search: Search): Promise<Report | undefined> {
  const answer = await search(projectsRequest());
  if (answer.type !== 'ok') return couldNotRead('could not read the projects', answer);
  const known = (answer.value.buckets['projects'] ?? []).map(({ key }) => key);
  if (known.includes(project)) return undefined;
  const meant = nearest(project, known);
  return {
    type: 'failure',
    failure: {
      what: 'no run of project',
      on: `"${project}"`,
      why:
        known.length === 0 ? 'nothing is indexed yet' : `the projects are ${known.slice(0, 20).join(', ')}`,
      advice:
        meant === undefined
          ? known.length === 0
            ? 'Run "runlens ingest FOLDER" first.'
            : 'Name one of them.'
          : `Did you mean "${meant}"?`,
    },
  };
}
