/** Learns from rows what the next ones are going to be like. */

import type { PlainImage, PlainMembers, PlainReference, Span } from '../../plain-image.ts';
import { rowTemplate, type RowTemplate, type Slot, type SlotKind } from './row-template.ts';

export type Templates = {
  /** Reads a row like the one that was learned from, into the image and its parts. @returns behind it, or -1 */
  read: (bytes: Uint8Array, start: number) => number;
  /** Learns from the row that the image holds at the moment. */
  learn: (start: number) => void;
};

type Learned = {
  template: RowTemplate;
  metrics: PlainMembers;
  attributes: PlainMembers | undefined;
};

/** Where rows are all different, learning from each would cost more than it brings. */
const LONGEST_PAUSE = 1000;

const QUOTE = 34;

/** @param image the one object into which all rows are read, with the spans and members that are its own */
export function createTemplates(
  image: PlainImage,
  split: Span,
  metrics: PlainMembers,
  attributes: PlainMembers,
): Templates {
  let learned: Learned | undefined;
  let pause = 0;
  let rowsLeft = 0;
  /** Since it was learned, some row was like it. */
  let isUseful = true;

  function learnFrom(start: number): void {
    const slots = slotsOf(image, split);
    learned = slots && {
      template: rowTemplate(image.bytes, start, image.end, slots),
      metrics: { ...metrics },
      attributes: image.attributes && { ...attributes },
    };
  }

  return {
    read: (bytes, start) => {
      if (learned === undefined) return -1;
      const end = learned.template(bytes, start);
      if (end === -1) return -1;
      isUseful = true;
      metrics.shape = learned.metrics.shape;
      metrics.spans = learned.metrics.spans;
      if (learned.attributes === undefined) return end;
      attributes.shape = learned.attributes.shape;
      attributes.spans = learned.attributes.spans;
      image.attributes = attributes;
      return end;
    },
    learn: (start) => {
      if (rowsLeft > 0) {
        rowsLeft -= 1;
        return;
      }
      pause = isUseful ? 0 : Math.min(LONGEST_PAUSE, 2 * pause + 1);
      rowsLeft = pause;
      isUseful = false;
      learnFrom(start);
    },
  };
}

function at(kind: SlotKind, spans: Span): Slot[] {
  return spans[0] === -1 ? [] : [{ kind, spans, position: 0 }];
}

/** The values of a row; none where one of them has to be resolved, which a template does not do. */
function slotsOf(image: PlainImage, split: Span): Slot[] | undefined {
  const references = [image.input, image.target, image.output];
  if (references.some(({ resolved }) => resolved !== undefined)) return undefined;
  const label = (spans: Span) => at(image.bytes[spans[0] - 1] === QUOTE ? 'text' : 'word', spans);
  return [
    ...at('text', image.idSpan),
    ...at('text', split),
    ...label(image.label),
    ...label(image.prediction),
    ...references.flatMap(({ span }: PlainReference) => at('path', span)),
    ...members('number', image.metrics),
    ...members('attribute', image.attributes),
  ];
}

function members(kind: SlotKind, of: PlainMembers | undefined): Slot[] {
  return (of?.shape.names ?? []).map((_, n) => ({ kind, spans: of?.spans as Int32Array, position: 2 * n }));
}
