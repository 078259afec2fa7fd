import type { Contract } from '../contract/contract.ts';
import { createEndpoint } from '../contract/endpoint.ts';
import type { Envelope } from '../contract/errors.ts';
import { isOwnPage } from './own-page.ts';

/** Both verbs are invoked; `view` carries views to the page, and from the page the wish to have them. */
export const CHANNELS = { dispatch: 'midup:dispatch', ask: 'midup:ask', view: 'midup:view' } as const;

/** What is used of Electron's `ipcMain`, its events and web contents. */
export type IpcDoor = {
  handle(channel: string, listener: (event: IpcCall, message: unknown) => Promise<unknown>): void;
  on(channel: string, listener: (event: IpcCall) => void): unknown;
};
export type IpcCall = {
  readonly sender: IpcPage;
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
};
export type IpcPage = {
  send(channel: string, message: unknown): void;
  isDestroyed(): boolean;
  once(event: 'destroyed', listener: () => void): unknown;
};

/** The contract over Electron's IPC. Only the app's own page, in the frame at the top of its window, is heard. */
export const connectIpc = (door: IpcDoor, contract: Contract): void => {
  const endpoint = createEndpoint(contract);
  const subscriptions = new WeakMap<IpcPage, () => void>();

  const guarded =
    (verb: (message: unknown) => Promise<Envelope<unknown>>) =>
    async (call: IpcCall, message: unknown): Promise<Envelope<unknown>> =>
      isFromOwnPage(call) ? verb(message) : FOREIGN;

  door.handle(CHANNELS.dispatch, guarded(endpoint.dispatch));
  door.handle(CHANNELS.ask, guarded(endpoint.ask));
  door.on(CHANNELS.view, (call) => {
    if (!isFromOwnPage(call)) return;
    const page = call.sender;
    // A reloaded page asks again, in the same web contents.
    if (!subscriptions.has(page)) page.once('destroyed', () => subscriptions.get(page)?.());
    subscriptions.get(page)?.();
    const send = (view: unknown) => {
      if (!page.isDestroyed()) page.send(CHANNELS.view, view);
    };
    subscriptions.set(page, contract.subscribe(send));
  });
};

const FOREIGN: Envelope<never> = {
  ok: false,
  code: 'refused',
  message: 'MID Up takes messages from its own page only.',
};

const isFromOwnPage = ({ senderFrame }: IpcCall): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
