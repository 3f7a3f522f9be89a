import type { KibanaAttempt } from '../../domain/dashboards/failure.ts';
import { DEFAULT_SPACE } from '../../domain/dashboards/names.ts';
import { answerFailure } from './answer-failure.ts';
import { ask, type KibanaConnection } from './http.ts';

/** What the paths of a space begin with. */
export function spacePath(space: string): string {
  return space === DEFAULT_SPACE ? '' : `/s/${encodeURIComponent(space)}`;
}

/** Checks that the space exists. Kibana itself would write into a space that does not, and cannot be opened. */
export async function readSpace(
  connection: KibanaConnection,
  space: string,
): Promise<KibanaAttempt<unknown>> {
  if (space === DEFAULT_SPACE) return { type: 'ok', value: undefined };
  const path = `/api/spaces/space/${encodeURIComponent(space)}`;
  const answer = await ask(connection, { method: 'GET', path });
  if (answer.type !== 'answer') return answer;
  if (answer.status === 200) return { type: 'ok', value: undefined };
  if (answer.status === 404) {
    return {
      type: 'missing-space',
      reason: `There is no space "${space}" in Kibana: create it there (Stack Management, Spaces), or leave out --space.`,
    };
  }
  return answerFailure(answer, `access to the space "${space}"`);
}
