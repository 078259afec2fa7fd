export const NET = 'Common Network Issues';

export const NOT_IN_KB = 'not in KB0535040';

export const FROM_HOST =
  "A connection from the host's own network, forwarded through the SSH connection, or made by the host's own tools where forwarding is off; the evidence says which.";

export const UNREACHED = { title: "Can't tell: the way to the instance was not tried that far" } as const;

/** Why a rung was not tried: the earlier one that broke has a finding of its own. */
export const notTried = (what: string) =>
  ({
    'after-name': { title: `${what}: not tried, as there is no address to connect to` },
    'after-tcp': { title: `${what}: not tried, as no connection comes about` },
    'after-proxy': { title: `${what}: not tried, as the proxy does not let it through` },
    'after-tls': { title: `${what}: not tried, as TLS fails before` },
  }) as const;
