import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import { serve } from '../../src-main/browser/server.ts';
import { connectIpc } from '../../src-main/electron/ipc.ts';
import { createElectronClient } from '../../src-renderer/client/electron-client.ts';
import { createHttpClient } from '../../src-renderer/client/http-client.ts';
import { createFakeIpc } from '../fakes/fake-electron.ts';
import { openPage } from '../fakes/http-page.ts';
import { contractSuite } from './contract.ts';

let pageDir = '';
beforeAll(() => {
  pageDir = mkdtempSync(join(tmpdir(), 'midup-page-'));
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html>');
});
afterAll(() => rmSync(pageDir, { recursive: true }));

contractSuite('HTTP and server-sent events', async (contract) => {
  const server = await serve({ contract, pageDir });
  const page = await openPage(server);
  return { client: createHttpClient({ fetch: page.send }), close: () => server.close() };
});

contractSuite("Electron's IPC and the preload", async (contract) => {
  const ipc = createFakeIpc();
  connectIpc(ipc.door, contract);
  vi.resetModules();
  vi.doMock('electron', () => ipc.preloadModule);
  await import('../../src-main/electron/preload.ts');
  return { client: createElectronClient(ipc.bridge()), close: async () => {} };
});
