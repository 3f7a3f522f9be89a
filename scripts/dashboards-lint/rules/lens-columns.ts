import { lensLayersOf, lensPanelsOf, type LensPanel, type PlacedLayer } from '../panels.ts';
import type { Problem, World } from '../rule.ts';
import { layersOf } from '../shapes/lens.ts';

/** The parts of a Lens panel fit together: columns are listed once, and what sorts, refers and draws names columns that exist. */
export function lensColumns(world: World): Problem[] {
  return [...lensLayersOf(world).flatMap(layerProblems), ...lensPanelsOf(world).flatMap(drawingProblems)];
}

function layerProblems(placed: PlacedLayer): Problem[] {
  const { file, where, layerId, layer } = placed;
  const { columns, columnOrder } = layer;
  const ids = Object.keys(columns);
  const problem = (column: string, message: string): Problem => ({
    file,
    where: `${where}, layer ${layerId}${column === '' ? '' : `, column ${column}`}`,
    message,
  });
  const isListedOnce = columnOrder.length === ids.length && ids.every((id) => columnOrder.includes(id));
  const firstMetric = columnOrder.findIndex((id) => columns[id]?.isBucketed === false);
  const bucketsLast = columnOrder.some(
    (id, position) => columns[id]?.isBucketed === true && firstMetric !== -1 && position > firstMetric,
  );
  return [
    ...(isListedOnce
      ? []
      : [
          problem(
            '',
            `columnOrder is [${columnOrder.join(', ')}]: it must list each of ${ids.join(', ')} once.`,
          ),
        ]),
    ...(bucketsLast
      ? [
          problem(
            '',
            'columnOrder has a metric before a bucket: Kibana nests by this order, so list buckets first.',
          ),
        ]
      : []),
    ...Object.entries(columns).flatMap(([id, column]) => [
      ...(column.references ?? [])
        .filter((reference) => columns[reference] === undefined)
        .map((reference) => problem(id, `It is calculated from column ${reference}, which does not exist.`)),
      ...orderProblems(placed, id).map((message) => problem(id, message)),
    ]),
  ];
}

function orderProblems({ layer: { columns } }: PlacedLayer, id: string): string[] {
  const params = columns[id]?.params;
  const orderBy = params?.orderBy;
  if (orderBy === undefined) return [];
  if (orderBy.type === 'custom' && params?.['orderAgg'] === undefined) {
    return ['Its order is custom but it has no orderAgg: say what orders it.'];
  }
  if (orderBy.type !== 'column') return [];
  const by = columns[orderBy.columnId];
  if (by === undefined) return [`It is ordered by column ${orderBy.columnId}, which does not exist.`];
  if (by.isBucketed)
    return [`It is ordered by column ${orderBy.columnId}, which is a bucket: order by a metric.`];
  if ((by.references ?? []).length > 0) {
    const advice = 'order by a plain metric, or by a field that holds the result';
    return [`It is ordered by column ${orderBy.columnId}, a formula, which Elasticsearch cannot: ${advice}.`];
  }
  return [];
}

const ACCESSOR =
  /^(columnId|forAccessor|splitAccessor|\w*[aA]ccessor|accessors|metrics|primaryGroups|secondaryGroups)$/;

function drawingProblems({ file, where, lens }: LensPanel): Problem[] {
  const layers = layersOf(lens);
  const all = Object.keys(layers);
  const drawn = new Set<string>();
  const found: Problem[] = [];
  function look(value: unknown, layerId: string | undefined, at: string): void {
    if (typeof value !== 'object' || value === null) return;
    const object = value as Record<string, unknown>;
    const isAnnotation = object['layerType'] === 'annotations';
    const own = typeof object['layerId'] === 'string' ? object['layerId'] : layerId;
    if (own !== undefined) drawn.add(own);
    if (isAnnotation) return;
    if (own !== undefined && layers[own] === undefined) {
      found.push({ file, where: `${where}, ${at}`, message: `It draws layer ${own}, which does not exist.` });
      return;
    }
    for (const [key, inner] of Object.entries(object)) {
      for (const id of ACCESSOR.test(key) ? [inner].flat() : []) {
        if (typeof id !== 'string' || own === undefined || layers[own]?.columns[id] !== undefined) continue;
        const message = `${key} names column ${id}, which layer ${own} does not have.`;
        found.push({ file, where: `${where}, ${at}`, message });
      }
      look(inner, own, `${at}.${key}`);
    }
  }
  look(lens.state.visualization, all.length === 1 ? all[0] : undefined, 'visualization');
  const idle = all.filter((id) => !drawn.has(id));
  return [
    ...found,
    ...idle.map((id) => ({
      file,
      where: `${where}, layer ${id}`,
      message: 'No layer of the visualization draws it: draw it or take it away.',
    })),
  ];
}
