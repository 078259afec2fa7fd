/**
 * Characters that act on a terminal or a reader's eye instead of being seen: controls (ANSI escapes begin with one),
 * bidirectional overrides, zero-width and invisible ones, line separators, tags, and halves of surrogate pairs.
 */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const NAMES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text with every such character written out (`\x1b`, `\u{202e}`), on one line. */
export const visible = (text: string): string => text.replace(ACTING, written);

/** The same for text of several lines: line ends stay, tabs become spaces, a CR before a line end goes. */
export const visibleLines = (text: string): string[] =>
  text.split(/\r?\n/).map((line) => visible(line.replaceAll('\t', '    ')));

const written = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return NAMES[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
};

/** JSON for a terminal as well as for a program: what `JSON.stringify` leaves raw but a terminal may obey is escaped. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(ACTING, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
          .join(''),
  );
