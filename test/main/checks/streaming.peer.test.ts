import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROBES } from '../../../src-main/checks/catalogue.ts';
import { collectWith } from '../../../src-main/checks/collect.ts';
import { defineScriptProbe } from '../../../src-main/checks/define.ts';
import { judge } from '../../../src-main/checks/judge.ts';
import { connectHost } from '../../../src-main/hosts/connect.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import { peers } from '../../peers/needs.ts';
import { startSshd } from '../../peers/sshd.ts';

describe.skipIf(!peers('sshd', 'ssh'))('over a real connection', () => {
  test('the first finding is there before the last probe ends', async () => {
    const server = await startSshd();
    const dir = mkdtempSync(join(tmpdir(), 'midup-streaming-'));
    const told = join(dir, 'told');
    // It ends only once a finding was told here, or in vain after its limit.
    const last = defineScriptProbe<null>({
      id: 'last',
      step: 'host',
      script: `until [ -e '${told}' ]; do sleep 0.05; done`,
      limitS: 20,
      needsAgent: false,
      parse: () => null,
    });
    const signal = new AbortController().signal;
    const host = await connectHost(
      {
        kind: 'ssh',
        address: server.address,
        identityFiles: [server.keyFile],
        knownHostsFile: server.knownHostsFile,
      },
      { ask: async () => ({ kind: 'cancel' }), signal, home: homedir() },
    );
    const evidence: Evidence[] = [];
    const events: string[] = [];
    try {
      await collectWith({ probes: [...PROBES.filter((p) => p.id === 'locate'), last], checks: [] }, host, {
        agentDir: null,
        become: null,
        signal,
        onEvidence: (one) => {
          evidence.push(one);
          events.push(`evidence ${one.id}`);
          if (judge(evidence, { complete: false }).findings.length === 0 || events.includes('finding')) return;
          events.push('finding');
          writeFileSync(told, '');
        },
        onLedger: () => {},
      });
    } finally {
      await host.close();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    }
    expect(events).toEqual(['evidence locate', 'finding', 'evidence last']);
    expect(evidence.at(-1)).toMatchObject({ id: 'last', exitCode: 0 });
    expect(evidence.at(-1)?.failed).toBeUndefined();
  });
});
