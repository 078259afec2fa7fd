import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FixView, View } from '../../../src-main/contract/view.ts';
import { changeUnderWay, createQuit, endQuestion } from '../../../src-main/electron/quit.ts';
import { messagesFor } from '../../../src-main/messages/index.ts';
import { fakeView } from '../../fakes/fake-contract.ts';

const fix = (phase: FixView['phase']): FixView => ({
  fix: 'start-service',
  takesBack: false,
  phase,
  title: 'Starting the service',
  host: 'mid-ber-02',
  user: 'root',
  hash: '',
  commands: [],
  undo: [],
  noUndo: '',
  provedBy: '',
  refusedIf: '',
  output: [],
  watched: 0,
  toWatch: 0,
  result: null,
});

const setUp = (view: View | undefined, answer = true) => {
  const parts = {
    latest: () => view,
    confirm: vi.fn(async () => answer),
    close: vi.fn(async () => {}),
    exit: vi.fn(),
  };
  return { ...parts, quit: createQuit(parts) };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('quitting', () => {
  test('closes the app, then exits; and does so once, however often it is asked', async () => {
    const { quit, close, exit, confirm } = setUp(fakeView());
    await Promise.all([quit.request(), quit.request(), quit.request()]);
    expect(confirm).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalledOnce();
    expect(exit).toHaveBeenCalledOnce();
    expect(quit.underWay()).toBe(true);
  });

  test('works before there is any view', async () => {
    const { quit, exit } = setUp(undefined);
    await quit.request();
    expect(exit).toHaveBeenCalledOnce();
  });

  test.each(['applying', 'watching'] as const)(
    'asks while a change is %s, and stays where the answer is no',
    async (phase) => {
      const { quit, close, exit, confirm } = setUp(fakeView({ fix: fix(phase) }), false);
      await quit.request();
      expect(confirm).toHaveBeenCalledWith({ host: 'mid-ber-02' });
      expect(close).not.toHaveBeenCalled();
      expect(exit).not.toHaveBeenCalled();
      expect(quit.underWay()).toBe(false);
      await quit.request();
      expect(confirm).toHaveBeenCalledTimes(2);
    },
  );

  test.each(['planning', 'consent', 'refused', 'done'] as const)('does not ask with a change that is %s', (phase) => {
    expect(changeUnderWay(fakeView({ fix: fix(phase) }))).toBeNull();
  });

  test('exits although closing fails, or never ends', async () => {
    const failing = setUp(fakeView());
    failing.close.mockRejectedValue(new Error('disk full'));
    await failing.quit.request();
    expect(failing.exit).toHaveBeenCalledOnce();

    const hanging = setUp(fakeView());
    hanging.close.mockReturnValue(new Promise(() => {}));
    const done = hanging.quit.request();
    await vi.advanceTimersByTimeAsync(4_900);
    expect(hanging.exit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    await done;
    expect(hanging.exit).toHaveBeenCalledOnce();
  });

  test('the question keeps the app open unless told otherwise', () => {
    const { message, buttons, defaultId, cancelId } = endQuestion({ host: 'mid-ber-02' }, messagesFor('en'));
    expect(message).toBe('A change on mid-ber-02 is under way.');
    expect([buttons?.[defaultId ?? -1], buttons?.[cancelId ?? -1]]).toEqual(['Keep MID Up open', 'Keep MID Up open']);
  });
});
