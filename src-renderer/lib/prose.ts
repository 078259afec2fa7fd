export type Piece = { readonly text: string; readonly code: boolean };

/** Absolute paths, at the start or after a space, bracket or quote. Ends before punctuation of the sentence. */
const PATH = /(?<=^|[\s(“"'])(?:\/[\w.+@%~-]+(?:\/[\w.+@%~-]*)*)/g;

/** A sentence in pieces, with what a machine named (paths) apart, so that it can be set in its own type. */
export const piecesOf = (sentence: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of sentence.matchAll(PATH)) {
    const path = match[0].replace(/[.,]+$/, '');
    if (match.index > from) pieces.push({ text: sentence.slice(from, match.index), code: false });
    pieces.push({ text: path, code: true });
    from = match.index + path.length;
  }
  if (from < sentence.length) pieces.push({ text: sentence.slice(from), code: false });
  return pieces;
};

/** A template with its named values apart: `"as {user}:"` gives "as ", the value, ":". */
export const filled = (template: string, values: Readonly<Record<string, string>>): readonly Piece[] =>
  template
    .split(/(\{\w+\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const value = /^\{\w+\}$/.test(part) ? values[part.slice(1, -1)] : undefined;
      return value === undefined ? { text: part, code: false } : { text: value, code: true };
    });
