import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Who may import whom, by folder. A folder may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src-main/model': [],
  'src-main/contract': ['src-main/model'],
  'src-main/hosts': ['src-main/model'],
  'src-main/servicenow': ['src-main/model'],
  'src-main/logs': ['src-main/model'],
  'src-main/messages': ['src-main/model'],
  'src-main/redact': ['src-main/model'],
  'src-main/store': ['src-main/model'],
  'src-main/checks': ['src-main/model', 'src-main/logs'],
  'src-main/fixes': ['src-main/model'],
  'src-main/report': ['src-main/model', 'src-main/messages', 'src-main/redact'],
  'src-main/wizard': ['src-main/model', 'src-main/contract', 'src-main/messages'],
  'src-main/practice': ['src-main/model'],
  'src-main/app': ['src-main/*'],
  'src-main/electron': ['src-main/app', 'src-main/contract', 'src-main/messages', 'src-main/model'],
  'src-main/browser': ['src-main/app', 'src-main/contract', 'src-main/messages', 'src-main/model'],
  'src-main/cli': ['src-main/app', 'src-main/browser', 'src-main/contract', 'src-main/messages', 'src-main/model'],
  'src-renderer': ['src-main/contract', 'src-main/model'],
};

/** Shells that `app`'s wildcard does not cover: nothing but themselves (and `midup serve`) starts them. */
const SHELLS = ['src-main/electron', 'src-main/browser', 'src-main/cli'];

/** Third-party packages and the only folders that may import them; anything else is an error. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  zod: ['src-main/model', 'src-main/contract', 'src-main/store', 'src-main/report'],
  electron: ['src-main/electron'],
  ssh2: ['src-main/hosts/ssh'],
  'ssh-config': ['src-main/hosts/ssh'],
  xstate: ['src-main/wizard', 'src-main/app'],
  '@rgrove/parse-xml': ['src-main/checks'],
  'write-file-atomic': ['src-main/store', 'src-main/hosts', 'src-main/electron', 'src-main/app'],
  svelte: ['src-renderer'],
};

/** Built-in modules with one home. */
const BUILT_INS: Readonly<Record<string, readonly string[]>> = { 'node:child_process': ['src-main/hosts'] };

type Import = { readonly file: string; readonly specifier: string; readonly typeOnly: boolean };

const files = (folder: string): string[] =>
  readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(ROOT, path)).isDirectory()) return files(path);
    return /\.(ts|svelte)$/.test(name) ? [path] : [];
  });

const imports = (file: string): Import[] => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|\bimport\('([^']+)'\)/g;
  return [...text.matchAll(pattern)].map((m) => ({
    file: file.split(sep).join('/'),
    specifier: m[2] ?? m[3] ?? m[4] ?? '',
    typeOnly: m[1] !== undefined,
  }));
};

const home = (path: string): string | undefined =>
  Object.keys(MAY_IMPORT).find((folder) => path === folder || path.startsWith(`${folder}/`));

const complaint = ({ file, specifier }: Import): string | null => {
  const from = home(file);
  if (specifier.startsWith('.')) {
    const target = relative(ROOT, resolve(ROOT, dirname(file), specifier.replace(/\?raw$/, '')))
      .split(sep)
      .join('/');
    const to = home(target);
    if (from === to) return null;
    const allowed = MAY_IMPORT[from ?? ''] ?? [];
    if (to !== undefined && allowed.includes(to)) return null;
    if (to !== undefined && allowed.includes('src-main/*') && !SHELLS.includes(to) && to.startsWith('src-main/'))
      return null;
    return `${file} imports ${target}`;
  }
  const bare = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '');
  const builtIn = specifier.startsWith('node:') || builtinModules.includes(bare);
  if (builtIn && !specifier.startsWith('node:')) return `${file} imports ${specifier} without node:`;
  if (builtIn && from === 'src-renderer') return `${file} imports ${specifier} in the page`;
  const homes = builtIn ? BUILT_INS[specifier] : PACKAGES[bare];
  if (builtIn && homes === undefined) return null;
  return homes?.some((folder) => file.startsWith(`${folder}/`)) ? null : `${file} imports ${specifier}`;
};

describe('who may import whom', () => {
  const all = [...files('src-main'), ...files('src-renderer')].flatMap(imports);

  test('every import is in the table', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.map(complaint).filter((c) => c !== null)).toEqual([]);
  });

  test('every file of src-main has a home', () => {
    const homeless = files('src-main').filter((f) => home(f.split(sep).join('/')) === undefined);
    expect(homeless).toEqual(['src-main/raw-imports.d.ts']);
  });

  test.each([
    ['src-main/model/finding.ts', '../checks/define.ts'],
    ['src-main/hosts/local/local.ts', '../../checks/define.ts'],
    ['src-main/app/create-app.ts', '../electron/main.ts'],
    ['src-main/checks/disk.ts', 'node:child_process'],
    ['src-main/checks/disk.ts', 'ssh2'],
    ['src-renderer/App.svelte', 'node:fs'],
    ['src-renderer/App.svelte', '../src-main/wizard/wizard.machine.ts'],
    ['src-main/cli/main.ts', 'left-pad'],
  ])('%s may not import %s', (file, specifier) => {
    expect(complaint({ file, specifier, typeOnly: false })).not.toBeNull();
  });
});
