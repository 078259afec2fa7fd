/** Characters that take two columns of a terminal: East Asian wide and full-width forms, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const JOINED = /\p{Mark}/u;

/** Columns that a text without control characters takes. */
export const columns = (text: string): number => {
  let count = 0;
  for (const character of text) count += JOINED.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return count;
};

/** Breaks at spaces so that no line is wider than `width` columns; a word that is too long by itself is cut. */
export const wrap = (text: string, width: number): string[] => {
  const room = Math.max(10, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((w) => cut(w, room))) {
    if (line === '') line = word;
    else if (columns(line) + 1 + columns(word) <= room) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
};

const cut = (word: string, room: number): string[] => {
  if (columns(word) <= room) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (columns(part + character) > room) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
};

/**
 * Wrapped text under a hanging indent. `first` stands in front of the first line instead of the indent (it may hold
 * colour, and takes `indent` columns); `before` is plain text that belongs to the first line but is not painted.
 */
export const hanging = (
  text: string,
  o: {
    readonly width: number;
    readonly indent: number;
    readonly first?: string;
    readonly before?: string;
    readonly paint?: (line: string) => string;
  },
): string[] => {
  const before = o.before ?? '';
  const paint = o.paint ?? ((line: string) => line);
  return wrap(before + text, o.width - o.indent).map((line, i) => {
    if (i > 0) return ' '.repeat(o.indent) + paint(line);
    const own = line.startsWith(before) ? before : '';
    return (o.first ?? ' '.repeat(o.indent)) + own + paint(line.slice(own.length));
  });
};
