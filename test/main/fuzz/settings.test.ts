import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src-main/checks/catalogue.ts';
import { judgeWith } from '../../../src-main/checks/judge.ts';
import { configProbe } from '../../../src-main/checks/probes/config.ts';
import { parseTranscript } from '../../../src-main/checks/transcript.ts';
import { capturedHosts, damagedOf, FUZZ, FUZZ_MS } from '../../fakes/fuzz.ts';
import { evidenceOf } from '../../fakes/run-probe.ts';

const checks = CHECKS.filter(({ needs }) => Object.values(needs).some(({ id }) => id === configProbe.id));
const seen = capturedHosts().flatMap(({ evidence }) =>
  evidence.filter((e) => e.id === configProbe.id).map((e) => parseTranscript(e.text)),
);
const files = (name: string) => [...new Set(seen.flatMap((t) => t.section(name)?.output.join('\n') ?? []))];
const section = (name: string, text: string) => [`@${name} cat`, ...text.split('\n').map((line) => ` ${line}`), '=0'];

/** As config.sh prints them: config.xml line by line, the wrapper's settings with their numbers. */
const transcript = (xml: string, conf: string) =>
  evidenceOf(
    configProbe.id,
    [
      ...[':config-path /opt/mid/agent/config.xml', ':config-state read', `:config-bytes ${xml.length}`],
      ...section('config.xml', xml),
      ...section('wrapper.conf', conf),
      '',
    ].join('\n'),
  );
const judged = (xml: string, conf: string) => judgeWith(checks, [transcript(xml, conf)], { complete: true }).findings;
const XML = files('config.xml');
const CONF = [
  ...files('wrapper.conf'),
  '12:wrapper.java.command=jre/bin/java\n13:wrapper.java.maxmemory=%HEAP%\n14:wrapper.java.additional.1=-Xmx2g\n15:wrapper.java.additional.2="-Djavax.net.ssl.trustStore=/opt/my certs/cacerts"',
  '3:wrapper.java.initmemory=2048\n4:wrapper.java.maxmemory=1024\n5:wrapper.ntservice.name=x\n99:#include ../conf/wrapper-override.conf',
];
const sound = XML.find((text) => !judged(text, CONF[0] ?? '').some((f) => f.status === 'fail')) ?? '';

test('there is something to damage', () => {
  expect(XML.length).toBeGreaterThan(20);
  expect(CONF.length).toBeGreaterThan(2);
  expect(sound).toContain('</parameters>');
});

describe('config.xml', () => {
  test(
    'cut, doubled or garbled is judged without a throw; what is said to be whole has its root, and its places are in it',
    () => {
      fc.assert(
        fc.property(damagedOf(XML), (text) => {
          const findings = judged(text, CONF[0] ?? '');
          expect(findings.filter((f) => f.needs === 'tool')).toEqual([]);
          const lines = text.split('\n').length;
          for (const { params } of findings.filter(({ code }) => code === 'config.malformed'))
            if (params['line'] !== undefined) expect(params['line']).toBeLessThanOrEqual(lines);
          const whole = findings.some((f) => f.code === 'config.malformed' && f.status === 'pass');
          if (whole) expect(text).toMatch(/<parameters[\s>/]/);
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );

  test(
    'any text at all is judged, and is no sound configuration',
    () => {
      const word = fc.constantFrom(
        '<',
        '>',
        '&',
        '/',
        '"',
        '=',
        'parameter',
        'parameters',
        'name',
        'value',
        ' ',
        '\n',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?xml',
        '?>',
        '&amp;',
        '&#0;',
        'é',
        '\ufeff',
      );
      fc.assert(
        fc.property(fc.string({ unit: word, maxLength: 40 }), (text) => {
          const passed = judged(text, '')
            .filter((f) => f.status === 'pass')
            .map((f) => f.code);
          expect(passed).not.toContain('config.url-invalid');
          expect(passed).not.toContain('config.password-missing');
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );
});

describe('wrapper.conf', () => {
  test(
    'cut, doubled or garbled is judged without a throw',
    () => {
      fc.assert(
        fc.property(damagedOf(CONF), (text) => {
          expect(judged(sound, text).filter((f) => f.needs === 'tool')).toEqual([]);
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );

  test(
    'any setting of any value is judged without a throw',
    () => {
      const key = fc.constantFrom(
        'wrapper.java.maxmemory',
        'wrapper.java.initmemory',
        'wrapper.java.command',
        'wrapper.java.additional.1',
        '#include',
        'wrapper.working.dir',
      );
      const value = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.constantFrom(
          '-Xmx1g',
          '-Xmx',
          '1024',
          '-1',
          '99999999999',
          '"',
          '%JAVA%',
          '../x',
          '-Djavax.net.ssl.trustStore="',
        ),
      );
      const lines = fc.array(fc.tuple(fc.nat(99_999), key, value), { maxLength: 6 });
      fc.assert(
        fc.property(lines, (settings) => {
          const text = settings.map(([n, k, v]) => `${n}:${k}=${v}`).join('\n');
          expect(judged(sound, text).filter((f) => f.needs === 'tool')).toEqual([]);
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );
});
