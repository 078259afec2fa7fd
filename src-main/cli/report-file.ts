import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { quoted } from './args.ts';
import { UsageError } from './usage-error.ts';

/** A report's file, held ready beside its place before the long work starts, and put there whole or not at all. */
export type ReportFile = { commit(html: string): Promise<void>; discard(): Promise<void> };

/** Throws a {@link UsageError} where nothing can be written there. */
export const openReportFile = async (given: string): Promise<ReportFile> => {
  if (!/\.html?$/i.test(given))
    throw new UsageError(`--report ${quoted(given)} must end in .html: the report is a page (for JSON, use --json)`);
  const path = resolve(given);
  const there = await stat(path).catch(() => null);
  if (there && !there.isFile()) throw new UsageError(`--report ${quoted(given)} is there already and is no file`);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const handle = await open(temporary, 'wx', 0o644).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--report ${quoted(given)} cannot be written: ${reason(error)}`);
  });
  const discard = async () => {
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
  };
  return {
    discard,
    commit: async (html) => {
      try {
        await handle.writeFile(html);
        await handle.sync();
        await handle.close();
        await rename(temporary, path);
      } catch (error) {
        await discard();
        throw new Error(
          `the report could not be written to ${quoted(given)}: ${reason(error as NodeJS.ErrnoException)}`,
        );
      }
    },
  };
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is no folder',
  EACCES: 'you may not write in its folder',
  EPERM: 'you may not write in its folder',
  EROFS: 'that file system is read-only',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the name is too long',
};

const reason = (error: NodeJS.ErrnoException): string => REASONS[error.code ?? ''] ?? error.message;
