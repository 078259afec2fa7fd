/**
 * One word for a POSIX shell. Values reach a script this way only, through `set --`, never pasted into its text.
 * NUL cannot stand in an argument of any shell and is refused.
 */
export const quote = (value: string): string => {
  if (value.includes('\0')) throw new RangeError('an argument must not contain a NUL character');
  return `'${value.replaceAll("'", `'\\''`)}'`;
};

/**
 * A command line that bash, dash, zsh, fish and tcsh read alike. Only words are allowed on which the quoting rules of
 * all of them agree: without quotes, backslashes before quotes, `!` or line ends.
 */
export const commandLine = (words: readonly string[]): string =>
  words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : singleQuoted(word))).join(' ');

const singleQuoted = (word: string): string => {
  if (/['!\n\r\0]|\\$|\\\\/.test(word))
    throw new RangeError(`no shell-independent quoting for ${JSON.stringify(word)}`);
  return `'${word}'`;
};
