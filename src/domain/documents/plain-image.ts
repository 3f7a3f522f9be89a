/** The documents of images that are texts already: the same as `imageDocument` makes, put together without values. */

import { safeFieldNames } from '../field-name.ts';
import { isZero } from '../json/plain.ts';
import type { PlainImage, PlainMembers } from '../run.ts';
import type { Shape } from '../shape.ts';
import { imageId } from './ids.ts';
import { rowReference, type ImageContext } from './rows.ts';

/** A document whose body is JSON text. */
export type TextDocument = { index: 'images'; id: string; routing: string; text: string };

type MetricFields = { keys: readonly string[]; changedNames: string; primary: number };
type AttributeFields = { keys: readonly string[] };

/** @returns what writes the documents of one run */
export function plainImageWriter(context: ImageContext): (image: PlainImage) => TextDocument {
  const { run, derived, revision, digest, metricFields } = context;
  const reference = rowReference(run, digest);
  const { key } = reference;
  const opening = `${JSON.stringify({ project: run.project, run: reference }).slice(0, -1)},"split":"`;
  const closing = `,"revision":${JSON.stringify(revision)}}`;
  const metric = derived.primaryImage?.metric;
  const primaryOpening =
    metric &&
    `{"metric":${JSON.stringify(metric.name)},"direction":${JSON.stringify(metric.direction ?? null)},"value":`;
  const metrics = new Map<Shape, MetricFields>();
  const attributes = new Map<Shape, AttributeFields>();

  function metricsOf(shape: Shape): MetricFields {
    const fields = shape.names.map((name) => metricFields.get(name) ?? name);
    const changed = shape.names.flatMap((name, n) => (fields[n] === name ? [] : [[fields[n], name]]));
    return remember(metrics, shape, {
      keys: keysOf(fields),
      changedNames:
        changed.length === 0 ? '' : `,"metric_names":${JSON.stringify(Object.fromEntries(changed))}`,
      primary: metric === undefined ? -1 : shape.names.indexOf(metric.name),
    });
  }

  function attributesOf(shape: Shape): AttributeFields {
    const fields = safeFieldNames(shape.names);
    return remember(attributes, shape, { keys: keysOf(shape.names.map((name) => fields.get(name) ?? name)) });
  }

  function primaryOf(texts: readonly string[], position: number): string {
    if (primaryOpening === undefined) return 'null';
    const value = texts[position];
    const score =
      value === undefined || metric?.direction === undefined
        ? 'null'
        : metric.direction === 'minimize'
          ? negated(value)
          : value;
    return `${primaryOpening}${value ?? 'null'},"score":${score}}`;
  }

  function attributesText({ shape, texts }: PlainMembers): string {
    const { keys } = attributes.get(shape) ?? attributesOf(shape);
    const pairs: string[] = [];
    let number = '';
    let keyword = '';
    for (let n = 0; n < texts.length; n += 1) {
      const text = texts[n] ?? '';
      const code = text.charCodeAt(0);
      if (code === 34 /* " */) {
        keyword += `${keyword === '' ? '' : ','}${keys[n]}${text}`;
        pairs.push(`${shape.names[n]}=${text.slice(1, -1)}`);
      } else if (code === 116 || code === 102 /* t f */) {
        keyword += `${keyword === '' ? '' : ','}${keys[n]}"${text}"`;
        pairs.push(`${shape.names[n]}=${text}`);
      } else number += `${number === '' ? '' : ','}${keys[n]}${text}`;
    }
    if (pairs.length > 1) pairs.sort();
    const grouped = pairs.length === 0 ? '' : `"pairs":["${pairs.join('","')}"],`;
    return `{${grouped}"number":{${number}},"keyword":{${keyword}}}`;
  }

  return (image) => {
    const { id, split, label, prediction } = image;
    const fields = metrics.get(image.metrics.shape) ?? metricsOf(image.metrics.shape);
    const { texts } = image.metrics;
    let metricsText = '';
    for (let n = 0; n < texts.length; n += 1)
      metricsText += `${n === 0 ? '' : ','}${fields.keys[n]}${texts[n]}`;
    const isCorrect =
      label === undefined || prediction === undefined ? '' : `,"is_correct":${label === prediction}`;
    const text = `${opening}${split}","id":"${id}"${quoted('label', label)}${quoted('prediction', prediction)}${isCorrect},"attributes":${
      image.attributes === undefined ? '{"number":{},"keyword":{}}' : attributesText(image.attributes)
    },"metrics":{${metricsText}}${fields.changedNames},"primary":${primaryOf(texts, fields.primary)}${quoted('input', image.input)}${quoted('target', image.target)}${quoted('output', image.output)}${closing}`;
    return { index: 'images', id: imageId(digest, key, image), routing: key, text };
  };
}

function quoted(name: string, content: string | undefined): string {
  return content === undefined ? '' : `,"${name}":"${content}"`;
}

function keysOf(fields: readonly string[]): string[] {
  return fields.map((field) => `${JSON.stringify(field)}:`);
}

/** Zero has no sign. */
function negated(number: string): string {
  if (number.charCodeAt(0) === 45 /* - */) return number.slice(1);
  return isZero(number, 0, number.length) ? number : `-${number}`;
}

function remember<Value>(known: Map<Shape, Value>, shape: Shape, value: Value): Value {
  known.set(shape, value);
  return value;
}
