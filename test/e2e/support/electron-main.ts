import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import config from '../../../electron.vite.config.ts';
import type { DrivenResult, DrivenTarget } from './connect-driver.ts';
import { electronBinary } from './electron.ts';
import { createHome, ROOT } from './home.ts';

/**
 * Connects to these targets from Electron's main process (BoringSSL), with the code built as the app is. Neither window
 * nor page: each connection takes as long as it takes, and no more.
 */
export const connectInElectron = async (targets: readonly DrivenTarget[]): Promise<readonly DrivenResult[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-driven-'));
  const home = createHome();
  try {
    const { plugins = [], define = {} } = config.main ?? {};
    await build({
      configFile: false,
      root: ROOT,
      logLevel: 'error',
      plugins,
      define,
      ssr: { noExternal: true },
      build: {
        ssr: join(ROOT, 'test/e2e/support/connect-driver.ts'),
        outDir: dir,
        emptyOutDir: false,
        target: 'node22.12',
        rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
      },
    });
    writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'driven', type: 'module', main: 'main.mjs' }));
    writeFileSync(join(dir, 'in.json'), JSON.stringify(targets));
    const env = { ...home.env, MIDUP_DRIVER_IN: join(dir, 'in.json'), MIDUP_DRIVER_OUT: join(dir, 'out.json') };
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const child = spawn(electronBinary() ?? '', [...flags, dir], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4000);
      });
    const limit = setTimeout(() => child.kill('SIGKILL'), 120_000);
    const code = await new Promise((done) => child.once('close', done));
    clearTimeout(limit);
    if (code !== 0) throw new Error(`Electron ended with ${code}: ${said}`);
    return JSON.parse(readFileSync(join(dir, 'out.json'), 'utf8'));
  } finally {
    rmSync(dir, { recursive: true, force: true });
    home.remove();
  }
};
