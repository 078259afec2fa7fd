import { LineType, parse } from 'ssh-config';
import { excerpt } from '../../bounded.ts';
import { connectionError } from '../../connection-params.ts';

/** One directive. `raw` is everything after its name, for those whose value is a command. */
export type ConfigLine = {
  readonly file: string;
  readonly line: number;
  /** In lower case. */
  readonly key: string;
  readonly raw: string;
  readonly words: readonly string[];
};

/**
 * The directives of a file. The parser finds each line's directive; its value is split here, as OpenSSH does it (both
 * kinds of quotes, backslashes, comments), because the parser drops the quotes that ProxyCommand and Match need.
 */
export const configLines = (text: string, file: string): readonly ConfigLine[] => {
  const lines: ConfigLine[] = [];
  let number = 0;
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    number++;
    const where = `${file}, line ${number}`;
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    // No path and no argument can hold one.
    if (line.includes('\0')) throw invalid(where, 'has a NUL character');
    // With a value that the parser cannot give up on.
    const head = /^\s*[^\s=]+(?:\s*=\s*|\s+)(?=[^\s=])/.exec(line)?.[0] ?? '';
    const [node] = head === '' ? [] : tolerant(`${head.replace(/["'\\]/g, '_')}all`);
    if (node?.type !== LineType.DIRECTIVE) throw invalid(where, 'has a directive without a value');
    const raw = line.slice(node.before.length + node.param.length + node.separator.length).trimEnd();
    const words = splitWords(raw);
    if (words === null) throw invalid(where, 'has a quote that is not closed');
    lines.push({ file, line: number, key: node.param.toLowerCase().replaceAll('"', ''), raw, words });
  }
  return lines;
};

const tolerant = (line: string) => {
  try {
    return parse(line);
  } catch {
    return [];
  }
};

/** Both may quote what stands in the file. */
export const invalid = (where: string, why: string) =>
  connectionError('config-invalid', 'config', { where: excerpt(where, 300), why: excerpt(why, 300) });

/** Words as OpenSSH splits them; null where a quote is not closed. */
export const splitWords = (text: string): readonly string[] | null => {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ' ' || text[at] === '\t') {
      at++;
      continue;
    }
    if (text[at] === '#') break;
    let word = '';
    let quote = '';
    for (; at < text.length; at++) {
      const c = text[at] ?? '';
      const next = text[at + 1] ?? '';
      if (c === '\\' && (next === '"' || next === "'" || next === '\\' || (quote === '' && next === ' '))) {
        word += next;
        at++;
      } else if (quote === '' && (c === ' ' || c === '\t')) break;
      else if (quote === '' && (c === '"' || c === "'")) quote = c;
      else if (quote !== '' && c === quote) quote = '';
      else word += c;
    }
    if (quote !== '') return null;
    words.push(word);
  }
  return words;
};
