/**
 * Characters that would move the cursor, hide text or turn its direction: C0 and C1 controls but tab and line feed,
 * zero-width characters, bidirectional overrides, line and paragraph separators.
 */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const NAMES: Readonly<Record<number, string>> = { 0: 'NUL', 7: 'BEL', 8: 'BS', 13: 'CR', 27: 'ESC', 127: 'DEL' };

/** Hostile text as it is, with what could not be seen written out: ⟨ESC⟩, a right-to-left override as ⟨U+202E⟩. */
export const visible = (text: string): string => text.replace(UNSEEN, picture);

const picture = (character: string): string => {
  const code = character.charCodeAt(0);
  return `⟨${NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}⟩`;
};

/** The first `max` characters, never half of a surrogate pair; and how many were left out. */
export const cut = (text: string, max: number): { readonly text: string; readonly more: number } => {
  if (text.length <= max) return { text, more: 0 };
  const end = isHighSurrogate(text.charCodeAt(max - 1)) ? max - 1 : max;
  return { text: text.slice(0, end), more: text.length - end };
};

/** A name in two parts, the second being what must stay readable when the first is cut: its last characters. */
export const split = (text: string, tail: number): readonly [string, string] => {
  if (text.length <= tail * 2) return [text, ''];
  const at = text.length - tail;
  const end = isHighSurrogate(text.charCodeAt(at - 1)) ? at - 1 : at;
  return [text.slice(0, end), text.slice(end)];
};

/** Cut in the middle, for places that take plain text only, such as a title. */
export const middle = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  const start = cut(text, head).text;
  return `${start}…${split(text, max - 1 - head)[1]}`;
};

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
