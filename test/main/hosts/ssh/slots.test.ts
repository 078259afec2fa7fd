import { describe, expect, test } from 'vitest';
import { channelFailure } from '../../../../src-main/hosts/ssh/channel-failure.ts';
import { createSlots } from '../../../../src-main/hosts/ssh/slots.ts';

const never = new AbortController().signal;

describe('sessions at once', () => {
  test('no more than the limit; the rest wait for their turn', async () => {
    const slots = createSlots('h', 2);
    const first = await slots.acquire(never);
    await slots.acquire(never);
    let third = false;
    const waiting = slots.acquire(never).then(() => {
      third = true;
    });
    await Promise.resolve();
    expect(third).toBe(false);
    first.release();
    first.release();
    await waiting;
    expect(third).toBe(true);
  });

  test('a refusal while others are open lowers the limit to those', async () => {
    const slots = createSlots('h', 8);
    const open = await slots.acquire(never);
    const refused = await slots.acquire(never);
    expect(slots.refused(refused)).toBe(true);
    let got = false;
    const waiting = slots.acquire(never).then(() => {
      got = true;
    });
    await new Promise((done) => setImmediate(done));
    expect(got).toBe(false);
    open.release();
    await waiting;
    expect(slots.refused(await Promise.resolve({ release: () => undefined }))).toBe(false);
  });

  test('waiting can be cancelled', async () => {
    const slots = createSlots('h', 1);
    const held = await slots.acquire(never);
    const stop = new AbortController();
    const waiting = slots.acquire(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    held.release();
    await slots.acquire(never);
    await expect(slots.acquire(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('why the far side did not connect', () => {
  test.for([
    [1, 'open failed', 'forbidden'],
    [2, 'Connection refused', 'refused'],
    [2, 'Connection timed out', 'timeout'],
    [2, 'No route to host', 'unreachable'],
    [2, 'Network is unreachable', 'unreachable'],
    [2, 'Name or service not known', 'name'],
    [2, 'Temporary failure in name resolution', 'name'],
    [2, 'Connection reset by peer', 'reset'],
    [4, 'something else', 'unknown'],
  ] as const)('%i %s', ([reason, words, expected]) => {
    const error = Object.assign(new Error(`(SSH) Channel open failure: ${words}`), { reason });
    expect(channelFailure(error)).toBe(expected);
  });
});
