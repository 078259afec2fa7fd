/** When a host hangs up that lets the account in by no way, and does not say so: PAM's, mostly. */
export const AFTER_KEY = 'once it had accepted a key';

/** What sshd says instead of its name where it takes no connection just now: MaxStartups, PerSourcePenalties. */
export const tellsOfLoad = (said: string): boolean => /^\s*(Exceeded MaxStartups|Not allowed at this time)/.test(said);

/**
 * True for what pam_unix, pam_faillock, pam_nologin and their kin say of an account that is right and yet may not come
 * in. The banner that a host shows to everybody may speak of accounts, too, but not of one that is locked or expired.
 */
export const tellsOfAccount = (said: string): boolean =>
  /\b(account|password)\b[^.\n]{0,40}\b(has|is|was)( been| temporarily| currently)* (expired|locked|disabled)\b/i.test(
    said,
  ) || /system is (booting up|going down)|unprivileged users are not permitted to log in/i.test(said);
