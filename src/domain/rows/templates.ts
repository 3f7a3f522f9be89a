/** Learns from rows what the next ones are going to be like. */

import { byteAt } from '../text/bytes.ts';
import { REFERENCES, SPAN, type PlainRow } from './plain-row.ts';
import type { Shape } from './shape.ts';
import { rowTemplate, type RowTemplate, type Slot, type SlotKind } from './row-template.ts';

export type Templates = {
  /** Reads a row like the one that was learned from, into the row object. @returns behind it, or -1 */
  read: (bytes: Uint8Array, start: number) => number;
  /** Learns from the row that was read last. */
  learn: () => void;
};

type Learned = {
  template: RowTemplate;
  metrics: Shape;
  attributes: Shape | undefined;
};

/** Where rows are all different, learning from each would cost more than it brings. */
const LONGEST_PAUSE = 1000;

const QUOTE = 34;

/** @param row the one object into which all rows are read */
export function createTemplates(row: PlainRow): Templates {
  let learned: Learned | undefined;
  let pause = 0;
  let rowsLeft = 0;
  /** Since it was learned, some row was like it. */
  let isUseful = true;

  function learnFrom({ metrics, attributes }: PlainRow): void {
    const slots = slotsOf(row);
    learned = slots && { template: rowTemplate(row, slots), metrics, attributes };
  }

  return {
    read: (bytes, start) => {
      if (learned === undefined) return -1;
      const end = learned.template(bytes, start);
      if (end === -1) return -1;
      isUseful = true;
      row.metrics = learned.metrics;
      row.attributes = learned.attributes;
      return end;
    },
    learn: () => {
      if (rowsLeft > 0) {
        rowsLeft -= 1;
        return;
      }
      pause = isUseful ? 0 : Math.min(LONGEST_PAUSE, 2 * pause + 1);
      rowsLeft = pause;
      isUseful = false;
      learnFrom(row);
    },
  };
}

/** The values of a row; none where one of them has to be resolved, which a template does not do. */
function slotsOf({ bytes, spans, metrics, attributes, resolved }: PlainRow): Slot[] | undefined {
  if (resolved !== undefined) return undefined;
  const at = (kind: SlotKind, position: number): Slot[] =>
    spans[position] === -1 ? [] : [{ kind, position }];
  const label = (position: number) =>
    at(byteAt(bytes, Math.max(0, (spans[position] ?? 0) - 1)) === QUOTE ? 'text' : 'word', position);
  return [
    ...at('text', SPAN.id),
    ...at('text', SPAN.split),
    ...label(SPAN.label),
    ...label(SPAN.prediction),
    ...REFERENCES.flatMap((name) => at('path', SPAN[name])),
    ...members('number', SPAN.metrics, metrics),
    ...members('attribute', SPAN.attributes, attributes),
  ];
}

function members(kind: SlotKind, first: number, of: Shape | undefined): Slot[] {
  return (of?.names ?? []).map((_, n) => ({ kind, position: first + 2 * n }));
}
