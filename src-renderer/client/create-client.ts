import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { Client } from './client.ts';
import { createElectronClient } from './electron-client.ts';
import { createHttpClient } from './http-client.ts';

declare global {
  interface Window {
    readonly midup?: Bridge;
  }
}

/** Over the preload's bridge on the desktop, over HTTP in a browser. */
export const createClient = (): Client => {
  if (window.midup) return createElectronClient(window.midup);
  return createHttpClient({
    fetch: (path, init) => window.fetch(path, init),
    onWake: (wake) => {
      document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake());
      window.addEventListener('focus', wake);
      window.addEventListener('online', wake);
    },
  });
};
