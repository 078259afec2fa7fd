/** Options that decide a connection and that only ssh itself honours, and the values with which they do nothing. */
const UNSUPPORTED = {
  BindInterface: [],
  CanonicalizeHostname: ['no'],
  HostbasedAuthentication: ['no'],
  KnownHostsCommand: ['none'],
  PKCS11Provider: ['none'],
  ProxyUseFdpass: ['no'],
  VerifyHostKeyDNS: ['no'],
} as const;

/** Those that are set for a host, by their names in ssh_config(5): told where connecting to it fails. */
export const unsupportedOptions = (value: (key: string) => string | undefined): readonly string[] =>
  Object.entries(UNSUPPORTED).flatMap(([name, idle]: readonly [string, readonly string[]]) => {
    const set = value(name.toLowerCase())?.toLowerCase();
    return set === undefined || idle.includes(set) ? [] : [name];
  });
