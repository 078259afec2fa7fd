import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configPasswordCheck, configProxyCheck, configUrlCheck } from '../../../../src-main/checks/config/access.ts';
import { certificatePolicyCheck } from '../../../../src-main/checks/config/certificate-policy.ts';
import { configFileCheck, configXmlCheck } from '../../../../src-main/checks/config/file.ts';
import {
  configDuplicateCheck,
  configNameCheck,
  configPlaceholderCheck,
} from '../../../../src-main/checks/config/parameters.ts';
import { configSecretCheck } from '../../../../src-main/checks/config/secret.ts';
import { parseInstanceUrl } from '../../../../src-main/checks/config/url.ts';
import { judgeWith } from '../../../../src-main/checks/judge.ts';
import { evidenceOf } from '../../../fakes/run-probe.ts';
import { whole } from '../../../fakes/whole-sentences.ts';

/** `MIDUP_FUZZ=100000` for a longer run. */
const numRuns = Number(process.env['MIDUP_FUZZ'] ?? 1000);

const CHECKS = [
  configFileCheck,
  configXmlCheck,
  configPlaceholderCheck,
  configUrlCheck,
  configDuplicateCheck,
  configPasswordCheck,
  configProxyCheck,
  configNameCheck,
  configSecretCheck,
  certificatePolicyCheck,
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
    const silent = ['config.secret', 'config.certificate-policy'];
    expect(judged(transcript(xml({}))).map((f) => f.check)).toEqual(
      CHECKS.map((c) => c.id).filter((id) => !silent.includes(id)),
    );
  });

  test.each<[string, string[], string[]]>([
    ['missing', [':config-state missing'], ['fail config.missing']],
    [
      'a link that leads nowhere',
      [':config-leads-to /mnt/nfs/config.xml', ':config-state missing'],
      ['fail config.missing/dangling'],
    ],
    [
      'gone, and copies of it are left',
      [':config-state missing', ':config-copy config.xml.bak', ':config-copy config.xml.1'],
      ['fail config.missing/copies'],
    ],
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

  test.each([
    ['<parameter name="a" value="b" value="c"/>', '', 'twice'],
    ['<!-- old <!-- <parameter name="a" value="b"/> --> -->', '', 'comment'],
    ['<parameter name=***a***/>', '', 'quote'],
    ['<parameter name=***a***/>', '\n:config-typographic 3', 'typographic'],
    ['<parameter name=***a***/>', '\n:config-typographic 9', 'quote'],
  ])('malformed by %s (%s): %s', (body, facts, variant) => {
    const text = `<?xml version="1.0"?>\n<parameters>\n${body}\n</parameters>`;
    const [, found] = judged(transcript(text, `:config-state read${facts}`));
    expect(found).toMatchObject({ code: 'config.malformed', status: 'fail', variant, params: { line: 3 } });
  });

  test('text that was cut on the way is unknown, not malformed', () => {
    const whole = transcript(xml({}));
    expect(wrong(whole.replace(/=0\n$/, ''))[0]).toBe('unknown config.malformed');
  });

  test.each<[string, string, string[]]>([
    ['UTF-8', ':config-not-utf8 4', ['fail config.malformed/encoding']],
    ['us-ascii', ':config-not-ascii 4', ['fail config.malformed/encoding']],
    ['ISO-8859-1', ':config-not-utf8 4\n:config-not-ascii 4', []],
    ['UTF-16', ':config-first 3c3f786d', ['fail config.malformed/encoding-other']],
    ['UTF-8', ':config-first fffe3c00', ['fail config.malformed/encoding-other']],
    ['UTF-16', ':config-first 3c003f00', []],
    ['KLINGON', ':config-encoding-unknown KLINGON', ['fail config.malformed/encoding-unknown']],
    ['UTF-8', ':config-control 4', ['fail config.malformed/control']],
    ['UTF-8', ':config-control x\n:config-not-utf8', []],
  ])('that says %s, with %s', (encoding, facts, expected) => {
    const text = xml({}).replace('UTF-8', encoding);
    expect(wrong(transcript(text, `:config-state read\n${facts}`))).toEqual(expected);
  });

  test('with entities of its own, or elsewhere, is left open', () => {
    const typed = (type: string, password: string) =>
      wrong(transcript(xml({ 'mid.instance.password': password }).replace('<parameters>', `${type}<parameters>`)))[0];
    expect(typed('<!DOCTYPE parameters [<!****** * "*">]>', '****')).toBeUndefined();
    expect(typed('<!DOCTYPE parameters [<!****** * "*">]>', '&**')).toBe('unknown config.malformed');
    expect(typed('<!DOCTYPE parameters SYSTEM "*****">', '&**')).toBe('unknown config.malformed');
    expect(typed('<!DOCTYPE parameters>', '&**')).toBe('fail config.malformed/ampersand');
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
    for (const value of [
      `$${'{MID_PASSWORD}'}`,
      `$${'(MID_PASSWORD)'}`,
      '{{ vault_password }}',
      '%MID_PASSWORD%',
      '__MID_PASSWORD__',
      '#{Mid.Password}#',
      'vault:***',
    ])
      expect(withParameters({ 'mid.instance.password': value }), value).toEqual(['fail config.placeholder/unexpanded']);
    for (const value of ['**%', '%', '{****}', '__**', '$**'])
      expect(withParameters({ 'mid.instance.password': value }), value).toEqual([]);
    expect(withParameters({}, '<!-- <parameter name="mid.proxy.host" value="YOUR_PROXY_HOST"/> -->\n')).toEqual([]);
  });

  test.each<[string | null, string]>([
    [null, 'fail config.url-invalid/missing'],
    ['', 'fail config.url-invalid/missing'],
    [' https://acme.service-now.com/', 'fail config.url-invalid/spaces'],
    ['https://acme.service-now.com\u00a0/', 'fail config.url-invalid/spaces'],
    ['https://acme.service-now.com\u200b/', 'fail config.url-invalid/characters'],
    ['https://\u0430cme.service-now.com/', 'fail config.url-invalid/characters'],
    ['acme.service-now.com', 'fail config.url-invalid/no-scheme'],
    ['acme', 'fail config.url-invalid/no-scheme'],
    ['htps://acme.service-now.com/', 'fail config.url-invalid/scheme'],
    ['http://acme.service-now.com/', 'fail config.url-invalid/http'],
    ['http://own.example/', 'warn config.url-invalid/http'],
    ['https://acme.service-now.com/nav_to.do', 'fail config.url-invalid/path'],
    ['https://acme.service-now.com/?x=1', 'fail config.url-invalid/path'],
    ['https://user:pw@acme.service-now.com/', 'fail config.url-invalid/user'],
    ['https://acme.servicenow.com/', 'fail config.url-invalid/domain'],
    ['https://acme.service-now.co/', 'fail config.url-invalid/domain'],
    ['https://www.service-now.com/', 'fail config.url-invalid/domain'],
    ['https://', 'fail config.url-invalid/not-a-url'],
    ['https://ac_me..com', 'fail config.url-invalid/not-a-url'],
    ['https://$(reboot)/', 'fail config.url-invalid/not-a-url'],
    ['https:/acme.service-now.com', 'fail config.url-invalid/not-a-url'],
  ])('url %s', (url, expected) => {
    expect(withParameters({ url })).toEqual([expected]);
  });

  test.each([
    'https://acme.service-now.com',
    'https://acme.service-now.com:8443/',
    'https://acme.servicenowservices.com/',
    'https://it.own-domain.example/',
    'https://[2001:db8::1]/',
  ])('url %s is good', (url) => {
    expect(withParameters({ url })).toEqual([]);
  });

  test('duplicates, also under the older name', () => {
    expect(withParameters({ 'glide.glidesoap.username': 'old' })).toEqual(['fail config.duplicate-parameter']);
    const url = (value: string) => withParameters({}, `<parameter name="url" value="${value}"/>`);
    expect(url('https://acme2.service-now.com/')).toEqual(['fail config.duplicate-parameter']);
    expect(url('https://acme.service-now.com/')).toEqual(['warn config.duplicate-parameter/same']);
    expect(withParameters({ 'glide.glidesoap.password': 'encrypted:****' })).toEqual([
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
    expect(proxy('true', 'ACME.service-now.com')).toEqual(['fail config.proxy-invalid/is-instance']);
    expect(proxy('true', 'proxy.example:3128')).toEqual(['fail config.proxy-invalid/host-shape']);
    expect(proxy('true', 'proxy.example', 'abc')).toEqual(['fail config.proxy-invalid/port']);
    expect(proxy('true', 'proxy.example', '0')).toEqual(['fail config.proxy-invalid/port']);
    expect(proxy('yes', 'proxy.example')).toEqual(['fail config.proxy-invalid/use']);
    expect(proxy('false', 'proxy.example')).toEqual(['info config.proxy-invalid/off']);
    expect(proxy('true', 'proxy.example', '3128', { 'mid.proxy.username': 'u' })).toEqual([
      'warn config.proxy-invalid/no-password',
    ]);
  });

  test('a secret that no vault gives', () => {
    const value = 'cyberark:****';
    expect(withParameters({ 'mid.instance.password': value })).toEqual([
      'fail config.secret-undecryptable/no-provider',
    ]);
    const provider = 'com.service_now.mid.creds.CyberArkSecuredConfigProvider';
    expect(withParameters({ 'mid.instance.password': value, 'mid.secure_config.provider': provider })).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['mid.ssl.bootstrap.default.check_cert_chain', 'true', []],
    ['mid.ssl.bootstrap.default.check_cert_chain', 'false', ['info config.certificate-policy/off']],
    ['mid.ssl.bootstrap.default.check_cert_chain', 'no', ['warn config.certificate-policy']],
    ['mid.ssl.bootstrap.default.check_cert_revocation', 'true', ['info config.certificate-policy/revocation']],
    ['mid.ssl.use.instance.security.policy', 'true', ['info config.certificate-policy/revocation']],
    ['mid.ssl.bootstrap.default.target_endpoint', '*.service-now.com', []],
    ['mid.ssl.bootstrap.default.target_endpoint', 'other.example', ['info config.certificate-policy/endpoint']],
  ])('the certificate policy: %s = %s', (name, value, expected) => {
    expect(withParameters({ [name]: value })).toEqual(expected);
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
      { numRuns },
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
      { numRuns },
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
