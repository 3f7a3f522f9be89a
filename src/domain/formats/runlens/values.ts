import { z } from 'zod';
import { parseTime } from '../../model/time.ts';

/** Identities and names: something that can be shown on a line and indexed whole. */
export const Name = z.string().min(1).max(1000);

/** A metric's value: any number, also one that is not finite, and integers beyond 2^53 (rounded when used). */
export const MetricValue = z
  .custom<number | bigint>((value) => typeof value === 'number' || typeof value === 'bigint', {
    error: 'expected a number',
    params: { expected: 'number' },
  })
  .meta({ type: 'number' });

/** A metric's value as arithmetic takes it: absent where it is not finite, rounded where beyond 2^53. */
export function finite(value: number | bigint | null | undefined): number | undefined {
  const number = Number(value);
  return value === null || !Number.isFinite(number) ? undefined : number;
}

/** ISO 8601 with a zone, or epoch milliseconds; the message names what is missing. */
export const Time = z
  .custom<string | number>()
  .superRefine((value, context) => {
    const time = parseTime(value);
    if (time.type === 'invalid') context.addIssue({ code: 'custom', message: time.message });
  })
  .meta({
    anyOf: [
      { type: 'string', description: 'ISO 8601 with a zone, such as 2026-08-09T14:30:00Z' },
      { type: 'integer', description: 'epoch milliseconds' },
    ],
  });

/** A series' timestamp: a `Time`, or a plain date, which means midnight UTC. */
export const Timestamp = z
  .custom<string | number>()
  .superRefine((value, context) => {
    const time = parseTime(value, { plainDates: true });
    if (time.type === 'invalid') context.addIssue({ code: 'custom', message: time.message });
  })
  .meta({ anyOf: [{ type: 'string' }, { type: 'integer' }] });

/** A whole number, however large: seeds are often 64 bits wide. */
export const WholeNumber = z
  .custom<number | bigint>(
    (value) => typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)),
    {
      error: 'expected a whole number',
      params: { expected: 'integer' },
    },
  )
  .meta({ type: 'integer' });

/** A label, a prediction, an attribute: one plain value. */
export const Scalar = z
  .custom<string | number | bigint | boolean>(
    (value) => ['string', 'number', 'bigint', 'boolean'].includes(typeof value),
    { error: 'expected a string, a number or a boolean', params: { expected: 'string, number or boolean' } },
  )
  .meta({ type: ['string', 'number', 'boolean'] });

/** Any object: everything in it is kept. */
export const AnyObject = z.record(z.string(), z.unknown());
