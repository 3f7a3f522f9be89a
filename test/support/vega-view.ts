/** Draws a Vega spec as Kibana would, with what the real server answers, and gives back what was drawn. */

import { compileVega, withAnswers } from '../../scripts/dashboards-lint/compile-vega.ts';
import { listeningLogger, vega } from '../../scripts/dashboards-lint/vega.ts';
import { requestsOf } from '../../scripts/dashboards-lint/vega-specs.ts';
import type { DashboardContext, SearchAnswer } from './kibana-context.ts';
import { askVegaRequest } from './vega-requests.ts';

/** One thing on the picture: where it is, what it says, and the data that it stands for. */
export type DrawnItem = {
  mark: string;
  /** The name of its mark, where the spec gives one. */
  name: string | undefined;
  x: number;
  y: number;
  text: string | undefined;
  datum: Record<string, unknown>;
};

export type Drawn = {
  answers: SearchAnswer[];
  /** The rows of a named data set, after its transforms. */
  rows: (name: string) => Record<string, unknown>[];
  names: string[];
  items: DrawnItem[];
  svg: string;
  /** What Vega warns of and Kibana writes over the picture, unless the spec hides it (config.kibana.hideWarnings). */
  complaints: string[];
};

type SceneItem = {
  x?: number;
  y?: number;
  text?: unknown;
  datum?: Record<string, unknown>;
  items?: SceneMark[];
};
type SceneMark = { marktype: string; role?: string; name?: string; items: SceneItem[] };

export async function drawVega(
  spec: Record<string, unknown>,
  context: DashboardContext,
  size = { width: 600, height: 300 },
): Promise<Drawn> {
  const answers: SearchAnswer[] = [];
  const byRequest = new Map<object, SearchAnswer>();
  for (const { url } of requestsOf(spec)) {
    const answer = await askVegaRequest(url as Parameters<typeof askVegaRequest>[0], context);
    byRequest.set(url, answer);
    answers.push(answer);
  }
  const answered = withAnswers(spec, (url) => structuredClone(byRequest.get(url)));
  const compiled = compileVega({
    autosize: { type: 'fit', contains: 'padding' },
    ...size,
    ...(answered as object),
  });
  if (compiled.spec === undefined) throw new Error(`Vega: ${compiled.complaints.join('; ')}`);
  const complaints = [...compiled.complaints];
  const view = new vega.View(vega.parse(compiled.spec), {
    renderer: 'none',
    logger: listeningLogger(complaints),
  });
  await view.runAsync();
  const names = (compiled.spec.data ?? []).map(({ name }) => name);
  return {
    answers,
    rows: (name) => view.data(name) as Record<string, unknown>[],
    names,
    items: itemsOf((view.scenegraph() as unknown as { root: SceneMark }).root),
    svg: await view.toSVG(),
    complaints: hidesWarnings(spec) ? [] : complaints,
  };
}

function hidesWarnings({ config }: Record<string, unknown>): boolean {
  const { kibana } = (config ?? {}) as { kibana?: { hideWarnings?: boolean } };
  return kibana?.hideWarnings === true;
}

/** The items of marks, axes and legends left out; an item of a group lies where the group does. */
function itemsOf({ marktype, role = 'mark', name, items }: SceneMark, left = 0, top = 0): DrawnItem[] {
  if (/^(axis|legend|title)/.test(role)) return [];
  return items.flatMap((item) => {
    const [x, y] = [left + (item.x ?? 0), top + (item.y ?? 0)];
    if (marktype === 'group') return (item.items ?? []).flatMap((mark) => itemsOf(mark, x, y));
    const text = typeof item.text === 'string' ? item.text : undefined;
    return [{ mark: marktype, name, x, y, text, datum: item.datum ?? {} }];
  });
}
