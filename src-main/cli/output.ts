/** Writes all of it, and waits until it is out: an exit right after must not cut it off. */
export const print = (text: string, stream: NodeJS.WriteStream = process.stdout): Promise<void> =>
  new Promise((resolve) => {
    // A reader that has gone (head, a closed pager) is no error: there is nobody to tell.
    stream.write(text, () => resolve());
  });

/** One line on standard error, in the name of the program. */
export const complain = (message: string): Promise<void> => print(`midup: ${message}\n`, process.stderr);

/** `head` has what it wants and goes: that must not show as an error, nor change the exit status. */
export const surviveClosedPipes = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    });
};

/** NO_COLOR wins; FORCE_COLOR gives colour where there is no terminal; else only a terminal that knows colour. */
export const wantsColour = (stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean => {
  if (env['NO_COLOR']) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
};

/** Columns of the terminal; 80 where there is none. */
export const widthOf = (stream: { readonly isTTY?: boolean; readonly columns?: number }): number =>
  (stream.isTTY === true ? stream.columns : undefined) ?? 80;
