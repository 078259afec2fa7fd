import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Parts } from '../../src-main/app/parts.ts';
import { type App, type AppOptions, wireApp } from '../../src-main/app/wire-app.ts';
import type { View } from '../../src-main/contract/view.ts';
import { createFakeParts, type FakeWorld, STOPPED } from './parts.ts';

export const SSH = { kind: 'ssh', address: 'mid1' } as const;

export const isIdle = (view: View): boolean =>
  view.screen === 'guide' && view.progress === null && view.findings.length > 0;

/** Apps on fake parts, each test with a folder of its own; closed when the test ends. */
export const useApps = () => {
  let dir = '';
  const apps: App[] = [];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'midup-app-'));
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await rm(dir, { recursive: true, force: true });
  });

  const run = (parts: Parts, more: Partial<AppOptions> = {}) => {
    const app = wireApp(parts, { dataDir: dir, shell: 'browser', version: '1.2.3', watchSeconds: 2, ...more });
    apps.push(app);
    const views: View[] = [];
    app.subscribe((view) => views.push(view));
    const until = async (what: (view: View) => boolean): Promise<View> => {
      for (let i = 0; i < 400; i++) {
        const view = views.at(-1);
        if (view && what(view)) return view;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`never seen; the last view was ${JSON.stringify(views.at(-1), null, 1).slice(0, 3000)}`);
    };
    return { app, views, until };
  };

  const start = (world: FakeWorld = STOPPED, more: Partial<AppOptions> = {}) => {
    const fake = createFakeParts(world);
    return { ...fake, ...run(fake.parts, more) };
  };

  /** Connected, and everything looked at. */
  const looked = async (world: FakeWorld = STOPPED) => {
    const it = start(world);
    await it.app.dispatch({ type: 'connect', target: SSH });
    await it.until(isIdle);
    return it;
  };

  return { run, start, looked, folder: () => dir };
};
