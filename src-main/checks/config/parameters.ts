import { defineCheck } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { linesOf, readConfig } from './read.ts';
import { entriesOf, isPlaceholder, isUnexpanded, namesOf, type Setting } from './settings.ts';
import type { ConfigParameter } from './xml.ts';

/** Values as they are shipped, where nobody put in their own. Source: the shipped config.xml; "MID Server parameters". */
export const configPlaceholderCheck = defineCheck({
  id: 'config.placeholder',
  step: 'host',
  code: 'config.placeholder',
  deciding: true,
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const read = readConfig(config);
    if ('needs' in read) return [say.unknown('config.placeholder', read.needs)];
    const found = read.parameters.filter((p) => isPlaceholder(p.value));
    if (found.length === 0) return [say.pass('config.placeholder', { count: read.parameters.length })];
    const names = [...new Set(found.map((p) => p.name || '(no name)'))];
    return [
      say.fail(
        'config.placeholder',
        { names: names.slice(0, 10).join(', '), count: names.length },
        { ...linesOf(config, found), ...(found.every((p) => isUnexpanded(p.value)) ? { variant: 'unexpanded' } : {}) },
      ),
    ];
  },
});

/** Those that decide where the agent signs in and as whom; one of them twice is a known cause of 401 (KB0726937). */
const ONCE: readonly Setting[] = [
  'url',
  'name',
  'username',
  'password',
  'midSysId',
  'useProxy',
  'proxyHost',
  'proxyPort',
];

export const configDuplicateCheck = defineCheck({
  id: 'config.duplicates',
  step: 'host',
  code: 'config.duplicate-parameter',
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const read = readConfig(config);
    if ('needs' in read) return [say.unknown('config.duplicate-parameter', read.needs)];
    const several = ONCE.map((setting) => entriesOf(read.parameters, setting)).filter((entries) => entries.length > 1);
    const twice = several.find((entries) => differ(entries) || isHidden(entries));
    if (twice) return [say.fail('config.duplicate-parameter', paramsOf(twice), linesOf(config, twice))];
    const known = new Set(ONCE.flatMap(namesOf));
    const byName = Map.groupBy(read.parameters, (p) => p.name);
    const other = [...byName].find(([name, entries]) => entries.length > 1 && !known.has(name) && differ(entries));
    if (other) return [say.warn('config.duplicate-parameter', paramsOf(other[1]), linesOf(config, other[1]))];
    const [same] = several;
    if (same)
      return [say.warn('config.duplicate-parameter', paramsOf(same), { variant: 'same', ...linesOf(config, same) })];
    return [say.pass('config.duplicate-parameter', { count: byName.size })];
  },
});

const differ = (entries: readonly ConfigParameter[]) => new Set(entries.map((p) => p.value)).size > 1;

/** Masked on the host: whether two of them are the same cannot be told. */
const isHidden = (entries: readonly ConfigParameter[]) => entries.some((p) => p.value.includes('***'));

const paramsOf = (entries: readonly ConfigParameter[]) => ({
  names: [...new Set(entries.map((p) => p.name))].join(' and '),
  count: entries.length,
  lines: entries.map((p) => p.line).join(', '),
});

/** Source: "MID Server parameters" and "MID Server installation prerequisites" (must not begin with mid.server). */
export const configNameCheck = defineCheck({
  id: 'config.name',
  step: 'host',
  code: 'config.name-invalid',
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const read = readConfig(config);
    if ('needs' in read) return [say.unknown('config.name-invalid', read.needs)];
    const entry = entriesOf(read.parameters, 'name').at(-1);
    const name = entry?.value ?? '';
    const at = entry ? linesOf(config, [entry]) : {};
    if (name.trim() === '') return [say.fail('config.name-invalid', {}, { variant: 'missing', ...at })];
    if (/^mid\.server/i.test(name.trim())) return [say.fail('config.name-invalid', { name }, at)];
    if (name !== name.trim()) return [say.warn('config.name-invalid', { name }, { variant: 'blanks', ...at })];
    return [say.pass('config.name-invalid', { name })];
  },
});
