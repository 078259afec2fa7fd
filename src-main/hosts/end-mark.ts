const LINE = /^midup-end-[0-9a-f]{32} (\d{1,3})\n/;

/**
 * Takes the line `<mark> <status>` out of standard error, wherever the chunks are cut, and tells the status. ssh
 * itself tells it only when the last process that holds the output has ended, which may be never; and a shell that takes
 * several scripts ends with none of them.
 */
export const endMark = (mark: string, onStatus: (status: number) => void) => {
  const needle = Buffer.from(mark);
  let pending = Buffer.alloc(0);
  const push = (chunk: Buffer): Buffer => {
    const data = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    pending = Buffer.alloc(0);
    const at = data.indexOf(needle);
    if (at === -1) {
      const keep = tail(data, needle);
      pending = Buffer.from(data.subarray(data.length - keep));
      return data.subarray(0, data.length - keep);
    }
    const line = LINE.exec(data.toString('latin1', at, at + needle.length + 6));
    if (!line) {
      if (data.length - at > needle.length + 5) return data;
      pending = Buffer.from(data.subarray(at));
      return data.subarray(0, at);
    }
    onStatus(Number(line[1]));
    return Buffer.concat([data.subarray(0, at), data.subarray(at + line[0].length)]);
  };
  return { push, rest: () => pending };
};

/** How many bytes at the end may be the beginning of the needle. */
const tail = (data: Buffer, needle: Buffer): number => {
  for (let n = Math.min(needle.length - 1, data.length); n > 0; n--)
    if (data.subarray(data.length - n).equals(needle.subarray(0, n))) return n;
  return 0;
};
