import { describe, expect, test } from 'vitest';
import { stillAnswers } from '../../../src-main/app/still-answers.ts';
import { startDelayProxy } from '../../peers/delay-proxy.ts';
import { peers } from '../../peers/needs.ts';
import { startSshd } from '../../peers/sshd.ts';
import { attempt, byKey } from '../hosts/ssh/harness.ts';

describe.skipIf(!peers('sshd', 'ssh'))('asked whether it is still there', () => {
  test('a real host answers, and one behind a dead line is known to be gone at once, not at the keep-alive', async () => {
    const sshd = await startSshd({});
    const proxy = await startDelayProxy(sshd.port, 20);
    const address = `${sshd.user}@127.0.0.1:${proxy.port}`;
    const knownHostsFile = `${sshd.dir}/through`;
    const host = await attempt({ ...byKey(sshd), address, knownHostsFile, acceptNewHostKey: true }).outcome;
    const ledger: string[] = [];
    const ask = (busy = false) =>
      stillAnswers(host, { isBusy: () => busy, onLedger: ({ command }) => ledger.push(command), limitMs: 3000 });
    try {
      expect(await ask()).toBe(true);
      // Asked by the protocol itself, which needs no session and runs nothing on the host.
      expect(ledger).toEqual([]);
      proxy.freeze();
      const began = performance.now();
      expect(await ask()).toBe(false);
      expect(performance.now() - began).toBeLessThan(8000);
      expect(await ask(true)).toBe(false);
      // One that has no way but a script of its own: while something else runs, silence may be a wait for a free session.
      const { check: _, ...slow } = host;
      expect(await stillAnswers(slow, { isBusy: () => true, onLedger: () => {}, limitMs: 500 })).toBe(true);
    } finally {
      await host.close();
      await proxy.stop();
      await sshd.stop();
    }
  });

  test('with one session only, a look that is under way is not mistaken for a dead line', async () => {
    const sshd = await startSshd({ config: ['MaxSessions 1'] });
    const host = await attempt(byKey(sshd)).outcome;
    try {
      let begun = () => {};
      const hasBegun = new Promise<void>((done) => (begun = done));
      const running = host.runScript({ text: 'echo begun; sleep 2; echo done' }, { onOutput: () => begun() });
      await hasBegun;
      const answers = stillAnswers(host, { isBusy: () => true, onLedger: () => {}, limitMs: 500 });
      expect(await answers).toBe(true);
      expect(await running).toMatchObject({ stdout: 'begun\ndone\n', exitCode: 0 });
    } finally {
      await host.close();
      await sshd.stop();
    }
  });
});
