import { BrowserWindow, nativeTheme, screen } from 'electron';
import { loadWindowState, placeWindow, SMALLEST, saveWindowState } from './state.ts';

export type WindowFiles = { readonly preload: string; readonly icon: string; readonly state: string };

/** A page that dies is loaded anew, since the wizard lives on beside it; one that dies so fast again is left alone. */
const CRASH_PAUSE_MS = 10_000;

export const createWindow = (files: WindowFiles): BrowserWindow => {
  const saved = loadWindowState(files.state);
  const window = new BrowserWindow({
    ...placeWindow(
      saved,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'MID Up',
    icon: files.icon,
    show: false,
    // The page's own background, so that nothing flashes before it is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171b' : '#f7f8f9',
    webPreferences: {
      preload: files.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  if (saved?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  keepState(window, files.state);
  keepAlive(window);
  return window;
};

const keepState = (window: BrowserWindow, file: string): void => {
  const save = () => saveWindowState(file, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  let later: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(() => !window.isDestroyed() && save(), 500);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('close', save);
};

const keepAlive = (window: BrowserWindow): void => {
  let last = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || Date.now() - last < CRASH_PAUSE_MS) return;
    last = Date.now();
    window.webContents.reload();
  });
};

export const bringForward = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};
