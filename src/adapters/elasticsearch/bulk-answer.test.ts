import { expect, test } from 'vitest';
import { AnswerSerializer, type AllCreated } from './bulk-answer.ts';

function item(id: string, status = 201) {
  return { index: { _id: id, status } };
}

const serializer = new AnswerSerializer();

function createdIn(json: string) {
  return serializer.deserialize<Partial<AllCreated>>(json).created;
}

test('items that all say the same are counted, and can be read all the same', () => {
  const items = [item('a'), item('b"}},'), item('c\\'), item('","status":201}}'), item('é€')];
  for (let count = 1; count <= items.length; count += 1) {
    const answer = { items: items.slice(0, count) };
    const read = serializer.deserialize<AllCreated>(JSON.stringify(answer));
    // Only what has no quote in its id is counted.
    expect(read.created).toBe(count === 1 ? 1 : undefined);
    expect(read.items).toEqual(answer.items);
  }
  expect(createdIn(JSON.stringify({ items: [item('a'), item('c\\'), item('é€')] }))).toBe(3);
});

test.each([
  { items: [] },
  { items: [item('a'), item('b', 200)] },
  { items: [item('a', 409)] },
  { items: [item('a'), { delete: { _id: 'b', status: 201 } }] },
  { items: [item('a'), { index: { _id: 'b', status: 201, error: { type: 'x' } } }] },
  { items: [item('a'), null] },
  { items: [item('a')], errors: false },
  { errors: false, items: [item('a')] },
  { took: 1 },
])('whatever else there is, is read as it is: %j', (answer) => {
  const json = JSON.stringify(answer);
  expect(serializer.deserialize(json)).toEqual(answer);
  expect(createdIn(json)).toBeUndefined();
});

test.each(['{"items":[{"index":{"_id":"a","status":201}}', '{"items":[{"index":{"_id":"a', '{"items":[]}}'])(
  'what is cut off is no answer: %s',
  (json) => {
    expect(() => serializer.deserialize(json)).toThrow(/JSON/);
  },
);

test('a comma too many is no answer', () => {
  expect(() => serializer.deserialize('{"items":[{"index":{"_id":"a","status":201}},]}')).toThrow(/JSON/);
});
