import { chmod, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/**
 * ssh2 tries two native add-ons and does without where they are missing. A bundle that is to run in any Node and any
 * Electron cannot carry them: they are left out, and Node's own crypto does the work.
 */
const withoutNativeParts: Plugin = {
  name: 'midup:without-native-parts',
  enforce: 'pre',
  resolveId: (id) => (id === 'cpu-features' || id.endsWith('/sshcrypto.node') ? '\0midup:absent.cjs' : null),
  load: (id) =>
    id === '\0midup:absent.cjs' ? "module.exports = {};\nthrow new Error('native part left out of this build');" : null,
};

/** Parts of ssh2 that nothing here uses, all of which its index loads: a server, making keys, HTTP agents. */
const withoutUnusedParts: Plugin = {
  name: 'midup:without-unused-parts',
  enforce: 'pre',
  load: (id) => (/\/ssh2\/lib\/(server|keygen|http-agents)\.js$/.test(id) ? 'module.exports = {};' : null),
};

/** npm makes a package's commands executable when it installs it; a build does so itself. */
const executableCommand: Plugin = {
  name: 'midup:executable-command',
  async writeBundle({ dir }, bundle) {
    if (dir && 'cli.js' in bundle) await chmod(join(dir, 'cli.js'), 0o755);
  },
};

/** ssh2's helper for keys in Pageant: a program of Windows, started where it stands beside our scripts. */
const pageantHelper: Plugin = {
  name: 'midup:pageant-helper',
  async generateBundle() {
    const source = await readFile(at('node_modules/ssh2/util/pagent.exe'));
    this.emitFile({ type: 'asset', fileName: 'pagent.exe', source });
  },
};

const entries = { electron: 'src-main/electron/main.ts', cli: 'src-main/cli/main.ts' };

/** Everything is bundled: what is shipped is `out/` and nothing of `node_modules`. */
export default defineConfig({
  main: {
    plugins: [withoutNativeParts, withoutUnusedParts, executableCommand, pageantHelper],
    // What only libraries use: write-file-atomic the first, as salt for the names of temporary files; ssh2 the second,
    // to look for a helper that we start ourselves.
    define: { __filename: JSON.stringify('midup'), __dirname: JSON.stringify('midup') },
    build: {
      externalizeDeps: false,
      target: 'node22.12',
      outDir: at('out/main'),
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, at(file)])),
        output: {
          entryFileNames: '[name].js',
          // Beside the entries, so that `import.meta.dirname` is the same folder in all of them.
          chunkFileNames: '[name]-[hash].js',
          banner: (chunk: { name: string; isEntry: boolean }) =>
            chunk.isEntry && chunk.name === 'cli' ? '#!/usr/bin/env node' : '',
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      outDir: at('out/preload'),
      rolldownOptions: {
        input: { preload: at('src-main/electron/preload.ts') },
        // A sandboxed preload cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    publicDir: at('resources/page'),
    plugins: [svelte({ configFile: false })],
    build: {
      outDir: at('out/renderer'),
      // The browser shell's page is opened in whatever browser there is.
      target: 'chrome120',
      minify: true,
      // Everything comes from files: the page's policy allows no data addresses for scripts, styles or fonts.
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('src-renderer/index.html') },
    },
  },
});
