import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROBES } from '../../../src-main/checks/catalogue.ts';
import { en } from '../../../src-main/messages/en/index.ts';
import { placeholders } from '../../../src-main/messages/format.ts';
import { messagesFor } from '../../../src-main/messages/index.ts';
import type { CodeText, ConnectionText, FindingText } from '../../../src-main/messages/types.ts';
import { FINDING_CODES, type FindingCode } from '../../../src-main/model/codes.ts';
import { CONNECTION_CODES } from '../../../src-main/model/connection-error.ts';
import { EVIDENCE_ERRORS } from '../../../src-main/model/evidence-error.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FORMATS = [null, 'bytes', 'duration', 'count', 'ago', 'list'];

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(ROOT, path)).isDirectory()) return sources(path);
    return name.endsWith('.ts') ? [readFileSync(join(ROOT, path), 'utf8')] : [];
  });

const textsOf = (code: CodeText): FindingText[] =>
  [code.pass, code.warn, code.fail, code.info, code.unknown, ...Object.values(code.variants ?? {})].filter(
    (text) => text !== undefined,
  );

const templatesOf = (text: FindingText): string[] => [
  text.title,
  ...[text.saw, text.because].filter((t) => t !== undefined),
  ...(text.doThis ?? []),
];

/** Every string below, with the way to it. */
const strings = (value: unknown, path: string): [path: string, text: string][] => {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, `${path}/${key}`));
};

const all = strings(en, 'en');

const sentenceOf = (next: ConnectionText['next'][number]) => (typeof next === 'string' ? next : next.viaOpenssh);

describe('every code', () => {
  test.each(FINDING_CODES)('%s is explained', (code) => {
    const { title, meaning, how, doThis, kbSection, source, links } = en.findings[code].explain;
    for (const text of [title, meaning, how, kbSection, source, ...doThis]) expect(text.trim()).not.toBe('');
    expect(doThis.length).toBeGreaterThan(0);
    for (const { title: name, url } of links ?? [])
      expect([name, url]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/^https:\/\//)]);
  });

  test.each(CONNECTION_CODES)('connection.%s says what happened and what to do', (code) => {
    const { title, message, next } = en.connection[code];
    for (const text of [title, message, ...next.map(sentenceOf)]) expect(text.trim()).not.toBe('');
    expect(next.length).toBeGreaterThan(0);
  });

  test.each(EVIDENCE_ERRORS)('evidence.%s says what is with the file and what to do', (code) => {
    const { title, message, next } = en.evidenceErrors[code];
    for (const text of [title, message, ...next]) expect(text.trim()).not.toBe('');
    expect(message).toContain('{file}');
    expect(next.length).toBeGreaterThan(0);
  });

  test('no text stands under a code that does not exist', () => {
    expect(Object.keys(en.evidenceErrors).toSorted()).toEqual([...EVIDENCE_ERRORS].toSorted());
    expect(Object.keys(en.findings).toSorted()).toEqual(FINDING_CODES.toSorted());
    expect(Object.keys(en.connection).toSorted()).toEqual([...CONNECTION_CODES].toSorted());
  });

  test('a failing one says what to do', () => {
    const silent = FINDING_CODES.filter((code) => {
      const { fail, explain } = en.findings[code];
      return fail !== undefined && (fail.doThis ?? explain.doThis).length === 0;
    });
    expect(silent).toEqual([]);
  });
});

describe('templates', () => {
  test('have only formats that exist', () => {
    const unknown = all.flatMap(([path, text]) =>
      placeholders(text).flatMap(({ format }) => (FORMATS.includes(format) ? [] : [`${path}: ${format}`])),
    );
    expect(unknown).toEqual([]);
  });

  test('have no braces that are not understood', () => {
    const odd = all.filter(([, text]) =>
      /[{}]/.test(text.replace(/\{([a-zA-Z]\w*)(?::(\w+)|\|[^|{}]*\|[^|{}]*)?\}/g, '')),
    );
    expect(odd).toEqual([]);
  });

  /** A name that no check says is a misspelt one: it would show in brackets. */
  test('of findings name only what the checks say', () => {
    const said = [...sources('src-main/checks'), ...sources('src-main/logs'), ...sources('src-main/wizard')].join('\n');
    const words = new Set(said.match(/[a-zA-Z]\w*/g));
    const misspelt = Object.entries(en.findings).flatMap(([code, text]) =>
      textsOf(text)
        .flatMap(templatesOf)
        .flatMap((t) => placeholders(t).flatMap(({ name }) => (words.has(name) ? [] : [`${code}: ${name}`]))),
    );
    expect(misspelt).toEqual([]);
  });

  test('of connections name only what connecting says', () => {
    const words = new Set([...sources('src-main/hosts'), ...sources('src-main/cli')].join('\n').match(/[a-zA-Z]\w*/g));
    const misspelt = Object.entries(en.connection).flatMap(([code, text]) =>
      [text.title, text.message, ...Object.values(text.byPhase ?? {}), ...text.next.map(sentenceOf)].flatMap((t) =>
        placeholders(t).flatMap(({ name }) => (words.has(name) || name === 'phase' ? [] : [`${code}: ${name}`])),
      ),
    );
    expect(misspelt).toEqual([]);
  });

  test('of files name only what reading them says', () => {
    const words = new Set([...sources('src-main/app'), ...sources('src-main/model')].join('\n').match(/[a-zA-Z]\w*/g));
    const named = strings(en.evidenceErrors, 'evidence').flatMap(([, text]) =>
      placeholders(text).map(({ name }) => name),
    );
    expect(named.filter((name) => !words.has(name))).toEqual([]);
  });

  test('of saved evidence stand where others stand, and name no more than those', () => {
    const more = strings(en.ofEvidence, 'en').flatMap(([path, text]) => {
      const other = all.find(([place]) => place === path)?.[1];
      const known = new Set(placeholders(other ?? '').map(({ name }) => name));
      const strange = placeholders(text).filter(({ name }) => !known.has(name));
      return other === undefined && !/\/\d+$/.test(path) ? [path] : strange.map(({ name }) => `${path}: ${name}`);
    });
    expect(more).toEqual([]);
  });

  test('of explanations have no placeholders: there is nothing to fill them with', () => {
    const filled = FINDING_CODES.flatMap((code) =>
      strings(en.findings[code].explain, code).filter(([, text]) => placeholders(text).length > 0),
    );
    expect(filled).toEqual([]);
  });
});

describe('tone', () => {
  test('nobody is shouted at', () => {
    expect(all.filter(([, text]) => /!|\b(oops|whoops|uh-oh|sorry)\b/i.test(text))).toEqual([]);
  });

  test('no text is empty, or has blanks at its ends', () => {
    const prompts = /\/phrases\/terminal\./;
    const arrows = /\/steps\/\w+\/(onYes|onNo)$/;
    expect(all.filter(([path, text]) => text.trim() === '' && !arrows.test(path))).toEqual([]);
    expect(all.filter(([path, text]) => text !== text.trim() && !prompts.test(path))).toEqual([]);
  });

  test('titles have no full stop at the end', () => {
    const titles = FINDING_CODES.flatMap((code) => [
      en.findings[code].explain.title,
      ...textsOf(en.findings[code]).map((text) => text.title),
    ]);
    const own = [...Object.values(en.connection), ...Object.values(en.evidenceErrors)].map(({ title }) => title);
    expect([...titles, ...own].filter((title) => /\.$/.test(title))).toEqual([]);
  });

  test('what was seen, why, and what to do are sentences', () => {
    const bodies = FINDING_CODES.flatMap((code: FindingCode) =>
      textsOf(en.findings[code]).flatMap((text) =>
        [text.saw, text.because, ...(text.doThis ?? [])].filter((t) => t !== undefined).map((t) => [code, t] as const),
      ),
    );
    expect(bodies.filter(([, text]) => !/[.?:\])}”"]$/.test(text))).toEqual([]);
  });

  test('no path of the dossier and nothing of how this was made is in a text', () => {
    expect(all.filter(([, text]) => /reference\/|mid-server\.md|design\.md|§/.test(text))).toEqual([]);
  });
});

test('every code can be explained, by its name', () => {
  const m = messagesFor('en');
  expect(m.codes().filter((code) => m.explainCode(code) === null)).toEqual([]);
  expect(m.codes().length).toBe(FINDING_CODES.length + CONNECTION_CODES.length + EVIDENCE_ERRORS.length);
  expect(m.explainCode('host.nothing')).toBeNull();
  expect(m.explainCode('constructor')).toBeNull();
  expect(m.explainCode('connection.refused')?.meaning).not.toContain('[');
  expect(m.explainCode('evidence.version')?.meaning).toBe('<file> is <theirs>; this version reads <ours>.');
});

test('every piece of evidence has a name', () => {
  expect(Object.keys(en.evidence).toSorted()).toEqual(PROBES.map(({ id }) => id).toSorted());
});
