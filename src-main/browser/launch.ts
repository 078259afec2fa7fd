import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export type Launch = {
  /** Goes into the printed address; opens one session, once. */
  readonly token: string;
  /** `used` also for the right token a second time: an address that leaked opens nothing any more. */
  redeem(token: string): 'opened' | 'used' | 'wrong';
  /** The `Set-Cookie` value that holds the session. */
  readonly cookie: string;
  holdsSession(cookieHeader: string | undefined): boolean;
};

/** Cookies are shared by all ports of a computer, so that the port is part of the name. */
export const createLaunch = (port: number): Launch => {
  const token = secret();
  const session = secret();
  const name = `midup_${port}`;
  let used = false;
  return {
    token,
    redeem: (given) => {
      if (!same(given, token)) return 'wrong';
      if (used) return 'used';
      used = true;
      return 'opened';
    },
    cookie: `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    holdsSession: (header) =>
      (header ?? '').split(';').some((part) => {
        const [key, value] = part.trim().split('=', 2);
        return key === name && value !== undefined && same(value, session);
      }),
  };
};

const secret = () => randomBytes(32).toString('base64url');

/** In a time that does not tell how much of it was right. */
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
const digest = (text: string) => createHash('sha256').update(text).digest();
