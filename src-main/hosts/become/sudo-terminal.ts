import type { OpenShell, ShellProcess } from '../shell-process.ts';

/**
 * Nothing is sent before the terminal echoes nothing and changes no byte. The script is read as a text and not by the
 * shell itself, which would take a person to be there and prompt. Errors would stand among its output: they are dropped.
 */
const FIRST = 'stty raw -echo && exec "$@"';

/** How sudo is started where it wants a terminal (`requiretty`), and doas, which reads passwords from one only. */
export const onTerminal = (
  shell: OpenShell,
  way: readonly string[],
  { ready, end }: { readonly ready: string; readonly end: string },
  signal: AbortSignal,
): Promise<ShellProcess> =>
  shell(['sh', '-c', FIRST, 'sh', ...way, 'sh', '-c', `echo ${ready}; eval "$(sed /${end}/q)" 2>/dev/null`], signal, {
    terminal: true,
  });

/** The shell that this gave, once it is ready: it takes one script, which is whole when `end` has come. */
export const takingOneScript = (process: ShellProcess, end: string): ShellProcess => ({
  ...process,
  write: (data) => process.write(`${data}: ${end}\n`),
});
