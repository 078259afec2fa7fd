import { chmod, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Session, SessionStore } from '../model/session.ts';
import { parseSession } from './session-schema.ts';

const FILE = 'session.json';
/** Letters, digits and hyphens: no such id leads out of the folder, on any file system. */
const ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,127}$/;
/** A session whose evidence is at every limit is far below; what is above was not written by MID Up. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * One folder for each session below `dir`, readable by its owner only. Each write replaces the file whole, so a crash
 * in the middle leaves the one before; two MID Ups on one folder see each other's sessions and never half of one.
 */
export const createSessionStore = (dir: string): SessionStore => {
  const folderOf = (id: string) => {
    if (!ID.test(id)) throw new Error(`"${id.slice(0, 64)}" is not the id of a session`);
    return join(dir, id);
  };

  const read = async (id: string): Promise<Session> => {
    const file = join(folderOf(id), FILE);
    try {
      const { size } = await stat(file);
      if (size > MAX_BYTES) throw new Error(`it is ${size} bytes long, more than a session can be`);
      const session = parseSession(JSON.parse(await readFile(file, 'utf8')));
      if (session.id !== id) throw new Error(`it holds the session ${session.id.slice(0, 64)}`);
      return session;
    } catch (error) {
      throw new Error(`${file} cannot be read: ${reasonOf(error)}`, { cause: error });
    }
  };

  return {
    save: async (session) => {
      const folder = folderOf(session.id);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // mkdir leaves a folder alone that was there before, with whatever rights it had.
      await chmod(folder, 0o700);
      await writeFileAtomic(join(folder, FILE), JSON.stringify(session), { mode: 0o600 });
    },
    load: read,
    list: async () => {
      const names = await readdir(dir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw new Error(`The sessions in ${dir} cannot be listed: ${reasonOf(error)}`, { cause: error });
      });
      const ids = names.filter((entry) => entry.isDirectory() && ID.test(entry.name)).map((entry) => entry.name);
      const sessions: Session[] = [];
      const unreadable: string[] = [];
      // One after the other: their evidence is left out, but each is read whole.
      for (const id of ids)
        try {
          sessions.push({ ...(await read(id)), evidence: [], ledger: [] });
        } catch {
          unreadable.push(join(dir, id, FILE));
        }
      return { sessions: sessions.toSorted((a, b) => b.savedAt.localeCompare(a.savedAt)), unreadable };
    },
    remove: async (id) => {
      await rm(folderOf(id), { recursive: true, force: true });
    },
  };
};

const reasonOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'its rights do not allow it';
  if (error instanceof SyntaxError) return 'it is not whole JSON';
  return error instanceof Error ? error.message : String(error);
};
