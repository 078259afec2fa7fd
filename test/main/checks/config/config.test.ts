import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configPasswordCheck, configProxyCheck, configUrlCheck } from '../../../../src-main/checks/config/access.ts';
import { configFileCheck, configXmlCheck } from '../../../../src-main/checks/config/file.ts';
import {
  configDuplicateCheck,
  configNameCheck,
  configPlaceholderCheck,
} from '../../../../src-main/checks/config/parameters.ts';
import { parseInstanceUrl } from '../../../../src-main/checks/config/url.ts';
import { judgeWith } from '../../../../src-main/checks/judge.ts';
import { evidenceOf } from '../../../fakes/run-probe.ts';
import { whole } from '../../../fakes/whole-sentences.ts';

const CHECKS = [
  configFileCheck,
  configXmlCheck,
  configPlaceholderCheck,
  configUrlCheck,
  configDuplicateCheck,
  configPasswordCheck,
  configProxyCheck,
  configNameCheck,
];

const transcript = (xml: string, facts = ':config-state read') =>
  [
    ':config-path /opt/mid/agent/config.xml',
    facts,
    `:config-bytes ${xml.length}`,
    '@config.xml cat /opt/mid/agent/config.xml',
    ...xml.split('\n').map((line) => ` ${line}`),
    '=0',
    '',
  ].join('\n');

const judged = (text: string) => whole(judgeWith(CHECKS, [evidenceOf('config', text)], { complete: true }).findings);
/** What is not a pass, in short. */
const wrong = (text: string) =>
  judged(text)
    .filter((f) => f.status !== 'pass')
    .map((f) => `${f.status} ${f.code}${f.variant ? `/${f.variant}` : ''}`);

const GOOD: Readonly<Record<string, string>> = {
  url: 'https://acme.service-now.com/',
  'mid.instance.username': 'mid.ber',
  'mid.instance.password': 'encrypted:****',
  name: 'mid-ber-02',
};
const xml = (parameters: Readonly<Record<string, string | null>>, more = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<parameters>\n${Object.entries({ ...GOOD, ...parameters })
    .flatMap(([name, value]) => (value === null ? [] : [`  <parameter value="${value}" name="${name}"/>`]))
    .join('\n')}\n${more}</parameters>`;
const withParameters = (parameters: Readonly<Record<string, string | null>>, more = '') =>
  wrong(transcript(xml(parameters, more)));
const proxy = (use: string, host: string, port = '3128', more = {}) =>
  withParameters({ 'mid.proxy.use_proxy': use, 'mid.proxy.host': host, 'mid.proxy.port': port, ...more });

describe('config.xml', () => {
  test('a good one has nothing to remark, and each check says what it ruled out', () => {
    expect(withParameters({})).toEqual([]);
    expect(judged(transcript(xml({}))).map((f) => f.check)).toEqual(CHECKS.map((c) => c.id));
  });

  test.each<[string, string[], string[]]>([
    ['missing', [':config-state missing'], ['fail config.missing']],
    ['a folder', [':config-state not-a-file'], ['fail config.missing/not-a-file']],
  ])('%s', (_, facts, expected) => {
    const found = wrong([':config-path /opt/mid/agent/config.xml', ...facts, ''].join('\n'));
    expect(found.slice(0, 1)).toEqual(expected);
    expect(found.slice(1).every((f) => f.startsWith('unknown '))).toBe(true);
  });

  test('not readable is unknown, with what it needs', () => {
    const found = judged(':config-path /opt/mid/agent/config.xml\n:config-state no-rights\n');
    expect(new Set(found.map((f) => `${f.status} ${f.needs}`))).toEqual(new Set(['unknown read-rights']));
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['&', '  <parameter name="mid.instance.password" value="p&**"/>', { line: 3, column: 51 }],
    ['<', '  <parameter name="mid.instance.password" value="p<**"/>', { line: 3, column: 51 }],
  ])('malformed by %s: line, column and parameter are said, and the line is pointed at', (_, body, expected) => {
    const [, found] = judged(transcript(`<?xml version="1.0"?>\n<parameters>\n${body}\n</parameters>`));
    expect(found).toMatchObject({
      code: 'config.malformed',
      status: 'fail',
      params: { ...expected, parameter: 'mid.instance.password' },
      evidence: [{ id: 'config', lines: [7] }],
    });
  });

  test('text that was cut on the way is unknown, not malformed', () => {
    const whole = transcript(xml({}));
    expect(wrong(whole.replace(/=0\n$/, ''))[0]).toBe('unknown config.malformed');
  });

  test('wrong encoding', () => {
    expect(wrong(transcript(xml({}), ':config-state read\n:config-not-utf8 4'))).toEqual([
      'fail config.malformed/encoding',
    ]);
  });

  test('placeholders, and only in values that count', () => {
    const [, , found] = judged(
      transcript(xml({ url: 'https://YOUR_INSTANCE.service-now.com/', name: 'YOUR_MIDSERVER_NAME_GOES_HERE' })),
    );
    expect(found).toMatchObject({
      code: 'config.placeholder',
      status: 'fail',
      params: { names: 'url, name', count: 2 },
    });
    expect(withParameters({ 'mid.instance.password': `$${'{MID_PASSWORD}'}` })).toEqual(['fail config.placeholder']);
    expect(withParameters({}, '<!-- <parameter name="mid.proxy.host" value="YOUR_PROXY_HOST"/> -->\n')).toEqual([]);
  });

  test.each<[string | null, string]>([
    [null, 'fail config.url-invalid/missing'],
    ['', 'fail config.url-invalid/missing'],
    [' https://acme.service-now.com/', 'fail config.url-invalid/spaces'],
    ['acme.service-now.com', 'fail config.url-invalid/no-scheme'],
    ['acme', 'fail config.url-invalid/no-scheme'],
    ['htps://acme.service-now.com/', 'fail config.url-invalid/scheme'],
    ['http://acme.service-now.com/', 'fail config.url-invalid/http'],
    ['http://own.example/', 'warn config.url-invalid/http'],
    ['https://acme.service-now.com/nav_to.do', 'fail config.url-invalid/path'],
    ['https://acme.service-now.com/?x=1', 'fail config.url-invalid/path'],
    ['https://user:pw@acme.service-now.com/', 'fail config.url-invalid/user'],
    ['https://', 'fail config.url-invalid/not-a-url'],
    ['https://ac_me..com', 'fail config.url-invalid/not-a-url'],
    ['https://$(reboot)/', 'fail config.url-invalid/not-a-url'],
    ['https:/acme.service-now.com', 'fail config.url-invalid/not-a-url'],
  ])('url %s', (url, expected) => {
    expect(withParameters({ url })).toEqual([expected]);
  });

  test.each(['https://acme.service-now.com', 'https://acme.service-now.com:8443/', 'https://[2001:db8::1]/'])(
    'url %s is good',
    (url) => {
      expect(withParameters({ url })).toEqual([]);
    },
  );

  test('duplicates, also under the older name', () => {
    expect(withParameters({ 'glide.glidesoap.username': 'old' })).toEqual(['fail config.duplicate-parameter']);
    expect(withParameters({}, '<parameter name="url" value="https://acme.service-now.com/"/>')).toEqual([
      'fail config.duplicate-parameter',
    ]);
    const twice = '<parameter name="threads.max" value="25"/><parameter name="threads.max" value="50"/>';
    expect(withParameters({}, twice)).toEqual(['warn config.duplicate-parameter']);
    expect(withParameters({}, twice.replace('50', '25'))).toEqual([]);
  });

  test('user and password', () => {
    expect(withParameters({ 'mid.instance.password': null })).toEqual(['fail config.password-missing']);
    expect(withParameters({ 'mid.instance.password': '' })).toEqual(['fail config.password-missing']);
    expect(withParameters({ 'mid.instance.username': null })).toEqual(['fail config.password-missing/no-user']);
    expect(withParameters({ 'mid.instance.username': null, 'mid.instance.password': null })).toEqual([
      'info config.password-missing/neither',
    ]);
  });

  test('the proxy', () => {
    expect(proxy('true', 'proxy.example')).toEqual([]);
    expect(proxy('true', '')).toEqual(['fail config.proxy-invalid/no-host']);
    expect(proxy('true', 'http://proxy.example')).toEqual(['fail config.proxy-invalid/host-shape']);
    expect(proxy('true', 'proxy.example:3128')).toEqual(['fail config.proxy-invalid/host-shape']);
    expect(proxy('true', 'proxy.example', 'abc')).toEqual(['fail config.proxy-invalid/port']);
    expect(proxy('true', 'proxy.example', '0')).toEqual(['fail config.proxy-invalid/port']);
    expect(proxy('yes', 'proxy.example')).toEqual(['fail config.proxy-invalid/use']);
    expect(proxy('false', 'proxy.example')).toEqual(['info config.proxy-invalid/off']);
    expect(proxy('true', 'proxy.example', '3128', { 'mid.proxy.username': 'u' })).toEqual([
      'warn config.proxy-invalid/no-password',
    ]);
  });

  test('the name', () => {
    expect(withParameters({ name: null })).toEqual(['fail config.name-invalid/missing']);
    expect(withParameters({ name: 'mid.server.ber' })).toEqual(['fail config.name-invalid']);
    expect(withParameters({ name: ' mid' })).toEqual(['warn config.name-invalid/blanks']);
  });
});

describe('whatever comes', () => {
  test('any text gives findings, and garbage no pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(judged(text).filter((f) => f.status === 'pass')).toEqual([]);
        const asXml = judged(transcript(text)).filter((f) => f.status === 'pass' && f.code !== 'config.missing');
        expect(asXml).toEqual([]);
        parseInstanceUrl(text);
      }),
      { numRuns: 1000 },
    );
  });

  test('a good file that is cut, doubled or garbled never throws and never hangs', () => {
    const good = xml({});
    fc.assert(
      fc.property(
        fc.nat(good.length),
        fc.nat(good.length),
        fc.string({ maxLength: 5 }),
        fc.boolean(),
        (a, b, put, doubled) => {
          const text = doubled
            ? good + good.slice(a)
            : good.slice(0, Math.min(a, b)) + put + good.slice(Math.max(a, b));
          const found = judged(transcript(text));
          expect(found.length).toBeGreaterThan(0);
          if (!/<\/parameters>\s*$/.test(text))
            expect(found.find((f) => f.code === 'config.malformed')?.status).toBe('fail');
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('much of one thing is judged quickly', () => {
    const started = performance.now();
    for (const text of [
      '<a>'.repeat(340_000),
      `<parameters>${'<parameter name="a" value="b"/>'.repeat(5_000)}</parameters>`,
      '&'.repeat(1_000_000),
      '<!--'.repeat(250_000),
    ])
      judged(transcript(text));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
