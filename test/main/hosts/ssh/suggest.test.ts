import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suggestHosts } from '../../../../src-main/hosts/ssh/config/suggest.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'midup-suggest-'));
  mkdirSync(join(home, '.ssh', 'more'), { recursive: true });
  writeFileSync(
    join(home, '.ssh', 'config'),
    'Include more/*\nHost mid1 mid2 !no *.example\n HostName %h.internal\n User svc\nHost mid2\n Port 2222\n ProxyJump gate\nHost web?\n Port 1\n',
    { mode: 0o600 },
  );
  writeFileSync(join(home, '.ssh', 'more', 'one'), 'Host Mid-Included\n HostName 10.0.0.9\n User jo\n', {
    mode: 0o600,
  });
});
afterAll(() => rmSync(home, { recursive: true }));

describe('aliases while typing', () => {
  test('are those that begin so, with what they resolve to', async () => {
    expect(await suggestHosts('mi', { home, env: {} })).toEqual([
      { alias: 'Mid-Included', resolved: 'jo@10.0.0.9:22' },
      { alias: 'mid1', resolved: 'svc@mid1.internal:22' },
      { alias: 'mid2', resolved: 'svc@mid2.internal:2222 via gate' },
    ]);
    expect(await suggestHosts('x', { home })).toEqual([]);
  });

  test('patterns are no aliases', async () => {
    expect((await suggestHosts('', { home })).map((s) => s.alias)).toEqual(['Mid-Included', 'mid1', 'mid2']);
  });

  test('nothing is there, or it makes no sense: no suggestion, no error', async () => {
    expect(await suggestHosts('', { home: '/nonexistent' })).toEqual([]);
    const broken = mkdtempSync(join(tmpdir(), 'midup-suggest-'));
    mkdirSync(join(broken, '.ssh'));
    writeFileSync(join(broken, '.ssh', 'config'), 'Host "a\n', { mode: 0o600 });
    expect(await suggestHosts('', { home: broken })).toEqual([]);
    rmSync(broken, { recursive: true });
  });
});
