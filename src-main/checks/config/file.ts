import { defineCheck } from '../define.ts';
import { type ConfigEvidence, configProbe } from '../probes/config.ts';
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
        return [say.fail('config.missing', params)];
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
    const { xml, wrongEncodingLine } = config;
    if (!xml) return [say.unknown('config.malformed', whyUnread(config))];
    if (!xml.ok) {
      const { line, column, message, culprit } = xml;
      const params = { path, line, column, message, parameter: xml.parameter ?? 'a parameter' };
      return [say.fail('config.malformed', params, { variant: culprit, ...at(line) })];
    }
    if (wrongEncodingLine !== undefined) {
      const params = { path, line: wrongEncodingLine };
      return [say.fail('config.malformed', params, { variant: 'encoding', ...at(wrongEncodingLine) })];
    }
    return [say.pass('config.malformed', { path, count: xml.parameters.length })];
  },
});

const whyUnread = (config: ConfigEvidence) => {
  const read = readConfig(config);
  return 'needs' in read ? read.needs : 'evidence';
};
