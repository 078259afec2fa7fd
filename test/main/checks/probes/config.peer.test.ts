import { describe, expect, test } from 'vitest';
import { configProbe } from '../../../../src-main/checks/probes/config.ts';
import { folderWith, parsed, runProbe, SHELLS } from '../../../fakes/run-probe.ts';
import { peers } from '../../../peers/needs.ts';

const wrap = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<parameters>\n${body}\n</parameters>\n`;

/** Every way in which a secret may stand in the file; the word itself must not come out. */
const PLANTED: readonly (readonly [string, string])[] = [
  ['in order', wrap('<parameter name="mid.instance.password" value="hunter2"/>')],
  ['value first', wrap('<parameter value="hunter2" name="mid.instance.password"/>')],
  ['single quotes', wrap("<parameter name='mid.proxy.password' value='hun\"hunter2'/>")],
  ['over lines', wrap('<parameter\n  name="mid.instance.password"\n  secure="true"\n  value="a\nhunter2"\n/>')],
  ['several in a line', wrap('<parameter name="a" value="b"/><parameter name="x.secret" value="hunter2"/>')],
  ['commented out', wrap('<!-- <parameter name="glide.glidesoap.password" value="hunter2"/> -->')],
  ['in a comment', wrap('<!-- the password is hunter2 -->\n<parameter name="a" value="b"/> <!-- hunter2 -->')],
  ['as text', wrap('<parameter name="a" value="b"/> hunter2 <parameter name="c" value="d">hunter2</parameter>')],
  ['encrypted', wrap('<parameter name="any" value="encrypted:hunter2=="/>')],
  ['marked secure', wrap('<parameter name="any" value="hunter2" secure="true"/>')],
  ['marked encrypt', wrap('<parameter name="any" encrypt="yes" value="hunter2"/>')],
  ['name with an entity', wrap('<parameter name="mid.instance.p&#97;ssword" value="hunter2"/>')],
  ['in an address', wrap('<parameter name="mid.proxy.host" value="http://bob:hunter2@proxy:3128/"/>')],
  ['in an address without scheme', wrap('<parameter name="mid.proxy.host" value="bob:hunter2@proxy"/>')],
  ['in a query', wrap('<parameter name="url" value="https://x.example/?token=hunter2"/>')],
  ['& inside', wrap('<parameter name="mid.instance.password" value="p&hunter2"/>')],
  ['< inside', wrap('<parameter name="mid.instance.password" value="p<hunter2"/>')],
  ['quote inside', wrap('<parameter name="mid.instance.password" value="p"hunter2"/>')],
  ['value first and broken', wrap('<parameter value="p"hunter2" name="mid.instance.password"/>')],
  ['no quotes', wrap('<parameter name="mid.instance.password" value=hunter2 />')],
  ['never closed', '<parameters><parameter name="mid.instance.password" value="hunter2'],
  [
    'quote of the line before missing',
    wrap('<parameter name="a" value="b/>\n<parameter name="p.pass" value="hunter2"/>'),
  ],
  ['other element', wrap('<setting key="x" pass="hunter2">hunter2</setting>')],
  ['other attribute', wrap('<parameter name="a" value="b" note="hunter2"/>')],
  ['name and value swapped', wrap('<parameter name="hunter2" value="mid.instance.password"/>')],
  ['swapped and no name', wrap('<parameter value="hunter2"/>')],
  ['in CDATA', wrap('<![CDATA[hunter2]]>')],
  ['in a processing instruction', wrap('<?php hunter2 ?>')],
  ['in a document type', '<!DOCTYPE parameters [<!ENTITY p "hunter2">]>\n<parameters/>'],
  ['no XML at all', 'password=hunter2\n'],
  ['tag name broken', wrap('< parameter name="mid.instance.password" value="hunter2"/>')],
  ['upper case', wrap('<PARAMETER NAME="MID.INSTANCE.PASSWORD" VALUE="hunter2"/>')],
  ['carriage returns', wrap('<parameter name="mid.instance.password" value="hunter2"/>').replaceAll('\n', '\r\n')],
  ['a long line', wrap(`<parameter name="mid.instance.password" value="${'x'.repeat(50_000)}hunter2"/>`)],
  ['a variable', wrap('<parameter name="mid.instance.password" value="%HUNTER2%"/>')],
  ['a vault', wrap('<parameter name="mid.instance.password" value="ENC(hunter2)"/>')],
  ['CyberArk', wrap('<parameter name="mid.instance.password" value="cyberark: id=hunter2"/>')],
  ['other quotes', wrap('<parameter name=“mid.instance.password” value=“hunter2”/>')],
  ['a comment over lines', wrap('<!--\n<parameter name="p.password"\n value="hunter2"/>\n-->')],
  ['a comment in a tag', wrap('<parameter name="p.password" <!-- x --> value="hunter2"/>')],
  ['two values', wrap('<parameter name="p.password" value="a" value="hunter2"/>')],
  ['CDATA in a value', wrap('<parameter name="p.password"><![CDATA[hunter2]]></parameter>')],
  ['an entity of its own', '<!DOCTYPE parameters [\n<!ENTITY p "hunter2">\n]>\n<parameters/>'],
  ['zero bytes', wrap('<parameter name="mid.instance.password" value="\0hunter2"/>\0\0')],
  ['UTF-16', `\uFEFF${wrap('<parameter name="mid.instance.password" value="hunter2"/>')}`],
];

describe.skipIf(!peers('busybox'))('no secret leaves the host', () => {
  test.each(SHELLS)('in %s', (shell) => {
    for (const [name, text] of PLANTED) {
      const content = name === 'UTF-16' ? Buffer.from(text, 'utf16le') : text;
      using agent = folderWith({ 'config.xml': content });
      const output = runProbe(configProbe, agent.dir, shell);
      expect(output, name).not.toMatch(/hunter2/i);
      // What is hidden keeps its place: as many lines, and each as long as it was.
      const lines = text
        .replace(/^\uFEFF/, '')
        .replace(/\n$/, '')
        .split('\n');
      if (name === 'UTF-16') continue;
      const section = output.slice(output.indexOf('\n ') + 1, output.indexOf('\n=0'));
      expect(
        section.split('\n').map((l) => l.length - 1),
        name,
      ).toEqual(lines.map((l) => l.length));
    }
  });

  test.each(SHELLS)('also not from wrapper.conf, in %s', (shell) => {
    using agent = folderWith({
      'config.xml': wrap(''),
      'conf/wrapper.conf': [
        '#encoding=UTF-8',
        'wrapper.java.command=jre/bin/java',
        'wrapper.java.additional.1=-Djavax.net.ssl.trustStore=conf/own trust.jks',
        'wrapper.java.additional.2=-Djavax.net.ssl.trustStorePassword=hunter2',
        'wrapper.ntservice.password=hunter2',
        'set.TRUST_PW=hunter2',
        'wrapper.java.additional.3=-Djavax.net.ssl.trustStore=a -Djavax.net.ssl.trustStorePassword=hunter2',
        'wrapper.java.additional.4=-Dhttps.proxyHost=bob:hunter2@proxy',
        'wrapper.java.additional.5=-Down.thing=hunter2',
        'wrapper.java.additional.5=-Down.thing=hunter2hunter2',
        '# hunter2',
        '#include ../conf/wrapper-override.conf',
      ].join('\n'),
      'conf/wrapper-override.conf': 'wrapper.java.command=/usr/bin/java\nwrapper.java.maxmemory=2048',
    });
    const output = runProbe(configProbe, agent.dir, shell);
    expect(output).not.toMatch(/hunter2/);
    const config = parsed(configProbe, output);
    expect(config.javaOptions).toMatchObject({
      numbers: [1, 2, 3, 4, 5],
      again: [{ number: 5, file: 'wrapper.conf', from: 'wrapper.conf' }],
    });
    expect(config.javaCommand).toBe('/usr/bin/java');
    expect(config.trustStore).toBe('conf/own trust.jks');
  });
});

describe.skipIf(!peers('busybox'))('what stays visible', () => {
  test.each(SHELLS)('in %s', (shell) => {
    using agent = folderWith({
      'config.xml': wrap(
        [
          '<!-- text -->',
          '<parameter value="https://acme.service-now.com/" name="url"/>',
          "<parameter name='name' value='mid \u00e4 1'/>",
          '<parameter name="mid.instance.password" value="YOUR_INSTANCE_PASSWORD_HERE" secure="true"/>',
          '<parameter name="mid.proxy.password" value=""/>',
          '<parameter name="mid.proxy.host" value="proxy.example"/>',
          '<parameter name="other.password" value="p\u00e4ss&amp;&#65;&#x1F600;w"/>',
        ].join('\n'),
      ),
    });
    const output = runProbe(configProbe, agent.dir, shell);
    expect(output).toContain('value="https://acme.service-now.com/" name="url"');
    expect(output).toContain("value='mid \u00e4 1'");
    expect(output).toContain('value="YOUR_INSTANCE_PASSWORD_HERE"');
    expect(output).toContain('value="****&amp;&#42;&#x0002a;*"');
    const config = parsed(configProbe, output);
    expect(config).toMatchObject({
      state: 'read',
      agentDir: agent.dir,
      bom: null,
      cut: false,
      url: { scheme: 'https', host: 'acme.service-now.com', port: 443 },
      name: 'mid \u00e4 1',
      proxy: { use: false, host: 'proxy.example', port: 80, hasUser: false },
    });
    expect(config.xml?.ok).toBe(true);
    expect(config.parameters.find((p) => p.name === 'name')).toMatchObject({ line: 5, column: 1 });
  });

  test.each(SHELLS)('what is malformed stays so, at its place, in %s', (shell) => {
    const cases: [string, object][] = [
      ['<parameter name="mid.instance.password" value="p&ss"/>', { line: 3, column: 49, culprit: 'ampersand' }],
      ['<parameter name="mid.instance.password" value="p&ss;w"/>', { line: 3, column: 49, culprit: 'ampersand' }],
      ['<parameter name="mid.instance.password" value="p<ss"/>', { line: 3, column: 49, culprit: 'less-than' }],
      ['<parameter name="mid.instance.password" value="p"ss"/>', { line: 3, column: 50, culprit: 'quote' }],
      ['<parameter name="name" value="b/>\n<parameter name="c" value="d"/>', { line: 3, column: 1, culprit: 'quote' }],
    ];
    for (const [body, expected] of cases) {
      using agent = folderWith({ 'config.xml': wrap(body) });
      const { xml } = parsed(configProbe, runProbe(configProbe, agent.dir, shell));
      expect(xml, body).toMatchObject({ ok: false, ...expected });
      if (body.includes('mid.instance')) expect(xml).toMatchObject({ parameter: 'mid.instance.password' });
    }
  });

  test.each(SHELLS)('a missing file, other encodings and a huge file are facts, in %s', (shell) => {
    using none = folderWith({ 'conf/x': '' });
    expect(parsed(configProbe, runProbe(configProbe, none.dir, shell))).toMatchObject({ state: 'missing' });
    using folder = folderWith({ 'config.xml/x': '' });
    expect(parsed(configProbe, runProbe(configProbe, folder.dir, shell))).toMatchObject({ state: 'not-a-file' });
    using bom = folderWith({ 'config.xml': `\uFEFF${wrap('')}` });
    expect(parsed(configProbe, runProbe(configProbe, bom.dir, shell))).toMatchObject({
      bom: 'utf-8',
      xml: { ok: true },
    });
    using utf16 = folderWith({
      'config.xml': Buffer.from(`\uFEFF${wrap('<parameter name="name" value="m"/>')}`, 'utf16le'),
    });
    expect(parsed(configProbe, runProbe(configProbe, utf16.dir, shell))).toMatchObject({ bom: 'utf-16', name: 'm' });
    using latin = folderWith({
      'config.xml': Buffer.from(wrap('\n<parameter name="p.password" value="p\u00e4ss"/>'), 'latin1'),
    });
    expect(parsed(configProbe, runProbe(configProbe, latin.dir, shell))).toMatchObject({
      encodingFault: { kind: 'bytes', line: 4 },
    });
    using wide = folderWith({
      'config.xml': Buffer.from(
        `<?xml version="1.0"?>\n<parameters>\n<parameter name="name" value="\u263c \u00e4 \u{1F600}"/>\n<parameter name="p.password" value="\u263c\u00e4\u{1F600}"/></parameters>`,
        'utf16le',
      ).swap16(),
    });
    expect(parsed(configProbe, runProbe(configProbe, wide.dir, shell))).toMatchObject({
      name: '\u263c \u00e4 \u{1F600}',
      parameters: [{}, { name: 'p.password', value: '***' }],
      encodingFault: undefined,
    });
    using western = folderWith({
      'config.xml': Buffer.from(
        wrap('<parameter name="name" value="m\u00fc"/>').replace('UTF-8', 'ISO-8859-1'),
        'latin1',
      ),
    });
    expect(parsed(configProbe, runProbe(configProbe, western.dir, shell))).toMatchObject({
      name: 'm\u00fc',
      encodingFault: undefined,
    });
    for (const [says, content, fault] of [
      ['UTF-8', (t: string) => Buffer.from(`\uFEFF${t}`, 'utf16le'), 'other'],
      ['UTF-16', (t: string) => Buffer.from(t), 'other'],
      ['us-ascii', (t: string) => Buffer.from(t.replace('x.y', '\u00e4')), 'bytes'],
      ['UTF-8', (t: string) => Buffer.from(t.replace('x.y', 'a\u0001')), 'control'],
      ['UTF-8', (t: string) => Buffer.from(`${t}\0\0\0`), 'control'],
    ] as const) {
      const text = wrap('<parameter name="x.y" value=""/>').replace('UTF-8', says);
      using odd = folderWith({ 'config.xml': content(text) });
      const config = parsed(configProbe, runProbe(configProbe, odd.dir, shell));
      expect(config.encodingFault, `${says} ${fault}`).toMatchObject({ kind: fault });
    }
    using unknown = folderWith({ 'config.xml': wrap('').replace('UTF-8', 'KLINGON') });
    // BusyBox has no iconv to ask.
    expect(parsed(configProbe, runProbe(configProbe, unknown.dir, shell)).encodingFault?.kind).toBe(
      shell === 'busybox' ? undefined : 'unknown',
    );
    using huge = folderWith({ 'config.xml': wrap('<parameter name="a" value="b"/>\n'.repeat(40_000)) });
    const cut = parsed(configProbe, runProbe(configProbe, huge.dir, shell));
    expect(cut).toMatchObject({ state: 'read', cut: true });
    expect(cut.xml).toBeUndefined();
  });
});

describe.skipIf(!peers('busybox')).each(SHELLS)('what is wrong beside config.xml, in %s', (shell) => {
  const look = (files: Readonly<Record<string, string>>) => {
    using agent = folderWith({ 'lib/x': '', ...files });
    return parsed(configProbe, runProbe(configProbe, agent.dir, shell));
  };

  test('copies of it are named where it is gone, and only there', () => {
    const copies = { 'config.xml.bak': 'x', 'old_config.xml.20261101': 'x', 'config-before.xml': 'x' };
    const { state, copies: found } = look({ ...copies, 'config.xml.empty': '', 'wrapper.xml': 'x' });
    expect(state).toBe('missing');
    expect(found.toSorted()).toEqual(Object.keys(copies).toSorted());
    expect(look({ ...copies, 'config.xml': '<parameters/>' }).copies).toEqual([]);
  });

  test('quotation marks of a word processor are seen through the mask, those in a value are none', () => {
    expect(look({ 'config.xml': wrap('<parameter name="a" value=“b”/>') }).typographic).toBe(3);
    expect(look({ 'config.xml': wrap('<parameter name="a" value="“b”"/>') }).typographic).toBeUndefined();
  });

  test('an empty trust store is told from a full one', () => {
    const store = 'jre/lib/security/cacerts';
    expect(look({ [store]: '' }).emptyStore).toMatch(/\/jre\/lib\/security\/cacerts$/);
    expect(look({ [store]: 'x' }).emptyStore).toBeUndefined();
  });
});
