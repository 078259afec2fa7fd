import { type FileFailure, HostFileError, type ReadOptions } from '../model/host.ts';
import type { createScriptRunner } from './script-runner.ts';

/** Exit statuses of the script below that say why there is no content. */
const REASONS: Readonly<Record<number, FileFailure>> = { 71: 'missing', 72: 'not-a-file', 73: 'denied' };

/**
 * `tail -c` seeks in a file, so that the end of a large log costs no more than its size. A name that begins with a
 * dash is still a name, since paths are absolute or get `./` in front.
 */
const READ = `
case $1 in /*) f=$1 ;; *) f=./$1 ;; esac
if [ ! -e "$f" ]; then
  d=\${f%/*}
  while [ -n "$d" ] && [ ! -e "$d" ]; do
    case $d in */*) d=\${d%/*} ;; *) d= ;; esac
  done
  [ -z "$d" ] || [ -x "$d" ] || exit 73
  exit 71
fi
[ -f "$f" ] || exit 72
[ -r "$f" ] || exit 73
if [ "$2" -gt 1 ]; then tail -c "+$2" "$f" | head -c "$3"; else head -c "$3" "$f"; fi
`;

/** Reads bytes of a file through a script, so that it needs no SFTP and works as another user. */
export const readFileBy = async (
  runner: ReturnType<typeof createScriptRunner>,
  path: string,
  options: ReadOptions,
): Promise<Uint8Array> => {
  if (path.includes('\0')) throw new HostFileError('missing', path, 'A path must not contain a NUL character.');
  const { signal, become, maxBytes } = options;
  const from = Math.max(0, Math.floor(options.from ?? 0));
  const result = await runner.raw(READ, {
    args: [path, String(from + 1), String(Math.max(0, Math.floor(maxBytes)))],
    maxBytes: Math.max(1, maxBytes),
    ...(signal ? { signal } : {}),
    ...(become === undefined ? {} : { become }),
  });
  if (result.failed)
    throw new HostFileError(result.failed, path, `Reading ${path} failed: ${result.failed}.`, { cause: result.error });
  if (result.exitCode === 0) return result.stdout;
  const reason = REASONS[result.exitCode ?? -1] ?? 'unknown';
  throw new HostFileError(
    reason,
    path,
    SENTENCES[reason]?.(path) ?? `${path} could not be read: ${result.stderr.slice(0, 200).trim()}`,
  );
};

const SENTENCES: Partial<Record<FileFailure, (path: string) => string>> = {
  missing: (path) => `${path} is not there.`,
  denied: (path) => `${path} may not be read by this user.`,
  'not-a-file': (path) => `${path} is not a file.`,
};
