import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../contract/bridge.ts';
import type { View } from '../contract/view.ts';

const listeners = new Set<(view: View) => void>();
let latest: View | undefined;

ipcRenderer.on('midup:view', (_event, view: View) => {
  latest = view;
  for (const listener of listeners) listener(view);
});
ipcRenderer.send('midup:view');

const bridge: Bridge = {
  dispatch: (message) => ipcRenderer.invoke('midup:dispatch', message),
  ask: (message) => ipcRenderer.invoke('midup:ask', message),
  onView: (listener) => {
    listeners.add(listener);
    if (latest) listener(latest);
    return () => listeners.delete(listener);
  },
};

contextBridge.exposeInMainWorld('midup', bridge);
