import type { AnswerOf, Ask } from '../../src-main/contract/asks.ts';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import { unwrap } from '../../src-main/contract/errors.ts';
import type { Client } from './client.ts';

/** Errors cannot cross from the preload as themselves; they come as data and are made errors here. */
export const createElectronClient = (bridge: Bridge): Client => ({
  dispatch: async (command) => void unwrap(await bridge.dispatch(command)),
  ask: async <A extends Ask>(question: A) => unwrap(await bridge.ask(question)) as AnswerOf<A>,
  subscribe: (listener) => bridge.onView(listener),
  onGone: () => () => {},
});
