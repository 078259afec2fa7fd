/** A scheme of the app's own: no file addresses, no server, and an origin that nothing else has. */
export const SCHEME = 'midup';
export const PAGE_URL = `${SCHEME}://app/`;

export const isOwnPage = (url: string): boolean => {
  try {
    const { protocol, host } = new URL(url);
    return protocol === `${SCHEME}:` && host === 'app';
  } catch {
    return false;
  }
};

/** The last look at an address before the system's browser gets it; which links there are, the app decides. */
export const isWebLink = (url: string): boolean => {
  try {
    const { protocol, username, password, host } = new URL(url);
    return protocol === 'https:' && username === '' && password === '' && host.includes('.');
  } catch {
    return false;
  }
};
