import { mkdirSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { finding, logging, problem, running, startedInVain, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import type { MidHost } from '../../peers/mid-host.ts';
import { warning } from './machine.ts';

const parameter = (name: string, value: string) => `    <parameter name="${name}" value="${value}"/>\n`;
/** More parameters, at the end of the file. */
export const adding = (mid: MidHost, ...lines: readonly (readonly [name: string, value: string])[]) =>
  mid.setConfig((text) =>
    text.replace('</parameters>', `${lines.map(([n, v]) => parameter(n, v)).join('')}</parameters>`),
  );
const setting = (mid: MidHost, name: string, value: string) =>
  mid.setConfig((text) => text.replace(new RegExp(`(name="${name}" value=")[^"]*`), (_, head) => `${head}${value}`));
const without = (mid: MidHost, name: string) =>
  mid.setConfig((text) => text.replace(new RegExp(`.*<parameter name="${name}"[^>]*>\n`), ''));

/** A config.xml that no XML parser takes: the agent ends while it starts. */
const malformed = (id: string, title: string, change: (text: string) => string): HostScenario => ({
  id,
  title,
  prepare: async (mid) => {
    mid.setConfig(change);
    await startedInVain(mid);
  },
  expect: problem('config.malformed'),
});

/** A setting that is well formed and wrong; the agent runs and says so in its log. */
const wrong = (
  id: string,
  title: string,
  change: (mid: MidHost) => void,
  cause: string,
  said: string,
  more: Parameters<typeof problem>[1] = {},
): HostScenario => ({
  id,
  title,
  prepare: async (mid) => {
    change(mid);
    await logging(mid, [said]);
  },
  expect: problem(cause, more),
});

const NO_CONNECTION = 'SEVERE (StartupSequencer) Unable to connect to the instance';

export const CONFIG: readonly HostScenario[] = [
  malformed('config-less-than', 'an unescaped < in the password', (t) => t.replace(/encrypted:[^"]*/, 'pa<ss-word')),
  malformed('config-unclosed-quote', 'a quotation mark was lost', (t) =>
    t.replace('value="mid.ber"/>', 'value="mid.ber/>'),
  ),
  malformed('config-cut', 'the file ends in the middle', (t) => t.slice(0, Math.floor(t.length * 0.6))),
  malformed('config-empty', 'the file is empty', () => ''),
  malformed('config-wrong-root', 'the closing tag is missing', (t) => t.replace('</parameters>', '')),
  malformed('config-comment-unclosed', 'a comment that never ends', (t) =>
    t.replace('YOUR_PROXY_HOST"/> -->', 'YOUR_PROXY_HOST"/>'),
  ),
  {
    id: 'config-latin1',
    title: 'saved in another encoding than it says',
    prepare: async (mid) => {
      const text = mid.read('config.xml').replace('The instance and', 'F\u00fcr die Instanz, and');
      writeFileSync(mid.path('config.xml'), Buffer.from(text, 'latin1'));
      await startedInVain(mid);
    },
    expect: problem('config.malformed'),
  },
  ...(
    [
      ['config-utf16-says-utf8', 'UTF-16 that says it is UTF-8', (t: string) => Buffer.from(`\ufeff${t}`, 'utf16le')],
      ['config-says-utf16', 'UTF-8 that says it is UTF-16', (t: string) => Buffer.from(t.replace('UTF-8', 'UTF-16'))],
      ['config-encoding-unknown', 'an unknown encoding', (t: string) => Buffer.from(t.replace('UTF-8', 'ANSI'))],
      ['config-zero-bytes', 'zero bytes after a loss of power', (t: string) => Buffer.from(`${t}${'\0'.repeat(400)}`)],
    ] as const
  ).map(
    ([id, title, bytes]): HostScenario => ({
      id,
      title,
      prepare: async (mid) => {
        writeFileSync(mid.path('config.xml'), bytes(mid.read('config.xml')));
        await startedInVain(mid);
      },
      expect: problem('config.malformed'),
    }),
  ),
  {
    id: 'config-folder',
    title: 'config.xml is a folder',
    prepare: async (mid) => {
      mid.remove('config.xml');
      mkdirSync(mid.path('config.xml'));
      await startedInVain(mid);
    },
    expect: problem('config.missing'),
  },
  wrong(
    'url-no-scheme',
    'the URL has no https://',
    (m) => setting(m, 'url', 'acme.service-now.com'),
    'config.url-invalid',
    NO_CONNECTION,
  ),
  wrong(
    'url-spaces',
    'a blank in the URL',
    (m) => setting(m, 'url', 'https://acme.service-now.com /'),
    'config.url-invalid',
    NO_CONNECTION,
  ),
  wrong(
    'url-path',
    'the address of a page instead of the instance',
    (m) => setting(m, 'url', 'https://acme.service-now.com/navpage.do'),
    'config.url-invalid',
    NO_CONNECTION,
  ),
  wrong(
    'url-http',
    'http to an instance of ServiceNow',
    (m) => setting(m, 'url', 'http://acme.service-now.com/'),
    'config.url-invalid',
    NO_CONNECTION,
  ),
  wrong(
    'url-other-scheme',
    'htps',
    (m) => setting(m, 'url', 'htps://acme.service-now.com/'),
    'config.url-invalid',
    NO_CONNECTION,
  ),
  wrong(
    'url-domain',
    'servicenow.com instead of service-now.com',
    (m) => setting(m, 'url', 'https://acme.servicenow.com/'),
    'config.url-invalid',
    NO_CONNECTION,
    { confidence: 'likely' },
  ),
  wrong('url-empty', 'the URL is empty', (m) => setting(m, 'url', ''), 'config.url-invalid', NO_CONNECTION),
  wrong('url-missing', 'there is no URL', (m) => without(m, 'url'), 'config.url-invalid', NO_CONNECTION),
  wrong(
    'url-user',
    'a user and a password in the URL',
    (m) => setting(m, 'url', 'https://admin:hunter22@acme.service-now.com/'),
    'config.url-invalid',
    NO_CONNECTION,
    {
      also: (report) => {
        if (JSON.stringify(report).includes('hunter22')) throw new Error('the password is in the report');
      },
    },
  ),
  wrong(
    'duplicate-password',
    'the password stands there twice',
    (m) => adding(m, ['glide.glidesoap.password', 'encrypted:AAAAAAAAAAAAAAAAAAAAAA==']),
    'config.duplicate-parameter',
    "SEVERE (StartupSequencer) Could not authenticate user 'mid.ber' on the ServiceNow instance. SOAP Response: Status code=401, Response body=null",
  ),
  wrong(
    'duplicate-name',
    'two names',
    (m) => adding(m, ['name', 'mid-ber-09']),
    'config.duplicate-parameter',
    'INFO (StartupSequencer) MID Server starting',
  ),
  wrong(
    'password-empty',
    'the password is empty',
    (m) => setting(m, 'mid.instance.password', ''),
    'config.password-missing',
    "SEVERE (StartupSequencer) Could not authenticate user 'mid.ber' on the ServiceNow instance. SOAP Response: Status code=401, Response body=null",
  ),
  wrong(
    'password-gone',
    'there is a user and no password',
    (m) => without(m, 'mid.instance.password'),
    'config.password-missing',
    NO_CONNECTION,
  ),
  wrong(
    'user-gone',
    'there is a password and no user',
    (m) => without(m, 'mid.instance.username'),
    'config.password-missing',
    NO_CONNECTION,
  ),
  wrong(
    'name-reserved',
    'a name that begins with mid.server',
    (m) => setting(m, 'name', 'mid.server.ber'),
    'config.name-invalid',
    NO_CONNECTION,
  ),
  wrong('name-empty', 'no name', (m) => setting(m, 'name', ''), 'config.name-invalid', NO_CONNECTION),
  wrong(
    'placeholder-password',
    'the password was never filled in',
    (m) => setting(m, 'mid.instance.password', 'YOUR_INSTANCE_PASSWORD_HERE'),
    'config.placeholder',
    "SEVERE (StartupSequencer) Could not authenticate user 'mid.ber' on the ServiceNow instance. SOAP Response: Status code=401, Response body=null",
  ),
  wrong(
    'placeholder-name',
    'the name was never filled in',
    (m) => setting(m, 'name', 'YOUR_MIDSERVER_NAME_GOES_HERE'),
    'config.placeholder',
    NO_CONNECTION,
  ),
  wrong(
    'placeholder-variable',
    'a variable of the installation was not replaced',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as an unattended installation leaves it.
    (m) => setting(m, 'mid.instance.username', '${MID_USER}'),
    'config.placeholder',
    NO_CONNECTION,
  ),
  wrong(
    'placeholder-vault',
    'a reference to a vault that nothing replaced',
    (m) => setting(m, 'mid.instance.password', '{{ vault_mid_password }}'),
    'config.placeholder',
    NO_CONNECTION,
  ),
  wrong(
    'secret-no-provider',
    'the password is to come from CyberArk, which is not set up',
    (m) => setting(m, 'mid.instance.password', 'cyberark: id=mid'),
    'config.secret-undecryptable',
    NO_CONNECTION,
  ),
  {
    id: 'duplicate-same',
    title: 'one setting twice, with one value: a warning',
    prepare: async (mid) => {
      adding(mid, ['name', 'mid-ber-02']);
      await running(mid);
    },
    expect: warning('config.duplicate-parameter'),
  },
  wrong(
    'proxy-no-host',
    'a proxy is to be used, and none is named',
    (m) => adding(m, ['mid.proxy.use_proxy', 'true']),
    'config.proxy-invalid',
    NO_CONNECTION,
  ),
  wrong(
    'proxy-url-as-host',
    'an address where the name of the proxy belongs',
    (m) =>
      adding(
        m,
        ['mid.proxy.use_proxy', 'true'],
        ['mid.proxy.host', 'http://proxy.example.net'],
        ['mid.proxy.port', '3128'],
      ),
    'config.proxy-invalid',
    NO_CONNECTION,
  ),
  wrong(
    'proxy-port',
    "the proxy's port is no number",
    (m) =>
      adding(m, ['mid.proxy.use_proxy', 'true'], ['mid.proxy.host', 'proxy.example.net'], ['mid.proxy.port', '312b']),
    'config.proxy-invalid',
    NO_CONNECTION,
  ),
  wrong(
    'proxy-use',
    'neither true nor false',
    (m) => adding(m, ['mid.proxy.use_proxy', 'yes'], ['mid.proxy.host', 'proxy.example.net']),
    'config.proxy-invalid',
    NO_CONNECTION,
  ),
  {
    id: 'secret-undecryptable',
    title: 'the password was made with another key',
    prepare: (mid) =>
      logging(mid, [
        'WARN (StartupSequencer) Unable to decrypt parameter: mid.instance.password, using encrypted value',
        "SEVERE (StartupSequencer) Could not authenticate user 'mid.ber' on the ServiceNow instance. SOAP Response: Status code=401, Response body=null",
      ]),
    expect: problem('config.secret-undecryptable', { confidence: 'likely' }),
  },
  {
    id: 'wrapper-include-missing',
    title: 'a file that wrapper.conf must include is not there',
    prepare: async (mid) => {
      await stopped(mid);
      mid.write('conf/wrapper.conf', `${mid.read('conf/wrapper.conf')}#include.required ../conf/site.conf\n`);
      await mid.start();
    },
    expect: problem('config.wrapper-invalid'),
  },
  {
    id: 'wrapper-encoding',
    title: 'wrapper-override.conf is not in the encoding that it says',
    prepare: async (mid) => {
      await stopped(mid);
      const text = `${mid.read('conf/wrapper-override.conf')}wrapper.displayname=Gr\u00fc\u00dfe\n`;
      writeFileSync(mid.path('conf/wrapper-override.conf'), Buffer.from(text, 'latin1'));
      await mid.start();
    },
    expect: problem('config.wrapper-invalid'),
  },
  {
    id: 'wrapper-conf-missing',
    title: 'wrapper.conf is gone',
    prepare: async (mid) => {
      await stopped(mid);
      mid.remove('conf/wrapper.conf');
      await mid.start();
    },
    expect: problem('config.wrapper-invalid'),
  },
  {
    id: 'wrapper-option-gap',
    title: 'an option of Java that the wrapper passes over: a warning',
    prepare: async (mid) => {
      mid.override('wrapper.java.additional.1=-Da=1', 'wrapper.java.additional.3=-Db=2');
      await running(mid);
    },
    expect: warning('config.wrapper-invalid'),
  },
  {
    id: 'config-malformed-while-running',
    title: 'config.xml was spoilt after the agent had started',
    prepare: async (mid) => {
      await running(mid);
      mid.setConfig((text) => text.replace('value="mid.ber"', 'value="mid&ber"'));
    },
    expect: problem('config.malformed'),
  },
  {
    id: 'config-missing-stopped',
    title: 'the agent is stopped, and its config.xml is gone',
    prepare: async (mid) => {
      await stopped(mid);
      mid.remove('config.xml');
    },
    expect: problem('config.missing'),
  },
  {
    id: 'config-dangling',
    title: 'config.xml is a link to a file system that is not mounted',
    prepare: async (mid) => {
      mid.remove('config.xml');
      await mid.machine.must('ln -s /opt/settings/config.xml "$1/config.xml"', [mid.dir]);
      await startedInVain(mid);
    },
    expect: problem('config.missing', {
      also: (report) => expect(finding(report, 'config.missing')?.saw).toContain('/opt/settings/config.xml'),
    }),
  },
];
