/** `drwxr-x--T` as ls writes it, as chmod takes it; undefined for what is no mode of a file or folder. */
export const octal = (mode: string): string | undefined => {
  const [, bits] = /^[-d]([r-][w-][xsS-][r-][w-][xsS-][r-][w-][xtT-])[.+@]?$/.exec(mode) ?? [];
  if (bits === undefined) return undefined;
  const digits = [0, 3, 6].map((at) => {
    const [r, w, x = '-'] = bits.slice(at, at + 3);
    return (r === 'r' ? 4 : 0) + (w === 'w' ? 2 : 0) + (/[xst]/.test(x) ? 1 : 0);
  });
  const special =
    (/[sS]/.test(bits[2] ?? '') ? 4 : 0) + (/[sS]/.test(bits[5] ?? '') ? 2 : 0) + (/[tT]/.test(bits[8] ?? '') ? 1 : 0);
  return `${special}${digits.join('')}`;
};

/** Mode, owner and group of a path, as `ls -l` writes them; undefined for what is none of that. */
export const ownership = (text: string): { readonly octal: string; readonly owner: string } | undefined => {
  const [mode = '', owner = '', group = '', ...rest] = text.split(' ');
  const bits = octal(mode);
  return bits === undefined || owner === '' || group === '' || rest.length > 0 ? undefined : { octal: bits, owner };
};

/** A path inside of the agent folder, or that itself, which can be shown and sent as one line. */
export const isPlain = (path: string, agentDir: string): boolean =>
  (path === agentDir || path.startsWith(`${agentDir}/`)) && !/[\u0000-\u001f\u007f]/.test(path);
