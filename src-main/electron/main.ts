import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  type OpenDialogOptions,
  powerMonitor,
  safeStorage,
  shell,
} from 'electron';
import { createApp } from '../app/create-app.ts';
import type { View } from '../contract/view.ts';
import { messagesFor } from '../messages/index.ts';
import { connectIpc } from './ipc.ts';
import { menuTemplate } from './menu.ts';
import { isWebLink, PAGE_URL } from './own-page.ts';
import { declareScheme, servePage } from './protocol.ts';
import { createQuit, END, endQuestion } from './quit.ts';
import { createSecretBox } from './secret-box.ts';
import { secure } from './security.ts';
import { bringForward, createWindow } from './window.ts';

const ARTICLE = 'https://support.servicenow.com/kb?id=kb_article_view&sysparm_article=KB0535040';
const built = join(import.meta.dirname, '..');
const mac = process.platform === 'darwin';
const messages = messagesFor('en');

const start = async (): Promise<void> => {
  let window: BrowserWindow | undefined;
  let latest: View | undefined;

  const openLink = async (url: string): Promise<boolean> => {
    if (!isWebLink(url)) return false;
    await shell.openExternal(url);
    return true;
  };

  const pick = async (o: OpenDialogOptions): Promise<string | null> => {
    if (!window) return null;
    const { canceled, filePaths } = await dialog.showOpenDialog(window, o);
    return canceled ? null : (filePaths[0] ?? null);
  };

  const core = createApp({
    dataDir: app.getPath('userData'),
    shell: 'desktop',
    version: app.getVersion(),
    pickKeyFile: () =>
      pick({
        title: messages.phrase('desktop.pick-key'),
        defaultPath: join(homedir(), '.ssh'),
        properties: ['openFile', 'showHiddenFiles'],
      }),
    pickEvidenceFile: () =>
      pick({
        title: messages.phrase('desktop.pick-evidence'),
        defaultPath: homedir(),
        filters: [
          { name: messages.phrase('desktop.evidence-files'), extensions: ['json'] },
          { name: messages.phrase('desktop.all-files'), extensions: ['*'] },
        ],
        properties: ['openFile'],
      }),
    openLink,
    secretBox: createSecretBox(safeStorage, join(app.getPath('userData'), 'secrets.json')),
  });
  core.subscribe((view) => {
    latest = view;
  });

  const quit = createQuit({
    latest: () => latest,
    confirm: async (change) => {
      const question = endQuestion(change, messages);
      const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question));
      return response === END;
    },
    close: () => core.close(),
    exit: () => app.exit(0),
  });

  const show = async (): Promise<void> => {
    if (window) return bringForward(window);
    window = createWindow({
      preload: join(built, 'preload', 'preload.cjs'),
      icon: join(built, 'renderer', 'icon.png'),
      state: join(app.getPath('userData'), 'window.json'),
    });
    // The wizard is the app: without its window there is nothing to see of it, except on a Mac, where that is usual.
    window.on('close', (event) => {
      if (mac) return;
      event.preventDefault();
      void quit.request();
    });
    window.on('closed', () => {
      window = undefined;
    });
    await window.loadURL(PAGE_URL).catch((error: unknown) => {
      // One who closes the window at once ends the loading, too; that is not a failure.
      if (!quit.underWay()) throw error;
    });
  };

  app.on('before-quit', (event) => {
    event.preventDefault();
    void quit.request();
  });

  await app.whenReady();
  await servePage(join(built, 'renderer'));
  connectIpc(ipcMain, core);
  app.on('second-instance', () => void show());
  app.on('activate', () => void show());
  powerMonitor.on('resume', () => core.wake());
  app.on('window-all-closed', () => {});
  app.setAboutPanelOptions({
    applicationName: 'MID Up',
    applicationVersion: app.getVersion(),
    copyright: messages.phrase('desktop.licence'),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(
        {
          newSession: () => void core.dispatch({ type: 'disconnect' }),
          openArticle: () => void openLink(ARTICLE),
          about: () => app.showAboutPanel(),
        },
        { mac, developing: !app.isPackaged, messages },
      ),
    ),
  );
  await show();
};

app.enableSandbox();
declareScheme();
secure(app);
if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    console.error(error);
    const title = messages.phrase('desktop.not-started');
    dialog.showErrorBox(title, error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
} else {
  app.exit(0);
}
