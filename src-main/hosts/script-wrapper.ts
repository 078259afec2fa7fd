import { quote } from './quoting.ts';

/**
 * What is written to the standard input of `sh`.
 *
 * All of it is one compound command, so that the shell has read everything before anything runs. The script's own
 * standard input is `stdin` or nothing. The real one stays open as descriptor 3 and is watched by the guard: at its
 * end (connection gone, or cancelled) the guard ends the whole process group, since sshd leaves commands running when
 * a client goes. The first line printed, on both outputs, is the mark; whatever came before it is the login shell's noise.
 * The mark stands in the text in two pieces, so that a "shell" that only repeats what it is given does not say it. The
 * empty lines are for start files that read one.
 */
export const wrapScript = (
  script: string,
  options: { readonly mark: string; readonly args?: readonly string[]; readonly stdin?: string },
): string => {
  const args = (options.args ?? []).map(quote).join(' ');
  // A built-in: what it is given stands in no process list, and nothing is written to the host's disk.
  const feed = options.stdin ? `printf '%s' ${quote(options.stdin)} | ` : '';
  const mark = `${options.mark.slice(0, 4)} ${options.mark.slice(4)}`;
  return `\n\n\n\n{
{
${OWN_TEXT}; do :; done
trap '' TERM
kill -TERM 0
sleep 2
kill -KILL 0
} </dev/null >/dev/null 2>&1 &
midup_guard=$!
printf '%s%s\\n' ${mark}
printf '%s%s\\n' ${mark} >&2
${feed}(
exec 3<&-
unset midup_line midup_guard
set -- ${args}
eval ${quote(script)}
)
midup_status=$?
exec 2>/dev/null
kill -KILL "$midup_guard"
wait "$midup_guard"
exit "$midup_status"
} 3<&0 </dev/null
`;
};

/** Part of every script's text, and of no output but that of what repeats it. */
export const OWN_TEXT = 'while read -r midup_line <&3';
