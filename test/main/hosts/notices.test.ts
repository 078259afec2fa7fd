import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { APPROVAL_S, BANNER_WAITS_MS, createNotices } from '../../../src-main/hosts/notices.ts';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import type { PromptAnswer, PromptRequest } from '../../../src-main/model/prompt.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Asked = { readonly request: PromptRequest; readonly until: AbortSignal; answer(answer: PromptAnswer): void };

const create = () => {
  const asked: Asked[] = [];
  const errors: ConnectionError[] = [];
  const over = new AbortController();
  let given = 0;
  const notices = createNotices({
    ask: (request, until) =>
      new Promise((resolve) => {
        if (until) asked.push({ request, until, answer: resolve });
      }),
    signal: over.signal,
    onShown: () => given++,
    giveUp: (error) => errors.push(error),
  });
  const show = (instruction: string, afterMs?: number) =>
    notices.show({ host: 'mid1', user: 'jo', title: '', instruction }, afterMs);
  const standing = () => asked.filter(({ until }) => !until.aborted).map(({ request }) => request);
  return { notices, show, asked, standing, errors, over, given: () => given };
};
const settled = () => vi.advanceTimersByTimeAsync(0);

describe('words of a host that goes on by itself', () => {
  test('stand until something else comes', () => {
    const { notices, show, standing, given } = create();
    expect(notices.end()).toBe(false);
    show('Pushed a login request to your phone…');
    const words = { kind: 'interactive', host: 'mid1', user: 'jo', title: '', fields: [] };
    expect(standing()).toEqual([{ ...words, instruction: 'Pushed a login request to your phone…' }]);
    expect(given()).toBe(1);
    expect(notices.end()).toBe(true);
    expect(standing()).toEqual([]);
    expect(notices.end()).toBe(false);
  });

  test('give way to others; the same once more, and none at all, change nothing', () => {
    const { show, asked, standing } = create();
    show('one');
    show('one');
    show('');
    show(' \r\n');
    show('\u001b[2J');
    expect(asked).toHaveLength(1);
    expect(standing()).toHaveLength(1);
    show('two');
    expect(standing()).toMatchObject([{ instruction: 'two' }]);
  });

  test('closed, they cancel; hidden, or ended before, they do not', async () => {
    const { notices, show, asked, errors, over } = create();
    show('hidden');
    asked[0]?.answer({ kind: 'values', values: [] });
    show('ended');
    notices.end();
    asked[1]?.answer({ kind: 'cancel' });
    await settled();
    expect(errors).toEqual([]);
    show('closed');
    asked[2]?.answer({ kind: 'cancel' });
    await settled();
    expect(errors).toMatchObject([{ code: 'cancelled', phase: 'auth', params: { host: 'mid1' } }]);
    show('lost');
    over.abort();
    expect(asked[3]?.until.aborted).toBe(true);
  });

  test('where it cannot be shown, that is the error', async () => {
    const errors: ConnectionError[] = [];
    const why = new ConnectionError('prompt-needed', 'auth');
    const notices = createNotices({
      ask: () => Promise.reject(why),
      signal: new AbortController().signal,
      onShown: () => undefined,
      giveUp: (error) => errors.push(error),
    });
    notices.show({ host: 'mid1', user: 'jo', title: 'x', instruction: '' });
    await settled();
    expect(errors).toEqual([why]);
  });

  test('are bounded: in length, in lines, in number, and printable', () => {
    const { show, standing, errors } = create();
    show(`\u202e\u001b]0;x\u0007${'long '.repeat(5000)}`);
    const [shown] = standing();
    expect(shown?.kind === 'interactive' && shown.instruction.length).toBeLessThanOrEqual(1000);
    expect(JSON.stringify(shown)).not.toMatch(/\\u001b|\\u0007|\u202e/);
    show('a\r\n\r\n\r\nb\n'.repeat(100));
    const [lines] = standing();
    expect(lines?.kind === 'interactive' && lines.instruction.split('\n').length).toBe(40);
    for (let i = 0; i < 100 && errors.length === 0; i++) show(`still waiting ${i}`);
    expect(errors).toMatchObject([{ code: 'failed', phase: 'auth' }]);
  });

  test('a banner shows only where nothing follows it', () => {
    const { notices, show, asked, standing, errors } = create();
    show('Authorized users only', BANNER_WAITS_MS);
    notices.end();
    vi.advanceTimersByTime(10 * BANNER_WAITS_MS);
    expect(asked).toEqual([]);
    // It comes line by line.
    for (let i = 0; i < 100; i++)
      show(`${'line\n'.repeat(i)}To sign in, visit https://example.org/a/1`, BANNER_WAITS_MS);
    expect(asked).toEqual([]);
    expect(errors).toEqual([]);
    vi.advanceTimersByTime(BANNER_WAITS_MS);
    expect(standing()).toHaveLength(1);
    expect(APPROVAL_S).toBeGreaterThan(120);
  });
});
