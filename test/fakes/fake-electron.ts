import { EventEmitter } from 'node:events';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { IpcCall, IpcDoor, IpcPage } from '../../src-main/electron/ipc.ts';

type Handler = (event: IpcCall, message: unknown) => Promise<unknown>;

/** Both ends of Electron's IPC in one process; everything that passes is copied, as between two. */
export const createFakeIpc = (frame: IpcCall['senderFrame'] = { url: 'midup://app/', parent: null }) => {
  const handlers = new Map<string, Handler>();
  const main = new EventEmitter();
  const renderer = new EventEmitter();
  const page = Object.assign(new EventEmitter(), {
    gone: false,
    send: (channel: string, message: unknown) => void renderer.emit(channel, {}, structuredClone(message)),
    isDestroyed: () => page.gone,
  });
  const call = (): IpcCall => ({ sender: page satisfies IpcPage, senderFrame: frame });
  const door: IpcDoor = {
    handle: (channel, handler) => handlers.set(channel, handler),
    on: (channel, listener) => main.on(channel, listener),
  };
  let exposed: Bridge | undefined;
  return {
    door,
    page,
    /** What the preload put on the page's window. */
    bridge: (): Bridge => {
      if (!exposed) throw new Error('the preload exposed nothing');
      return exposed;
    },
    /** What `import 'electron'` gives in a preload. */
    preloadModule: {
      ipcRenderer: {
        invoke: async (channel: string, message: unknown) =>
          structuredClone(await handlers.get(channel)?.(call(), structuredClone(message))),
        send: (channel: string) => void main.emit(channel, call()),
        on: (channel: string, listener: (...args: unknown[]) => void) => renderer.on(channel, listener),
      },
      contextBridge: {
        exposeInMainWorld: (_name: string, bridge: Bridge) => {
          exposed = bridge;
        },
      },
    },
  };
};
