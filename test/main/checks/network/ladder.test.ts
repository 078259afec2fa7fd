import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeWith } from '../../../../src-main/checks/judge.ts';
import { connectionCheck } from '../../../../src-main/checks/network/connection.ts';
import { httpCheck } from '../../../../src-main/checks/network/http.ts';
import { dnsCheck } from '../../../../src-main/checks/network/name.ts';
import { ownNameCheck } from '../../../../src-main/checks/network/own-name.ts';
import { tlsCheck } from '../../../../src-main/checks/network/tls.ts';
import { readHandshake } from '../../../../src-main/checks/probes/ladder/tap.ts';
import { readTools } from '../../../../src-main/checks/probes/ladder/tools.ts';
import { createTranscriptWriter } from '../../../../src-main/checks/probes/ladder/write.ts';
import { parseTranscript } from '../../../../src-main/checks/transcript.ts';
import { evidenceOf } from '../../../fakes/run-probe.ts';
import { whole } from '../../../fakes/whole-sentences.ts';

const recorded = (name: string) =>
  readFileSync(new URL(`../../../fixtures/ladder/${name}.txt`, import.meta.url), 'utf8');
const CHECKS = [connectionCheck, tlsCheck, httpCheck];
const judged = (text: string) => whole(judgeWith(CHECKS, [evidenceOf('ladder', text)], { complete: true }).findings);
const said = (text: string) => judged(text).map((f) => `${f.status} ${f.code}${f.variant ? `/${f.variant}` : ''}`);

test('where a line of /etc/hosts gives the address that refuses, it is named', () => {
  const net = ':instance-name acme.service-now.com\n@instance-hosts getent\n 10.9.9.9 acme.service-now.com # old\n=0\n';
  const evidence = [evidenceOf('ladder', recorded('tcp-refused')), evidenceOf('net', net)];
  const [found] = whole(judgeWith([connectionCheck], evidence, { complete: true }).findings);
  expect(found).toMatchObject({
    code: 'network.tcp-refused',
    variant: 'hosts-file',
    params: { hosts: '10.9.9.9 acme.service-now.com # old' },
  });
});

test.each([
  ['no', ['warn network.dns/own-name']],
  ['yes', []],
])("the host's own name, which the agent could not find: found now, %s", (resolves, expected) => {
  const net = evidenceOf('net', `:own-name mid-ber-02\n:own-resolves ${resolves}\n`);
  const found = whole(judgeWith([ownNameCheck], [net], { complete: true }).findings);
  expect(found.map((f) => `${f.status} ${f.code}/${f.variant}`)).toEqual(expected);
});

test('a trust store without a byte in it trusts nobody', () => {
  const ladder = recorded('healthy').replace(':store-state read', ':store-state failed');
  const store = '/opt/servicenow/mid-ber-02/agent/jre/lib/security/cacerts';
  const found = (config: string) =>
    whole(
      judgeWith([tlsCheck], [evidenceOf('ladder', ladder), evidenceOf('config', config)], { complete: true }).findings,
    ).map((f) => `${f.status} ${f.code}/${f.variant}`);
  expect(found(`:store-empty ${store}\n`)).toEqual(['fail network.tls-untrusted/store-empty']);
  expect(found(':store-empty /elsewhere/cacerts\n')).toEqual([expect.stringMatching(/^unknown/)]);
});

describe('recorded ladders', () => {
  test('judge as they did when they were seen, years later', () => {
    expect(said(recorded('healthy'))).toEqual([
      'pass network.tcp-timeout',
      'pass network.tls-untrusted',
      'pass network.not-an-instance',
      'pass network.reachable',
    ]);
    expect(said(recorded('tls-untrusted'))).toContain('fail network.tls-untrusted');
    expect(said(recorded('tcp-refused'))).toEqual([
      'fail network.tcp-refused',
      'unknown network.tls-untrusted/after-tcp',
      'unknown network.not-an-instance/after-tcp',
    ]);
  });

  test('a broken one never reads as trusted or reachable, however it is cut, doubled or garbled', () => {
    const broken = [recorded('tls-untrusted'), recorded('tcp-refused'), recorded('tls-sha1')];
    fc.assert(
      fc.property(
        fc.constantFrom(...broken),
        fc.nat(3000),
        fc.nat(3000),
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        fc.boolean(),
        (text, a, b, put, doubled) => {
          const changed = doubled
            ? text + text.slice(a)
            : text.slice(0, Math.min(a, b)) + put + text.slice(Math.max(a, b));
          const passes = judged(changed)
            .filter((f) => f.status === 'pass')
            .map((f) => f.code);
          expect(passes).not.toContain('network.reachable');
          expect(passes).not.toContain('network.tls-untrusted');
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('a signature by SHA-1 is refused below what came with Java, and below nothing else', () => {
    const refused = recorded('tls-sha1');
    const trust = (text: string) => judged(text).filter((f) => f.code === 'network.tls-untrusted');
    expect(trust(refused)).toMatchObject([
      {
        status: 'fail',
        variant: 'weak-sha1',
        params: { weak: 'acme.service-now.com, MID Up test', anchor: 'Root that came with Java, MID Up test' },
      },
    ]);
    const imported = refused.replace('marks=1', 'marks=0').replace(/^:came-with-java .*\n/m, '');
    expect(trust(imported)).toMatchObject([{ status: 'pass' }]);
    const gone = refused.replace(/^:came-with-java .*\n/m, '');
    const garbled = refused.replace(/^(:came-with-java .*).\n/m, '$1\n');
    for (const unseen of [refused.replace('marks=1', 'marks=unknown'), gone, garbled]) {
      expect(trust(unseen)).toMatchObject([{ status: 'unknown', variant: 'unseen-sha1', needs: 'java' }]);
      expect(said(unseen)).not.toContain('pass network.reachable');
    }
    expect(said(refused.replace(/^:store-state .*\n/m, '')).filter((one) => /^pass .*(?:reach|tls)/.test(one))).toEqual(
      [],
    );
    // As evidence of before it was looked for has it.
    expect(trust(refused.replace(' marks=1', ''))).toMatchObject([{ status: 'pass' }]);
  });

  test('a good one that is cut says unknown of what was cut off, and fails nothing', () => {
    const good = recorded('healthy');
    for (let end = 0; end < good.length; end += 37)
      expect(
        said(good.slice(0, end)).filter((s) => s.startsWith('fail')),
        `cut at ${end}`,
      ).toEqual([]);
  });

  test('garbage passes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(judged(text).filter((f) => f.status === 'pass')).toEqual([]);
        readTools(text, true);
        readHandshake(Buffer.from(text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('names', () => {
  const net = (lines: readonly string[]) =>
    judgeWith([dnsCheck], [evidenceOf('net', lines.join('\n'))], { complete: true }).findings[0];
  const HOST = [':instance-name acme.service-now.com', '@instance-hosts grep', '=0'];

  test.each<[string, readonly string[], object]>([
    [
      'resolved',
      [...HOST, '@instance-lookup getent', ' 192.0.2.1 STREAM acme', ' 192.0.2.1 DGRAM', '=0'],
      { status: 'pass', params: { addresses: '192.0.2.1' } },
    ],
    [
      'by /etc/hosts',
      [
        ':instance-name a.example',
        '@instance-hosts grep',
        ' 192.0.2.9 a.example',
        '=0',
        '@instance-lookup getent',
        ' 192.0.2.9 STREAM',
        '=0',
      ],
      { status: 'pass', variant: 'hosts-file', params: { hosts: '192.0.2.9 a.example' } },
    ],
    [
      'not there',
      [
        ...HOST,
        '@instance-lookup getent',
        '=2',
        ':instance-seconds 0',
        '@instance-nslookup nslookup',
        " ** server can't find acme: NXDOMAIN",
        '=1',
      ],
      { status: 'fail', variant: 'no-such-name' },
    ],
    [
      'no answer',
      [...HOST, '@instance-lookup getent', '=2', ':instance-seconds 8'],
      { status: 'fail', variant: 'no-answer' },
    ],
    [
      'failed for a reason not told',
      [...HOST, '@instance-lookup getent', '=2', ':instance-seconds 0'],
      { status: 'fail' },
    ],
    ['no tool', HOST, { status: 'unknown', needs: 'tool' }],
    ['cut off', [...HOST, '@instance-lookup getent', ' 192.0.2.1 STREAM acme'], { status: 'unknown' }],
    ['no name', ['@resolv grep', '=1'], { status: 'unknown', needs: 'config' }],
  ])('%s', (_, lines, expected) => {
    expect(net(lines)).toMatchObject({ code: 'network.dns', ...expected });
  });

  test('with a proxy it is the proxy’s name that counts', () => {
    const lines = [
      ...HOST,
      '@instance-lookup getent',
      '=2',
      ':proxy-name proxy.example',
      '@proxy-lookup getent',
      ' 192.0.2.3 STREAM x',
      '=0',
    ];
    const ladder = evidenceOf(
      'ladder',
      ':target https acme.service-now.com 443\n:proxy proxy.example 3128\n:way own\n:tcp ok 1 \n',
    );
    const [found] = judgeWith([dnsCheck], [evidenceOf('net', lines.join('\n')), ladder], { complete: true }).findings;
    expect(found).toMatchObject({ status: 'pass', params: { host: 'proxy.example' } });
  });

  test('localhost may stand in /etc/hosts, whatever is broken behind it', () => {
    const of = (host: string) => {
      const lines = [`:proxy-name ${host}`, '@proxy-hosts grep', ` 127.0.0.1 ${host}`, '=0', '@proxy-lookup getent'];
      const net = evidenceOf('net', [...lines, ' 127.0.0.1 STREAM x', '=0'].join('\n'));
      const ladder = evidenceOf('ladder', `:target https://a 443\n:proxy ${host} 9\n:way own\n:tcp refused 1 \n`);
      return judgeWith([dnsCheck], [net, ladder], { complete: true }).findings[0]?.status;
    };
    expect([of('localhost'), of('proxy.example')]).toEqual(['pass', 'warn']);
  });
});

describe('the transcript that is written here', () => {
  test('holds what a server says as lines of it, never as facts or sections', () => {
    const out = createTranscriptWriter();
    out.section('http', 'GET\n:tls ok 1', ['a\n:tls ok 1\r@tls x\u2028=0', 'x'.repeat(5000)], 1);
    out.fact('tcp', 'refused 1 \n:tls ok 1');
    const t = parseTranscript(out.text());
    expect(t.sections.map((s) => s.name)).toEqual(['http']);
    expect(t.facts.map((f) => f.key)).toEqual(['tcp']);
    expect(t.section('http')?.output.map((l) => l.length)).toEqual([1, 9, 6, 2, 2000]);
  });
});

describe('a proxy that takes no connection', () => {
  const target = ':target https acme.service-now.com 443\n:at 2026-11-23T01:16:15.493Z\n:way forwarded\n';
  const refused = 'refused 2 (SSH) Channel open failure: Connection refused';

  test('is spoken of in plain words, not in those of the SSH connection', () => {
    const found = judged(`${target}:proxy 10.0.0.8 3128\n:tcp ${refused}\n`);
    expect(found.find((f) => f.status === 'fail')).toMatchObject({
      code: 'network.proxy-unreachable',
      variant: 'refused',
    });
  });

  test('is not named as the way out', () => {
    const direct = `${target}:tcp ${refused}\n`;
    expect(said(`${direct}:hint-connect 10.0.0.8:3128 name 2 not found\n`)).toContain('fail network.proxy-needed');
    expect(said(`${direct}:hint-connect 10.0.0.8:3128 ${refused}\n`)).toEqual(said(direct));
  });
});
