import { describe, expect, test } from 'vitest';
import { collectWith } from '../../../src-main/checks/collect.ts';
import { defineCheck, defineLiveProbe, defineScriptProbe, type LiveContext } from '../../../src-main/checks/define.ts';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { Host, RunOptions, Script, ScriptResult } from '../../../src-main/model/host.ts';
import type { LedgerEntry } from '../../../src-main/model/ledger.ts';

const scriptProbe = (id: string, step: 'locate' | 'host' | 'service', needsAgent = false) =>
  defineScriptProbe<string>({
    id,
    step,
    script: `show ${id}`,
    limitS: 1,
    needsAgent,
    parse: (t) => t.value('x') ?? '',
  });
const locate = scriptProbe('locate', 'locate');
const config = scriptProbe('config', 'host', true);
const service = scriptProbe('service', 'service', true);
const disk = scriptProbe('disk', 'host', true);
const live = (
  collect: (context: LiveContext) => Promise<{ text: string; exitCode: number | null } | null>,
  limitS = 1,
) => defineLiveProbe<string>({ id: 'net', step: 'network', limitS, collect, parse: (t) => t.value('y') ?? '' });

type Answer = (
  mark: string,
  ids: readonly string[],
  options: RunOptions,
) => Partial<ScriptResult> | Promise<Partial<ScriptResult>>;

const fakeHost = (answer: Answer, more: Partial<Host> = {}) => {
  const ran: { script: Script; options: RunOptions }[] = [];
  const host: Host = {
    os: 'linux',
    name: 'mid-ber-02',
    kind: 'ssh',
    user: 'root',
    canBecome: true,
    runScript: async (script, options = {}) => {
      ran.push({ script, options });
      const { mark = '', ids = [] } = script.parts ?? {};
      const result = await answer(mark, ids, options);
      if (result.stdout) options.onOutput?.(result.stdout);
      return { exitCode: 0, stdout: '', stderr: '', ms: 1, ...result };
    },
    readFile: () => Promise.reject(new Error('no')),
    onLost: () => {},
    close: async () => {},
    ...more,
  };
  return { host, ran };
};

const framed = (mark: string, ids: readonly string[]) =>
  `${ids.map((id) => `\n${mark} begin ${id}\n:x ${id}\n\n${mark} end ${id} 0\n`).join('')}\n${mark} done\n`;

const look = async (
  host: Host,
  probes: Parameters<typeof collectWith>[0]['probes'],
  more: Partial<Parameters<typeof collectWith>[2]> = {},
  checks: Parameters<typeof collectWith>[0]['checks'] = [],
) => {
  const evidence: Evidence[] = [];
  const ledger: Omit<LedgerEntry, 'n'>[] = [];
  const progress: string[] = [];
  const result = await collectWith({ probes, checks }, host, {
    agentDir: null,
    become: null,
    signal: new AbortController().signal,
    onEvidence: (e) => evidence.push(e),
    onLedger: (e) => ledger.push(e),
    onProgress: (done, total, id) => progress.push(`${done}/${total} ${id}`),
    ...more,
  });
  return { result, evidence, ledger, progress };
};

describe('one look', () => {
  test('is one script, with the folder and the name as its arguments and as whom it was asked for', async () => {
    const { host, ran } = fakeHost((mark, ids) => ({ stdout: framed(mark, ids) }));
    const { result, evidence, ledger, progress } = await look(host, [disk, locate], {
      agentDir: "/opt/it's/agent",
      midName: 'mid “2”',
      become: 'root',
    });
    expect(result).toEqual({ roundTrips: 1 });
    expect(ran).toHaveLength(1);
    expect(ran[0]?.options).toMatchObject({ args: ["/opt/it's/agent", 'mid “2”'], become: 'root' });
    expect(ran[0]?.script.text).not.toContain("it's");
    expect(ran[0]?.script.parts?.ids).toEqual(['locate', 'disk']);
    expect(evidence).toMatchObject([
      { id: 'locate', text: ':x locate\n', exitCode: 0, where: 'mid-ber-02', truncated: false },
      { id: 'disk', text: ':x disk\n' },
    ]);
    expect(progress).toEqual(['0/2 locate', '1/2 locate', '1/2 disk', '2/2 disk']);
    expect(ledger.map((e) => [e.command.split('\n')[0], e.exitCode, e.readOnly])).toEqual([
      ['# probe locate', 0, true],
      ['# probe disk', 0, true],
      ["# what the probes above were run by: sh -s '/opt/it'\\''s/agent' 'mid “2”'", 0, true],
    ]);
    expect(ledger[1]?.command).toContain(disk.script);
  });

  test('keeps little of a host that never stops talking, and hears each probe once', async () => {
    const long = `${'x'.repeat(60_000)}\n`.repeat(60);
    const many = ':a\n'.repeat(150_000);
    const { host, ran } = fakeHost((mark, _ids, { onOutput }) => {
      const say = (id: string, text: string) => onOutput?.(`\n${mark} begin ${id}\n${text}\n${mark} end ${id} 0\n`);
      for (let n = 0; n < 5; n++)
        for (const id of ['locate', 'made-up', 'disk']) say(id, n === 0 && id === 'disk' ? many : long);
      onOutput?.(`\n${mark} done\n`);
      return {};
    });
    const { evidence, progress } = await look(host, [locate, disk]);
    expect(ran[0]?.options.streamOnly).toBe(true);
    expect(evidence.map(({ id, truncated }) => [id, truncated])).toEqual([
      ['locate', true],
      ['disk', true],
    ]);
    expect(evidence[0]?.text.length).toBe(2 * 1024 * 1024);
    expect(evidence[1]?.text.length).toBeLessThanOrEqual(300_000);
    expect(progress.at(-1)).toMatch(/^2\/2 /);
  });

  test('goes on as the one who signed in where the other is refused, and says so', async () => {
    const error = new ConnectionError('sudo-denied', 'sudo', { said: 'no' });
    const { host, ran } = fakeHost((mark, ids, { become }) =>
      become === undefined
        ? { stdout: framed(mark, ids) }
        : { exitCode: null, failed: 'denied', message: 'sudo did not allow it', error },
    );
    const asWhom: (string | null)[] = [];
    const net = live(async ({ become }) => {
      asWhom.push(become);
      return { text: ':y 1\n', exitCode: 0 };
    });
    const { evidence, result } = await look(host, [locate, config, net], { become: 'root' });
    expect(ran.map(({ options }) => options.become)).toEqual(['root', undefined]);
    expect(asWhom).toEqual([null]);
    expect(evidence.map(({ id, failed }) => [id, failed])).toEqual([
      ['locate', undefined],
      ['config', undefined],
      ['net', undefined],
    ]);
    expect(result).toEqual({ refused: error, roundTrips: expect.any(Number) });
  });

  test('hands evidence over as it comes', async () => {
    const seen: string[] = [];
    let atEnd = 0;
    const { host } = fakeHost((mark, ids, { onOutput }) => {
      for (const id of ids) onOutput?.(`\n${mark} begin ${id}\n\n${mark} end ${id} 0\n`);
      atEnd = seen.length;
      onOutput?.(`\n${mark} done\n`);
      return {};
    });
    await look(host, [locate, disk], { onEvidence: (e) => seen.push(e.id) });
    expect(atEnd).toBe(2);
  });

  test('of some steps takes their probes, those that their checks use, and what all stand on', async () => {
    const { host, ran } = fakeHost((mark, ids) => ({ stdout: framed(mark, ids) }));
    const check = defineCheck({
      id: 'c',
      step: 'service',
      code: 'service.hung',
      needs: { service },
      uses: { disk },
      judge: () => [],
    });
    const other = scriptProbe('other', 'host');
    await look(host, [locate, config, service, disk, other], { steps: ['service'] }, [check]);
    expect(ran[0]?.script.parts?.ids).toEqual(['locate', 'config', 'service', 'disk']);
  });

  test('a probe that was skipped or is none of ours leaves no evidence', async () => {
    const { host } = fakeHost((mark) => ({
      stdout: `${mark} begin locate\n${mark} end locate 0\n${mark} begin disk\n${mark} end disk skipped\n${mark} begin evil\n${mark} end evil 0\n${mark} done\n`,
    }));
    expect((await look(host, [locate, disk])).evidence.map((e) => e.id)).toEqual(['locate']);
  });

  test('a probe that ran out of time says so', async () => {
    const { host } = fakeHost((mark) => ({
      stdout: `${mark} begin locate\n:x 1\n${mark} end locate timeout\n${mark} done\n`,
    }));
    expect((await look(host, [locate])).evidence).toMatchObject([{ failed: 'timeout', exitCode: null, text: ':x 1' }]);
  });

  test('that is cut off keeps what there was, and says why', async () => {
    const { host } = fakeHost((mark) => ({
      stdout: `${mark} begin locate\n:x 1\n\n${mark} end locate 0\n${mark} begin disk\n:x `,
      exitCode: null,
      failed: 'connection',
      message: 'The connection was lost.',
    }));
    const { result, evidence } = await look(host, [locate, disk, service]);
    expect(result).toEqual({ failed: 'connection', message: 'The connection was lost.', roundTrips: 1 });
    expect(evidence.map((e) => [e.id, e.failed])).toEqual([
      ['locate', undefined],
      ['disk', 'connection'],
    ]);
  });

  test('that ends too early without a reason counts as a lost connection, with the last words of the shell', async () => {
    const { host } = fakeHost(() => ({ stdout: 'This account is not available.\n', stderr: 'x\nbye\n', exitCode: 1 }));
    expect((await look(host, [locate])).result).toEqual({ failed: 'connection', message: 'bye', roundTrips: 1 });
  });

  test('on a host that throws is a failure, not a throw', async () => {
    const { host } = fakeHost(() => Promise.reject(new Error('boom')));
    expect((await look(host, [locate])).result).toMatchObject({ failed: 'connection', message: 'boom' });
  });

  test('on Windows is refused', async () => {
    const { host, ran } = fakeHost(() => ({}), { os: 'windows' });
    expect((await look(host, [locate])).result).toMatchObject({ failed: 'not-started', roundTrips: 0 });
    expect(ran).toEqual([]);
  });
});

describe('live probes', () => {
  const whole: Answer = (mark, ids) => ({ stdout: framed(mark, ids) });

  test('come after the script, and see what it brought', async () => {
    const { host } = fakeHost(whole);
    const net = live(async ({ get, host: h }) => {
      await h.runScript({ text: 'true' });
      return { text: `@dns getent hosts x\n=0\n:y ${get(disk)}\n`, exitCode: 0 };
    });
    const { result, evidence, ledger, progress } = await look(host, [locate, net, disk]);
    expect(result).toEqual({ roundTrips: 2 });
    expect(evidence.at(-1)).toMatchObject({ id: 'net', text: expect.stringContaining(':y disk') });
    expect(ledger.at(-1)?.command).toBe('# net, through the connection to the host\ngetent hosts x');
    expect(progress.at(-1)).toBe('3/3 net');
  });

  test('that have nothing to look at leave no evidence', async () => {
    const { host } = fakeHost(whole);
    expect((await look(host, [locate, live(async () => null)])).evidence.map((e) => e.id)).toEqual(['locate']);
  });

  test('that throw say so as evidence', async () => {
    const { host } = fakeHost(whole);
    const { evidence } = await look(host, [locate, live(() => Promise.reject(new Error('a\nb')))]);
    expect(evidence.at(-1)).toMatchObject({ id: 'net', failed: 'not-started', text: '@error net\n a b\n=1\n' });
  });

  test('that heed nothing are left at their limit', async () => {
    const { host } = fakeHost(whole);
    const { evidence } = await look(host, [locate, live(() => new Promise(() => {}), 0.05)]);
    expect(evidence.at(-1)).toMatchObject({ id: 'net', failed: 'timeout' });
  });

  test('end at once when the look is cancelled', async () => {
    const { host } = fakeHost(whole);
    const abort = new AbortController();
    const net = live(() => {
      setTimeout(() => abort.abort(), 20);
      return new Promise(() => {});
    }, 60);
    const { result, evidence } = await look(host, [locate, net], { signal: abort.signal });
    expect(result).toMatchObject({ failed: 'cancelled' });
    expect(evidence.at(-1)).toMatchObject({ id: 'net', failed: 'cancelled' });
  });

  test('are not begun after the connection was lost', async () => {
    const { host } = fakeHost(() => ({ failed: 'connection' }));
    let began = false;
    await look(host, [
      locate,
      live(async () => {
        began = true;
        return null;
      }),
    ]);
    expect(began).toBe(false);
  });
});
