import { describe, expect, test } from 'vitest';
import { collect } from '../../../src-main/checks/collect.ts';
import { parseTranscript } from '../../../src-main/checks/transcript.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { Host } from '../../../src-main/model/host.ts';
import { createPracticeHost } from '../../../src-main/practice/index.ts';
import { machineHost } from '../../peers/machine-host.ts';
import { createMidHost } from '../../peers/mid-host.ts';
import { peers } from '../../peers/needs.ts';

/** What only a host with an init script, a container, or without systemd says; the practice host has systemd. */
const OF_THIS_HOST_ONLY = [
  'service :in-container',
  'service :init-script',
  'service :init-start',
  'service :run-as-shell',
  'system :memory-limit',
  'net :proxy-hint',
  // The name that it has for its instance is known to nobody.
  'ladder :ping',
];

const collected = async (host: Host) => {
  const evidence: Evidence[] = [];
  const signal = new AbortController().signal;
  const take = { onEvidence: (e: Evidence) => evidence.push(e), onLedger: () => {} };
  await collect(host, {
    agentDir: null,
    steps: ['locate', 'service', 'upgrade', 'host', 'support'],
    become: null,
    signal,
    ...take,
  });
  return new Set(
    evidence.flatMap(({ id, text }) => {
      const { facts, sections } = parseTranscript(text);
      return [...facts.map((f) => `${id} :${f.key}`), ...sections.map((s) => `${id} @${s.name}`)];
    }),
  );
};

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java'))('practice beside a real host', () => {
  test('says all that the real probes say of a healthy host', async () => {
    const mid = await createMidHost({ runAs: 'midsvc' });
    try {
      await mid.start();
      await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
      const real = await collected(machineHost(mid.machine));
      const practice = await collected(createPracticeHost('healthy', { pace: 0 }));
      const lacking = [...real].filter((key) => !practice.has(key) && !OF_THIS_HOST_ONLY.includes(key));
      expect(lacking).toEqual([]);
      expect(real.size).toBeGreaterThan(40);
    } finally {
      await mid.close();
    }
  });
});
