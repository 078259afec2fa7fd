import { defineCheck } from '../define.ts';
import { type ConfigEvidence, configProbe, type EncodingFault } from '../probes/config.ts';
import { readConfig } from './read.ts';

/** Without config.xml the agent knows no instance and no user. Source: "MID Server parameters". */
export const configFileCheck = defineCheck({
  id: 'config.file',
  step: 'host',
  code: 'config.missing',
  deciding: true,
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const params = { path: config.path ?? 'config.xml' };
    switch (config.state) {
      case 'read':
        return [say.pass('config.missing', params)];
      case 'missing':
        if (config.leadsTo !== undefined)
          return [say.fail('config.missing', { ...params, target: config.leadsTo }, { variant: 'dangling' })];
        if (config.copies.length === 0) return [say.fail('config.missing', params)];
        return [
          say.fail(
            'config.missing',
            { ...params, copy: config.copies[0] ?? '', copies: config.copies.slice(0, 5).join(', ') },
            { variant: 'copies' },
          ),
        ];
      case 'not-a-file':
        return [say.fail('config.missing', params, { variant: 'not-a-file' })];
      case 'no-rights':
        return [say.unknown('config.missing', 'read-rights', params)];
      default:
        return [say.unknown('config.missing', 'evidence')];
    }
  },
});

/** One unescaped character in a password keeps the agent from starting. Source: "MID Server reserved characters". */
export const configXmlCheck = defineCheck({
  id: 'config.xml',
  step: 'host',
  code: 'config.malformed',
  deciding: true,
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const path = config.path ?? 'config.xml';
    const at = (line: number) => ({ evidence: [{ id: configProbe.id, lines: [config.offset + line] }] });
    const { xml, encodingFault } = config;
    if (!xml) return [say.unknown('config.malformed', whyUnread(config))];
    const unread = encodingFault && encodingSaid(encodingFault, config);
    if (unread && (xml.ok || unread.first || unread.line <= xml.line))
      return [
        say.fail('config.malformed', { path, ...unread.params }, { variant: unread.variant, ...at(unread.line) }),
      ];
    if (!xml.ok) {
      // What a document type declares, or has elsewhere, is not read here; a parser that does may be content.
      if (xml.documentType && (xml.culprit === 'ampersand' || xml.documentType === 'elsewhere'))
        return [say.unknown('config.malformed', 'evidence')];
      const { line, column, message, culprit } = xml;
      const params = { path, line, column, message, parameter: xml.parameter ?? 'a parameter' };
      const variant = culprit === 'quote' && config.typographic === line ? 'typographic' : culprit;
      return [say.fail('config.malformed', params, { variant, ...at(line) })];
    }
    return [say.pass('config.malformed', { path, count: xml.parameters.length })];
  },
});

/** `first`: a parser meets it before it has read a single tag. */
const encodingSaid = ({ kind, encoding, line }: EncodingFault, config: ConfigEvidence) => {
  switch (kind) {
    case 'unknown':
      return { variant: 'encoding-unknown', params: { encoding }, line, first: true };
    case 'other': {
      const real = /^utf-?16|^ucs|^unicode/i.test(encoding) ? 'is not UTF-16' : 'is UTF-16';
      return { variant: 'encoding-other', params: { encoding, real }, line, first: true };
    }
    case 'bytes':
      return { variant: 'encoding', params: { encoding, line }, line, first: false };
    case 'control':
      return { variant: 'control', params: { line, bytes: config.bytes ?? 0 }, line, first: false };
  }
};

const whyUnread = (config: ConfigEvidence) => {
  const read = readConfig(config);
  return 'needs' in read ? read.needs : 'evidence';
};
