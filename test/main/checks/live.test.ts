import { describe, expect, test } from 'vitest';
import { collectWith } from '../../../src-main/checks/collect.ts';
import {
  defineLiveProbe,
  defineScriptProbe,
  type LiveContext,
  type LiveOutput,
} from '../../../src-main/checks/define.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { Host, ScriptResult } from '../../../src-main/model/host.ts';

const script = (id: string) =>
  defineScriptProbe<string>({
    id,
    step: 'host',
    script: ':',
    limitS: 1,
    needsAgent: false,
    parse: (t) => t.value('x') ?? '',
  });
const [locate, config, disk] = [script('locate'), script('config'), script('disk')];
const ladder = (collect: (context: LiveContext) => Promise<LiveOutput>, limitS = 5) =>
  defineLiveProbe<string>({ id: 'ladder', step: 'network', limitS, standsOn: ['config'], collect, parse: () => '' });

const framed = (mark: string, id: string) => `\n${mark} begin ${id}\n:x ${id}\n\n${mark} end ${id} 0\n`;

type Speak = { say(id: string): void; done(): void };

/** A host whose script goes on as the test says. */
const hostThat = (behave: (speak: Speak) => Promise<Partial<ScriptResult>>) => {
  const listeners: ((why: string) => void)[] = [];
  const host: Host = {
    os: 'linux',
    name: 'mid-ber-02',
    kind: 'ssh',
    user: 'root',
    canBecome: false,
    runScript: async ({ parts }, { onOutput } = {}) => {
      const mark = parts?.mark ?? '';
      const result = await behave({
        say: (id) => onOutput?.(framed(mark, id)),
        done: () => onOutput?.(`\n${mark} done\n`),
      });
      return { exitCode: 0, stdout: '', stderr: '', ms: 1, ...result };
    },
    readFile: () => Promise.reject(new Error('no')),
    onLost: (listener) => void listeners.push(listener),
    close: async () => {},
  };
  return { host, lose: () => listeners.forEach((tell) => void tell('gone')) };
};

const look = async (host: Host, probe: ReturnType<typeof ladder>, signal = new AbortController().signal) => {
  const evidence: Evidence[] = [];
  const ledger: string[] = [];
  const result = await collectWith({ probes: [locate, config, disk, probe], checks: [] }, host, {
    agentDir: null,
    become: null,
    signal,
    onEvidence: (e) => evidence.push(e),
    onLedger: ({ command }) => ledger.push(command),
  });
  return { result, evidence, ledger };
};
const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

describe('a live probe that stands on one script probe', () => {
  test('begins once that one has brought its evidence, and ends while the script still runs', async () => {
    const begun = Promise.withResolvers<string | undefined>();
    const { host } = hostThat(async ({ say, done }) => {
      say('locate');
      say('config');
      // Were it begun at the script's end, this would never end.
      await begun.promise;
      await turn();
      say('disk');
      done();
      return {};
    });
    const { result, evidence } = await look(
      host,
      ladder(async ({ get }) => {
        begun.resolve(get(config));
        return { text: ':y 1\n', exitCode: 0 };
      }),
    );
    expect(await begun.promise).toBe('config');
    expect(evidence.map((e) => e.id)).toEqual(['locate', 'config', 'ladder', 'disk']);
    expect(result).toEqual({ roundTrips: 1 });
  });

  test('says in the ledger which way it looked, and by which commands', async () => {
    const { host } = hostThat(async ({ say, done }) => {
      for (const id of ['locate', 'config', 'disk']) say(id);
      done();
      return {};
    });
    const text = '@tcp connect a 443\n=0\n';
    const heads = async (output: LiveOutput) =>
      (
        await look(
          host,
          ladder(async () => output),
        )
      ).ledger.filter((command) => command.startsWith('# ladder'));
    expect(await heads({ text, exitCode: 0 })).toEqual(['# ladder, through the connection to the host\nconnect a 443']);
    expect(await heads({ text, exitCode: 0, way: 'by its own tools' })).toEqual([
      '# ladder, by its own tools\nconnect a 443',
    ]);
  });

  test('runs after the script where that one brought nothing', async () => {
    let over = false;
    let begunAfter = false;
    const { host } = hostThat(async ({ say, done }) => {
      say('locate');
      say('disk');
      await turn();
      done();
      over = true;
      return {};
    });
    await look(
      host,
      ladder(async () => {
        begunAfter = over;
        return null;
      }),
    );
    expect(begunAfter).toBe(true);
  });

  test('has its time from the script’s end on, since the host may make it wait for that', async () => {
    const { host } = hostThat(async ({ say, done }) => {
      say('locate');
      say('config');
      await new Promise((resolve) => setTimeout(resolve, 80));
      say('disk');
      done();
      return {};
    });
    const wait = ladder(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { text: ':y 1\n', exitCode: 0 };
    }, 0.06);
    expect((await look(host, wait)).evidence.find((e) => e.id === 'ladder')).toMatchObject({ text: ':y 1\n' });
  });

  test('ends with the script that was cut off, and says nothing of the network', async () => {
    const { host, lose } = hostThat(async ({ say }) => {
      say('locate');
      say('config');
      await turn();
      lose();
      return { failed: 'connection', exitCode: null };
    });
    const { result, evidence } = await look(
      host,
      ladder(() => new Promise(() => {})),
    );
    expect(result).toMatchObject({ failed: 'connection' });
    expect(evidence.at(-1)).toMatchObject({ id: 'ladder', failed: 'connection', text: '' });
  });

  test('that reads a lost way to the host as a broken network is not believed', async () => {
    const { host, lose } = hostThat(async ({ say, done }) => {
      say('locate');
      say('config');
      say('disk');
      done();
      return {};
    });
    const probe = ladder(async () => {
      setTimeout(lose, 1);
      await turn();
      return { text: ':tcp reset 0 the connection to the host is gone\n', exitCode: 0 };
    });
    expect((await look(host, probe)).evidence.at(-1)).toMatchObject({ id: 'ladder', failed: 'connection', text: '' });
  });

  test('ends at once when the look is cancelled', async () => {
    const abort = new AbortController();
    const { host } = hostThat(async ({ say }) => {
      say('locate');
      say('config');
      await turn();
      abort.abort();
      return { failed: 'cancelled', exitCode: null };
    });
    const { result, evidence } = await look(
      host,
      ladder(() => new Promise(() => {})),
      abort.signal,
    );
    expect(result).toMatchObject({ failed: 'cancelled' });
    expect(evidence.at(-1)).toMatchObject({ id: 'ladder', failed: 'cancelled' });
  });
});
