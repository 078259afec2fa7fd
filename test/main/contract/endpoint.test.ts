import { describe, expect, test } from 'vitest';
import { askSchema } from '../../../src-main/contract/asks.ts';
import { commandSchema } from '../../../src-main/contract/commands.ts';
import { createEndpoint } from '../../../src-main/contract/endpoint.ts';
import { ContractError, unwrap } from '../../../src-main/contract/errors.ts';
import { createFakeContract } from '../../fakes/fake-contract.ts';

const contract = () => {
  const fake = createFakeContract();
  return { fake, endpoint: createEndpoint(fake) };
};

test('a good command arrives as it was sent', async () => {
  const { fake, endpoint } = contract();
  expect(await endpoint.dispatch({ type: 'goto', step: 'host' })).toEqual({ ok: true, value: null });
  expect(fake.dispatched).toEqual([{ type: 'goto', step: 'host' }]);
});

describe('what does not fit its schema is refused, and its value is not told', () => {
  test.each([
    ['nothing', undefined],
    ['text', 'next'],
    ['an unknown command', { type: 'format-disk' }],
    ['a key too many', { type: 'next', also: 1 }],
    ['an unknown step', { type: 'goto', step: '__proto__' }],
    ['a short hash', { type: 'apply-fix', hash: 'hunter2' }],
    ['control characters', { type: 'connect', target: { kind: 'ssh', address: 'hunter2\n-oProxyCommand=x' } }],
    ['a value that is too long', { type: 'note', text: 'hunter2'.repeat(20_000) }],
    ['a secret of the wrong kind', { type: 'prompt-answer', id: 'x', answer: { kind: 'values', values: 'hunter2' } }],
  ])('%s', async (_, message) => {
    const { fake, endpoint } = contract();
    const answer = await endpoint.dispatch(message);
    expect(answer).toMatchObject({ ok: false, code: 'invalid' });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(fake.dispatched).toEqual([]);
  });
});

test('errors travel as data and are errors again at the other end', async () => {
  const { fake, endpoint } = contract();
  fake.accept = () => {
    throw new ContractError('refused', 'not from here');
  };
  const answer = await endpoint.dispatch({ type: 'next' });
  expect(() => unwrap(JSON.parse(JSON.stringify(answer)))).toThrow(new ContractError('refused', 'not from here'));
});

test('every command and every question is an object told apart by its type', () => {
  for (const schema of [commandSchema, askSchema])
    for (const option of schema.options) {
      expect(option.shape.type.value).toMatch(/^[a-z-]+$/);
      expect(option.safeParse({ type: option.shape.type.value, nonsense: 1 }).success).toBe(false);
    }
});
