import { entriesOf, settingOf } from '../config/settings.ts';
import { type InstanceUrl, parseInstanceUrl } from '../config/url.ts';
import { type ConfigParameter, type ConfigXml, parseConfigXml } from '../config/xml.ts';
import { defineScriptProbe } from '../define.ts';
import { type Transcript, wholeNumber } from '../transcript.ts';
import script from './config.sh?raw';
import encodings from './encodings.sh?raw';
import mask from './mask.sh?raw';

export type ProxySettings = {
  readonly use: boolean;
  /** As written; not yet known to be a host name. */
  readonly host: string;
  /** 80 where none is written; NaN where it is no number. Source: "MID Server parameters". */
  readonly port: number;
  readonly hasUser: boolean;
};

export type WrapperSetting = {
  readonly key: string;
  readonly value: string;
  readonly file: 'wrapper.conf' | 'wrapper-override.conf';
  /** Line in the evidence. */
  readonly line: number;
};

export type ConfigEvidence = {
  readonly agentDir: string | undefined;
  readonly path: string | undefined;
  readonly state: 'read' | 'missing' | 'no-rights' | 'not-a-file' | undefined;
  /** As the link says it; undefined where config.xml is none. */
  readonly leadsTo: string | undefined;
  /** Where it is missing: files beside it that are called as its copies are, the newest first. */
  readonly copies: readonly string[];
  /** First line in which a value stands in quotation marks of a word processor. */
  readonly typographic: number | undefined;
  /** The trust store of the agent's own Java, where it is an empty file. */
  readonly emptyStore: string | undefined;
  readonly mtime: number | undefined;
  readonly bytes: number | undefined;
  /** Longer than the megabyte that was read. */
  readonly cut: boolean;
  readonly bom: 'utf-8' | 'utf-16' | null;
  /** What keeps every XML parser from reading it as text; undefined where nothing does. */
  readonly encodingFault: EncodingFault | undefined;
  readonly xml: ConfigXml | undefined;
  readonly parameters: readonly ConfigParameter[];
  /** The line in the evidence where line 1 of config.xml stands, less one. */
  readonly offset: number;
  readonly url: InstanceUrl | null;
  readonly name: string | undefined;
  readonly midSysId: string | undefined;
  readonly username: string | undefined;
  readonly proxy: ProxySettings;
  /** The trust store that the settings name; undefined means that of the agent's Java. Relative to the agent's folder. */
  readonly trustStore: string | undefined;
  readonly javaCommand: string | undefined;
  readonly wrapper: readonly WrapperSetting[];
  readonly wrapperMissing: readonly string[];
  /** What the two files are as files: where they go wrong before a setting is read. */
  readonly wrapperFiles: readonly WrapperFile[];
  /** wrapper.java.additional.N: the numbers, and those that are set to something else a second time. */
  readonly javaOptions: {
    readonly numbers: readonly number[];
    readonly again: readonly {
      readonly number: number;
      readonly file: string;
      readonly from: string;
      readonly line: number;
    }[];
  };
};

export type EncodingFault = {
  readonly kind: 'other' | 'unknown' | 'bytes' | 'control';
  /** As the file says; UTF-8 where it says none. */
  readonly encoding: string;
  readonly line: number;
};

export type WrapperFile = {
  readonly name: 'wrapper.conf' | 'wrapper-override.conf';
  /** Seconds of the epoch. */
  readonly mtime: number | undefined;
  /** An encoding in its first line that this host does not know. */
  readonly unknownEncoding: string | undefined;
  /** First line that is not UTF-8, and the encoding that the first line names, if any. */
  readonly notUtf8: { readonly line: number; readonly encoding: string | null } | undefined;
  readonly includes: readonly { readonly path: string; readonly required: boolean; readonly missing: boolean }[];
  /** Line in the evidence. */
  readonly line: number;
};

const MAX_BYTES = 1024 * 1024;

/** config.xml with its secrets masked, and what wrapper.conf says of Java and the trust store. */
export const configProbe = defineScriptProbe<ConfigEvidence>({
  id: 'config',
  wholeOnly: true,
  step: 'host',
  script: `${mask}\n${encodings}\n${script}`,
  limitS: 10,
  needsAgent: true,
  parse: (t) => {
    const section = t.section('config.xml');
    // Without its end the text was cut off on the way, and would be called malformed for nothing.
    const whole = section?.exitCode === 0 ? section.output.join('\n') : undefined;
    const cut = (t.number('config-bytes') ?? 0) > MAX_BYTES;
    const xml = whole === undefined || cut ? undefined : parseConfigXml(whole);
    const parameters = xml?.ok ? xml.parameters : [];
    const wrapper = wrapperSettings(t);
    const path = t.value('config-path');
    const first = t.value('config-first') ?? '';
    return {
      agentDir: path?.replace(/\/config\.xml$/, ''),
      path,
      state: STATES.find((s) => s === t.value('config-state')),
      leadsTo: t.value('config-leads-to') || undefined,
      copies: t.all('config-copy').map(({ value }) => value),
      typographic: t.number('config-typographic'),
      emptyStore: t.value('store-empty') || undefined,
      mtime: t.number('config-mtime'),
      bytes: t.number('config-bytes'),
      cut,
      bom: first.startsWith('efbbbf') ? 'utf-8' : /^(fffe|feff)/.test(first) ? 'utf-16' : null,
      encodingFault: encodingFault(t, whole),
      xml,
      parameters,
      offset: section?.line ?? 0,
      url: parseInstanceUrl(settingOf(parameters, 'url')).url,
      name: settingOf(parameters, 'name') || undefined,
      midSysId: settingOf(parameters, 'midSysId') || undefined,
      username: settingOf(parameters, 'username') || undefined,
      proxy: proxyOf(parameters),
      trustStore:
        javaProperty(wrapper, 'javax.net.ssl.trustStore') ?? (settingOf(parameters, 'trustStore') || undefined),
      javaCommand: wrapper.findLast((s) => s.key === 'wrapper.java.command')?.value || undefined,
      wrapper,
      wrapperMissing: t.all('wrapper-missing').map((f) => f.value),
      wrapperFiles: FILES.flatMap((name) => wrapperFile(t, name)),
      javaOptions: javaOptions(t),
    };
  },
});

const WIDE = /^(?:fffe|feff|3c00|003c)/;
const SAYS_WIDE = /^(?:utf-?16|utf-?32|unicode|ucs-?[24]|iso-10646-ucs)/i;

/**
 * What Java's own XML parser does with each was tried with Java 17: it follows the first bytes up to the XML
 * declaration, then what that says, and gives up at bytes that do not fit.
 */
const encodingFault = (t: Transcript, text: string | undefined): EncodingFault | undefined => {
  const wide = WIDE.test(t.value('config-first') ?? '');
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(text?.slice(0, 400) ?? '')?.[1];
  const encoding = declared ?? (wide ? 'UTF-16' : 'UTF-8');
  if (t.value('config-encoding-unknown')) return { kind: 'unknown', encoding, line: 1 };
  if (declared !== undefined && wide !== SAYS_WIDE.test(declared)) return { kind: 'other', encoding, line: 1 };
  const fact = /^utf-?8$/i.test(encoding) ? 'config-not-utf8' : /^us-?ascii$/i.test(encoding) ? 'config-not-ascii' : '';
  const line = wide ? undefined : t.number(fact);
  if (line !== undefined) return { kind: 'bytes', encoding, line };
  const control = t.number('config-control');
  return control === undefined ? undefined : { kind: 'control', encoding, line: control };
};

const javaOptions = (t: Transcript): ConfigEvidence['javaOptions'] => ({
  numbers: (t.value('wrapper-numbers') ?? '').split(' ').flatMap((n) => wholeNumber(n) ?? []),
  again: t.all('wrapper-again').flatMap(({ value, line }) => {
    const [, file, n, from] =
      /^(wrapper(?:-override)?\.conf) (\d{1,9}) (wrapper(?:-override)?\.conf)$/.exec(value) ?? [];
    const number = wholeNumber(n);
    return file && from && number !== undefined ? [{ number, file, from, line }] : [];
  }),
});

const STATES = ['read', 'missing', 'no-rights', 'not-a-file'] as const;
const FILES = ['wrapper.conf', 'wrapper-override.conf'] as const;

const proxyOf = (parameters: readonly ConfigParameter[]): ProxySettings => {
  const port = settingOf(parameters, 'proxyPort')?.trim();
  return {
    use: entriesOf(parameters, 'useProxy').some((p) => p.value.trim().toLowerCase() === 'true'),
    host: settingOf(parameters, 'proxyHost')?.trim() ?? '',
    port: port ? (/^\d{1,5}$/.test(port) ? Number(port) : Number.NaN) : 80,
    hasUser: Boolean(settingOf(parameters, 'proxyUser')?.trim()),
  };
};

/** The override file is read after wrapper.conf, so the last of a key counts. Source: wrapper.conf's last line. */
const wrapperSettings = (t: Transcript): readonly WrapperSetting[] =>
  FILES.flatMap((file) => {
    const section = t.section(file);
    return (section?.output ?? []).flatMap((text, i) => {
      const [, key, value] = /^\d+:\s*([\w.]+)\s*=\s*(.*?)\s*$/.exec(text) ?? [];
      if (key === undefined || value === undefined || !section) return [];
      return [{ key, value: value.replace(/^"(.*)"$/, '$1'), file, line: section.line + 1 + i }];
    });
  });

const wrapperFile = (t: Transcript, name: WrapperFile['name']): readonly WrapperFile[] => {
  const section = t.section(name);
  if (!section) return [];
  const rest = (key: string) =>
    t.all(key).flatMap(({ value }) => (value.startsWith(`${name} `) ? [value.slice(name.length + 1)] : []));
  const [, line, encoding] = /^(\d+) (\S+)$/.exec(rest('wrapper-not-utf8')[0] ?? '') ?? [];
  const bad = wholeNumber(line);
  return [
    {
      name,
      mtime: wholeNumber(rest('wrapper-mtime')[0]),
      unknownEncoding: rest('wrapper-encoding-unknown')[0] || undefined,
      notUtf8: bad === undefined ? undefined : { line: bad, encoding: encoding === '-' ? null : (encoding ?? null) },
      includes: rest('wrapper-include').flatMap((value) => {
        const [, kind, state, path] = /^(required|optional) (there|missing|unknown) (.+)$/s.exec(value) ?? [];
        return path === undefined ? [] : [{ path, required: kind === 'required', missing: state === 'missing' }];
      }),
      line: section.line,
    },
  ];
};

const javaProperty = (settings: readonly WrapperSetting[], property: string): string | undefined =>
  settings
    .findLast((s) => s.key.startsWith('wrapper.java.additional.') && s.value.startsWith(`-D${property}=`))
    ?.value.slice(property.length + 3)
    .replace(/^"(.*)"$/, '$1');
