import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeWith } from '../../../../src-main/checks/judge.ts';
import { connectionCheck } from '../../../../src-main/checks/network/connection.ts';
import { httpCheck } from '../../../../src-main/checks/network/http.ts';
import { tlsCheck } from '../../../../src-main/checks/network/tls.ts';
import { configProbe } from '../../../../src-main/checks/probes/config.ts';
import { ladderProbe } from '../../../../src-main/checks/probes/ladder.ts';
import { createLoopbackHost } from '../../../fakes/loopback-host.ts';
import { evidenceOf, folderWith, parsed, runProbe } from '../../../fakes/run-probe.ts';
import { type Authority, createAuthority, createSelfSigned } from '../../../peers/certificates.ts';
import { startDroppingPort } from '../../../peers/dropping-port.ts';
import { freePort } from '../../../peers/free-port.ts';
import { startHttpProxy } from '../../../peers/http-proxy.ts';
import { peers } from '../../../peers/needs.ts';
import { type Listening, startHttpServer, startTlsServer } from '../../../peers/tls-server.ts';

const CHECKS = [connectionCheck, tlsCheck, httpCheck];
/** What every shell has, besides the one tool that is there for the network. */
const BASE =
  'awk cat cut date env find getent grep gzip head id ls od printf readlink rm sed seq setsid sh sleep sort stat tail timeout tr uname wc xargs base64 mkfifo'.split(
    ' ',
  );

type Tool = {
  readonly name: string;
  /** Programs, from where they are; `busybox` stands for its own ones of these names. */
  readonly programs: readonly string[];
  readonly busybox?: readonly string[];
  readonly keytool?: true;
  /** Rungs that this tool can climb. */
  readonly climbs: { readonly tcp: boolean; readonly tls: boolean; readonly http: boolean; readonly proxy: boolean };
};

const ALL = { tcp: true, tls: true, http: true, proxy: true };
const TOOLS: readonly Tool[] = [
  { name: 'openssl', programs: ['openssl'], climbs: ALL },
  { name: 'curl', programs: ['curl'], climbs: ALL },
  { name: 'python3', programs: ['python3'], climbs: ALL },
  { name: 'wget and the keytool of the agent', programs: ['wget'], keytool: true, climbs: ALL },
  { name: 'bash and the keytool of the agent', programs: ['bash'], keytool: true, climbs: { ...ALL, http: false } },
  {
    name: "BusyBox's nc and wget, and the keytool of the agent",
    programs: [],
    busybox: ['nc', 'wget'],
    keytool: true,
    climbs: { ...ALL, http: false },
  },
  { name: "BusyBox's nc", programs: [], busybox: ['nc'], climbs: { tcp: true, tls: false, http: false, proxy: false } },
  { name: 'no tool', programs: [], climbs: { tcp: false, tls: false, http: false, proxy: false } },
];

const open: { stop(): Promise<void> }[] = [];
const folders: Disposable[] = [];
const started = async <T extends { stop(): Promise<void> }>(listening: Promise<T>): Promise<T> => {
  const one = await listening;
  open.push(one);
  return one;
};
const said = (script: string, ...args: readonly string[]) =>
  spawnSync('sh', ['-c', script, 'sh', ...args], { encoding: 'utf8' }).stdout.trim();
/** The program itself: a Python on the PATH may be a script that looks for one. */
const where = (program: string) =>
  program === 'python3'
    ? said('python3 -c "import sys; print(sys.executable)"')
    : said('readlink -f "$(command -v "$1")"', program);

describe.skipIf(!peers('java', 'openssl', 'busybox', 'curl', 'wget', 'python'))(
  'a ladder by one tool of the host',
  () => {
    let own: Authority;
    let agent: ReturnType<typeof folderWith>;
    let good: Listening;
    let stranger: Listening;
    let self: Listening;
    let plain: Listening;
    let tunnel: Listening;
    let refusing: Listening;

    beforeAll(async () => {
      own = createAuthority('Own root', 'Own Ltd');
      agent = folderWith({ 'own.pem': own.cert, 'jre/lib/security/none': '' });
      mkdirSync(join(agent.dir, 'jre/bin'));
      for (const program of ['java', 'keytool']) symlinkSync(where(program), join(agent.dir, 'jre/bin', program));
      const args =
        '-importcert -noprompt -alias own -file own.pem -keystore jre/lib/security/cacerts -storepass changeit';
      expect(spawnSync('keytool', args.split(' '), { cwd: agent.dir }).status).toBe(0);
      good = await started(startTlsServer(own.issue(['localhost'])));
      stranger = await started(startTlsServer(createAuthority('Stranger', 'Stranger Inc').issue(['localhost'])));
      self = await started(startTlsServer(createSelfSigned('localhost')));
      plain = await started(startHttpServer());
      tunnel = await started(startHttpProxy({ to: good.port }));
      refusing = await started(
        startHttpProxy({
          refuses: 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"',
        }),
      );
    });
    afterAll(async () => {
      await Promise.all(open.map((server) => server.stop()));
      for (const folder of [agent, ...folders]) folder[Symbol.dispose]();
    });

    const pathOf = ({ programs, busybox = [] }: Tool): string => {
      const folder = folderWith({});
      folders.push(folder);
      for (const program of [...BASE, ...programs]) {
        const file = where(program);
        if (file !== '') symlinkSync(file, join(folder.dir, program));
      }
      for (const applet of busybox) symlinkSync(where('busybox'), join(folder.dir, applet));
      return folder.dir;
    };

    const look = async (tool: Tool, port: number, o: { proxy?: number; scheme?: string } = {}) => {
      const parameters = [
        ['url', `${o.scheme ?? 'https'}://localhost:${port}/`],
        ['mid.instance.username', 'mid'],
        ['mid.download.through.instance', 'true'],
        ...(o.proxy === undefined
          ? []
          : [
              ['mid.proxy.use_proxy', 'true'],
              ['mid.proxy.host', '127.0.0.1'],
              ['mid.proxy.port', String(o.proxy)],
            ]),
      ];
      const xml = parameters.map(([name, value]) => `<parameter name="${name}" value="${value}"/>`).join('');
      writeFileSync(join(agent.dir, 'config.xml'), `<parameters>${xml}</parameters>`);
      // An agent without a keytool of its own: its Java is somewhere else.
      const config = evidenceOf('config', runProbe(configProbe, agent.dir));
      const host = createLoopbackHost({
        openTcp: 'forbidden',
        env: { PATH: pathOf(tool), LC_ALL: 'C' },
        shell: '/bin/sh',
        answers: { 'ladder.beside': '' },
      });
      const output = await ladderProbe.collect({
        host,
        signal: AbortSignal.timeout(55_000),
        become: null,
        get: <E>() =>
          ({ ...parsed(configProbe, config.text), ...(tool.keytool ? {} : { javaCommand: '/none/java' }) }) as E,
      });
      const text = output?.text ?? '';
      expect(text).not.toContain('planted-cookie');
      const { findings } = judgeWith(CHECKS, [config, evidenceOf('ladder', text)], { complete: true });
      return { text, said: findings.map((f) => `${f.status} ${f.code}${f.variant ? `/${f.variant}` : ''}`) };
    };
    const all = (said: readonly string[]) => said.filter((s) => !/unread-/.test(s));
    const failing = (said: readonly string[]) => said.filter((s) => s.startsWith('fail'));

    describe.each(TOOLS)('$name', (tool) => {
      const { tcp, tls, http, proxy } = tool.climbs;

      test('a good instance', async () => {
        const { said, text } = await look(tool, good.port);
        expect(text).toContain(':way tools');
        expect(failing(said)).toEqual([]);
        expect(said.includes('pass network.tcp-timeout'), text).toBe(tcp);
        expect(/^:tls ok/m.test(text), text).toBe(tls);
        expect(all(said).includes('pass network.not-an-instance'), text).toBe(http);
        if (!tls) expect(said).toContain('unknown network.tls-untrusted');
        if (tls && tool.keytool) expect(said).toContain('pass network.tls-untrusted');
      });

      test('nothing listens', async () => {
        const { said, text } = await look(tool, await freePort());
        expect(failing(said), text).toEqual(tcp ? ['fail network.tcp-refused'] : []);
      });

      if (tls)
        test('an issuer that the agent does not trust, and a certificate of its own', async () => {
          if (!tool.keytool) return expect((await look(tool, stranger.port)).text).toContain(':public-authority no');
          expect(failing((await look(tool, stranger.port)).said)).toEqual(['fail network.tls-untrusted']);
          expect(failing((await look(tool, self.port)).said)).toEqual(['fail network.tls-untrusted/self-signed']);
        });

      test('plain HTTP in the place of TLS is never a good instance', async () => {
        const { said, text } = await look(tool, plain.port);
        expect(
          said.filter((s) => /^pass network\.(tls|not-an|reach)/.test(s)),
          text,
        ).toEqual([]);
      });

      if (proxy)
        test('through a proxy, and one that wants a sign-in', async () => {
          const through = await look(tool, good.port, { proxy: tunnel.port });
          expect(failing(through.said), through.text).toEqual([]);
          expect(through.said, through.text).toContain('pass network.proxy-denied');
          const refused = await look(tool, good.port, { proxy: refusing.port });
          expect(failing(refused.said), refused.text).toEqual(http ? ['fail network.proxy-auth'] : []);
        });
    });

    test('a filtered port is said as such, however the tool says it', async () => {
      const filtered = await started(startDroppingPort());
      const looks = TOOLS.filter(({ name }) => /^(openssl|curl|BusyBox's nc)$/.test(name)).map(async (tool) => {
        const { said, text } = await look(tool, filtered.port);
        expect(failing(said), `${tool.name}\n${text}`).toEqual(['fail network.tcp-timeout']);
      });
      await Promise.all(looks);
    });
  },
);
