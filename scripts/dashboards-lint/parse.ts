import type { z } from 'zod';
import type { Filed, Problem } from './rule.ts';
import { KibanaObject } from './shapes/object.ts';

/** The objects that have the shape that Kibana 8.12 takes, and what is wrong with the others. */
export function parseObjects(files: readonly Filed<string>[]): {
  objects: Filed<KibanaObject>[];
  problems: Problem[];
} {
  const objects: Filed<KibanaObject>[] = [];
  const problems: Problem[] = [];
  for (const { file, content } of files) {
    const json = parseJson(content);
    if ('error' in json) {
      problems.push({ file, where: '', message: `It is not JSON: ${json.error}.` });
      continue;
    }
    const parsed = KibanaObject.safeParse(json.value);
    if (parsed.success) objects.push({ file, content: parsed.data });
    else problems.push(...parsed.error.issues.map((issue) => shapeProblem(file, issue)));
  }
  return { objects, problems };
}

function parseJson(text: string): { value: unknown } | { error: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function shapeProblem(file: string, issue: z.core.$ZodIssue): Problem {
  const where = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `"${key}"`).join(', ');
    return { file, where, message: `Kibana 8.12 does not know ${keys} here and refuses it: leave it out.` };
  }
  return { file, where, message: `It does not have the shape that Kibana 8.12 takes: ${issue.message}.` };
}
