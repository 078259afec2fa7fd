import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml';

export type ConfigParameter = {
  readonly name: string;
  readonly value: string;
  /** From 1, in config.xml. */
  readonly line: number;
  readonly column: number;
};

/** What most likely stands unescaped at the place where the parser gave up. */
export type Culprit = 'ampersand' | 'less-than' | 'quote' | 'twice' | 'comment' | 'root' | 'other';

export type ConfigXml =
  | { readonly ok: true; readonly parameters: readonly ConfigParameter[] }
  | {
      readonly ok: false;
      readonly line: number;
      readonly column: number;
      readonly culprit: Culprit;
      /** The parser's own sentence, without the excerpt. */
      readonly message: string;
      /** The parameter that the place lies in, where its name can be made out. */
      readonly parameter: string | null;
      /** Declarations of its own, in it or in another file. */
      readonly documentType: 'inside' | 'elsewhere' | null;
    };

/** Reads config.xml as the agent does: by an XML parser, whatever the order of attributes. Never throws. */
export const parseConfigXml = (text: string): ConfigXml => {
  try {
    const { root } = parseXml(text, { includeOffsets: true });
    if (root?.name !== 'parameters')
      return malformed(text, root?.start ?? 0, 'root', `The root element is ${root?.name ?? 'missing'}`);
    const at = positions(text);
    return {
      ok: true,
      parameters: root.children
        .filter((node): node is XmlElement => node instanceof XmlElement && node.name === 'parameter')
        .map(({ attributes, start }) => ({
          name: attributes['name'] ?? '',
          value: attributes['value'] ?? '',
          ...at(start),
        })),
    };
  } catch (error) {
    if (!(error instanceof XmlError)) return malformed(text, 0, 'other', 'The parser gave up');
    const message = error.message.replace(/ \(line \d+, column \d+\)[\s\S]*/, '').slice(0, 200);
    return malformed(text, ...culpritOf(text, error.pos, message), message);
  }
};

const malformed = (text: string, pos: number, culprit: Culprit, message: string): ConfigXml => ({
  ok: false,
  ...positions(text)(pos),
  culprit,
  message,
  parameter: parameterAt(text, pos),
  documentType: documentTypeOf(text),
});

const documentTypeOf = (text: string): 'inside' | 'elsewhere' | null => {
  const [, , elsewhere, inside] = /<!DOCTYPE\s+([\w.:-]+)\s*(SYSTEM\b|PUBLIC\b)?[^[>]{0,1000}(\[)?/.exec(text) ?? [];
  return elsewhere ? 'elsewhere' : inside ? 'inside' : null;
};

const culpritOf = (text: string, pos: number, message: string): [number, Culprit] => {
  if (/reference|entity/i.test(message)) return [Math.max(0, text.lastIndexOf('&', pos)), 'ampersand'];
  if (/`<` is not allowed in an attribute/.test(message)) {
    // The next tag inside of a value means that the value before it was never closed.
    if (!/^<\/?parameters?\b|^<!--/.test(text.slice(pos, pos + 12))) return [pos, 'less-than'];
    return [Math.max(0, text.lastIndexOf('<', pos - 1)), 'quote'];
  }
  if (/duplicate attribute/i.test(message)) return [pos, 'twice'];
  if (/inside a comment/i.test(message)) return [pos, 'comment'];
  if (/unclosed start tag|attribute/i.test(message)) return [pos, 'quote'];
  return [pos, 'other'];
};

const parameterAt = (text: string, pos: number): string | null => {
  const start = text.lastIndexOf('<parameter', pos);
  if (start < 0) return null;
  const tag = text.slice(start, start + 400);
  return /\sname\s*=\s*["']([A-Za-z0-9_.-]{1,100})["']/.exec(tag.slice(0, tag.indexOf('<', 1) >>> 0))?.[1] ?? null;
};

/** Line and column, both from 1, of an offset; made for offsets in rising order, as elements come. */
const positions = (text: string) => {
  let line = 1;
  let lineStart = 0;
  let seen = 0;
  return (offset: number): { line: number; column: number } => {
    if (offset < seen) {
      line = 1;
      lineStart = 0;
    }
    for (let next = text.indexOf('\n', lineStart); next >= 0 && next < offset; next = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = next + 1;
    }
    seen = offset;
    return { line, column: offset - lineStart + 1 };
  };
};
