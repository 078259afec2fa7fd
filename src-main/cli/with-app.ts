import { type App, createApp } from '../app/create-app.ts';
import { dataDir } from './data-dir.ts';
import { version } from './version.ts';

/** Runs with the whole app, and closes it whatever happens. */
export const withApp = async <T>(shell: 'terminal' | 'browser', use: (app: App) => Promise<T>): Promise<T> => {
  const app = createApp({ dataDir: dataDir(), shell, version: version() });
  try {
    return await use(app);
  } finally {
    await app.close();
  }
};
