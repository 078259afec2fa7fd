import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { wrapScript } from '../../../src-main/hosts/script-wrapper.ts';
import { gone, started } from '../../conformance/host.ts';
import { peers } from '../../peers/needs.ts';

const SHELLS = [['dash'], ['bash'], ['bash', '--posix'], ['zsh'], ['busybox', 'ash']] as const;

describe.skipIf(!peers('busybox'))('the wrapper', { concurrent: true }, () => {
  for (const [shell, ...args] of SHELLS) {
    const run = (script: string, options: { args?: readonly string[]; stdin?: string } = {}) => {
      const child = spawn(shell, args, { detached: true });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      child.stderr.on('data', (chunk) => {
        err += chunk;
      });
      child.stdin.on('error', () => undefined);
      child.stdin.write(wrapScript(script, { mark: 'MARK', ...options }));
      const ended = new Promise<{ code: number | null; out: string; err: string }>((done) => {
        child.once('close', (code) => done({ code, out, err }));
      });
      return { child, ended };
    };
    const name = [shell, ...args].join(' ');

    test(`${name}: arguments, input, status, no words of its own`, async () => {
      const { ended } = run('cat; printf "[%s]" "$@"; echo; set | grep -c midup_ ; exit 7', {
        args: ["a'b", '', '$x'],
        stdin: "in'put\n",
      });
      expect(await ended).toEqual({ code: 7, out: "MARK\nin'put\n[a'b][][$x]\n0\n", err: 'MARK\n' });
    });

    test(`${name}: the end of its input ends everything, politely first`, async () => {
      const seconds = `8${SHELLS.findIndex((s) => s.join(' ') === name)}1357`;
      const { child, ended } = run(
        `trap 'echo bye; exit 0' TERM; (trap '' TERM; sleep ${seconds}) & sleep ${seconds} & wait`,
      );
      await started(`sleep ${seconds}`);
      const before = Date.now();
      child.stdin.end();
      const { out } = await ended;
      expect(out).toBe('MARK\nbye\n');
      expect(Date.now() - before).toBeLessThan(5000);
      await gone(`sleep ${seconds}`, 3000);
    });

    test(`${name}: input that ends before the script is whole runs nothing`, async () => {
      const child = spawn(shell, args, { stdio: ['pipe', 'pipe', 'ignore'] });
      let out = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      const text = wrapScript('echo never', { mark: 'MARK' });
      child.stdin.end(text.slice(0, text.indexOf('midup_status')));
      await new Promise((done) => child.once('close', done));
      expect(out).toBe('');
    });
  }
});
