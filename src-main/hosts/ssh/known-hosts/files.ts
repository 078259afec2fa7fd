import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFor, type KnownHost, keyTypeOf, knownHostName, parseKnownHosts } from './entries.ts';
import type { HostName } from './judge.ts';
import { lockFile } from './lock.ts';

const MAX_BYTES = 32 * 1024 * 1024;

/** All lines of these files, in their order; a file that is not there or cannot be read adds none. */
export const readKnownHosts = (files: readonly string[]): readonly KnownHost[] =>
  files.flatMap((file) => {
    try {
      const { size } = statSync(file);
      return size > MAX_BYTES || !keeps(file) ? [] : parseKnownHosts(readFileSync(file, 'utf8'), file);
    } catch {
      return [];
    }
  });

/** A file, or none yet; not `/dev/null`, which many a configuration names, nor what would be read for ever. */
const keeps = (file: string): boolean => {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined || stat.isFile();
};

/** The one of these files that a new key is added to, as ssh does it; undefined where there is none that keeps it. */
export const fileForNew = ([first]: readonly string[]): string | undefined =>
  first !== undefined && keeps(first) ? first : undefined;

/**
 * Adds one line, in a single write at the end and under a lock: other lines stay as they are, and whoever else adds
 * one at the same time (ssh does it without a lock) loses nothing. Makes folder and file, for their owner only, where
 * they are not there. What stands there already is not added again.
 */
export const rememberHostKey = async (file: string, name: HostName, key: Buffer, hashed: boolean): Promise<void> => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const plain = name.alias ?? knownHostName(name.host, name.port);
  const line = `${hashed ? hashedName(plain) : plain} ${keyTypeOf(key)} ${key.toString('base64')}\n`;
  const unlock = await lockFile(file);
  try {
    const mine = readKnownHosts([file]).filter((entry) => entry.marker === null && entry.key.equals(key));
    if (mine.some((entry) => isFor(entry, plain))) return;
    const fd = openSync(file, 'a+', 0o600);
    try {
      writeSync(fd, `${endsInTheMiddle(fd) ? '\n' : ''}${line}`);
    } finally {
      closeSync(fd);
    }
  } finally {
    unlock();
  }
};

const endsInTheMiddle = (fd: number): boolean => {
  const { size } = fstatSync(fd);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(fd, last, 0, 1, size - 1);
  return last[0] !== 0x0a;
};

const hashedName = (name: string): string => {
  const salt = randomBytes(20);
  const hash = createHmac('sha1', salt).update(name.toLowerCase()).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
};
