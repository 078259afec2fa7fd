import { link, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { quoted } from './args.ts';
import { UsageError } from './usage-error.ts';

/** A file held ready beside its place before the long work starts, and put there whole or not at all. */
export type OutputFile = { commit(text: string): Promise<void>; discard(): Promise<void> };

export type OutputOptions = {
  /** As it was given: `--report`. */
  readonly option: string;
  /** What goes into it: "the report". */
  readonly what: string;
  readonly mode: number;
  /** False refuses where something is there already, also where it came in between. */
  readonly replace: boolean;
};

/** Throws a {@link UsageError} where nothing can be written there. */
export const openOutputFile = async (given: string, o: OutputOptions): Promise<OutputFile> => {
  const path = resolve(given);
  const there = await stat(path).catch(() => null);
  if (there && !there.isFile()) throw new UsageError(`${o.option} ${quoted(given)} is there already and is no file`);
  if (there && !o.replace)
    throw new UsageError(`${o.option} ${quoted(given)} is there already: give another name, or move it away`);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const handle = await open(temporary, 'wx', o.mode).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${o.option} ${quoted(given)} cannot be written: ${reason(error)}`);
  });
  const discard = async () => {
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
  };
  return {
    discard,
    commit: async (text) => {
      try {
        await handle.writeFile(text);
        await handle.sync();
        await handle.close();
        if (o.replace) await rename(temporary, path);
        else await putNew(temporary, path);
      } catch (error) {
        await discard();
        throw new Error(
          `${o.what} could not be written to ${quoted(given)}: ${reason(error as NodeJS.ErrnoException)}`,
        );
      }
    },
  };
};

/** A link is made only where nothing is; file systems without links get the small gap between looking and renaming. */
const putNew = async (temporary: string, path: string): Promise<void> => {
  try {
    await link(temporary, path);
    await rm(temporary, { force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || (await stat(path).catch(() => null))) throw Object.assign(new Error(), { code: 'EEXIST' });
    await rename(temporary, path);
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is no folder',
  EACCES: 'you may not write in its folder',
  EPERM: 'you may not write in its folder',
  EEXIST: 'something is there already',
  EROFS: 'that file system is read-only',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the name is too long',
};

const reason = (error: NodeJS.ErrnoException): string => REASONS[error.code ?? ''] ?? error.message;
