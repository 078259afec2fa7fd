import { expect, test } from 'vitest';
import { ContractError } from '../../../src-main/contract/errors.ts';
import { Wizard } from '../../../src-renderer/state/wizard.svelte.ts';
import { base } from '../../e2e/gallery/base.ts';
import { createFakeContract } from '../../e2e/gallery/fake-contract.ts';

const started = () => {
  const fake = createFakeContract(base);
  const wizard = new Wizard(fake.contract);
  const stop = wizard.start();
  return { fake, wizard, stop };
};

test('holds the view that was pushed, itself and not a copy', () => {
  const { fake, wizard, stop } = started();
  expect(wizard.view).toBe(base);
  expect(wizard.step?.id).toBe('host');
  fake.push({ current: 'network' });
  expect(wizard.step?.id).toBe('network');
  stop();
  fake.push({ current: 'support' });
  expect(wizard.step?.id).toBe('network');
});

test('a refusal stands until it is dismissed or something is accepted', async () => {
  const { fake, wizard } = started();
  fake.refuse('refused', 'not now');
  expect(await wizard.dispatch({ type: 'next' })).toBe(false);
  expect(wizard.problem).toEqual({ code: 'refused', message: 'not now' });
  expect(wizard.gone).toBe(false);
  wizard.dismiss();
  expect(wizard.problem).toBeNull();
});

test('a main process that is gone is told apart, until it pushes again', async () => {
  const { fake, wizard } = started();
  fake.refuse('gone', 'closed');
  expect(await wizard.ask({ type: 'about' })).toBeUndefined();
  expect([wizard.gone, wizard.problem]).toEqual([true, null]);
  fake.push({});
  expect(wizard.gone).toBe(false);
});

test('a revision that falls means that the main process was started anew', () => {
  const { fake, wizard } = started();
  fake.push({});
  expect(wizard.restarts).toBe(0);
  fake.push({ revision: 1 });
  expect(wizard.restarts).toBe(1);
});

test('errors of other kinds are a failure with their own words', async () => {
  const contract = {
    ...createFakeContract(base).contract,
    dispatch: () => Promise.reject(new TypeError('fetch failed')),
  };
  const wizard = new Wizard(contract);
  await wizard.dispatch({ type: 'next' });
  expect(wizard.problem).toEqual({ code: 'failed', message: 'fetch failed' });
  const odd = new Wizard({
    ...contract,
    dispatch: () => Promise.reject(new ContractError('invalid', 'target.kind: no')),
  });
  await odd.dispatch({ type: 'next' });
  expect(odd.problem?.code).toBe('invalid');
});
