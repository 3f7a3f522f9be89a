import type { ActualState } from './actual.ts';
import { isRecord } from '../model/is-record.ts';
import { canonical, flatSettings } from './canonical.ts';
import type { DesiredIndex } from './desired.ts';
import type { JsonObject } from './mapping-file.ts';
import type { Step } from './step.ts';

/** The content of a template without what Elasticsearch adds, or omits if it is empty. */
function meaningOf(body: JsonObject): string {
  const { index_patterns, priority, _meta, composed_of, data_stream, template } = body;
  const { settings, ...content } = isRecord(template) ? template : {};
  return canonical({
    index_patterns: index_patterns ?? [],
    priority: priority ?? 0,
    _meta: _meta ?? {},
    composed_of: composed_of ?? [],
    data_stream: data_stream ?? {},
    settings: flatSettings(isRecord(settings) ? settings : {}),
    content,
  });
}

function versionOf(body: JsonObject): number {
  const version = isRecord(body['_meta']) ? body['_meta']['version'] : undefined;
  return typeof version === 'number' ? version : 0;
}

/** Templates belong to runlens alone: a template that differs is replaced, unless a newer runlens has written it. */
export function planTemplate({ template, version }: DesiredIndex, actual: ActualState): Step {
  const change = { kind: 'template', id: template.name } as const;
  const operation = { type: 'put-template', ...template } as const;
  const found = actual.templates[template.name];
  if (found === undefined) return { ...change, action: 'created', operation };
  if (versionOf(found) > version || meaningOf(found) === meaningOf(template.body)) {
    return { ...change, action: 'unchanged', operation: { type: 'none' } };
  }
  return { ...change, action: 'updated', operation };
}
