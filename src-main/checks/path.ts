/** The folder itself, or anything in it; both absolute, without a slash at the end. */
export const isBelow = (path: string, folder: string): boolean =>
  `${path}/`.startsWith(folder === '/' ? '/' : `${folder}/`);
