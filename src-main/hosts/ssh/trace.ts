/** What can only be learned from ssh2's trace: it passes none of it on otherwise. */
export type Trace = {
  readonly read: (line: string) => void;
  /** `OpenSSH_9.2p1 Debian-2`: how the server names itself; empty before it did. */
  readonly ident: string;
  /** The server has a host certificate: sshd offers its algorithms only then. */
  readonly offersCertificate: boolean;
  /** What both sides offered, of the kind that was negotiated last. */
  readonly negotiation: { readonly kind: string; readonly ours: string; readonly theirs: string };
};

export const createTrace = (on: {
  readonly ident: () => void;
  /** A key would be taken; it is to sign now. */
  readonly keyAccepted: () => void;
  readonly authFailure: (methods: readonly string[]) => void;
}): Trace => {
  let ident = '';
  let offersCertificate = false;
  const negotiation = { kind: '', ours: '', theirs: '' };
  return {
    read: (line) => {
      const offer = /^Handshake: \((local|remote)\) (.{3,24}?): ([\x20-\x7e]{0,4000})/.exec(line);
      if (offer) {
        if (offer[1] === 'remote' && /-cert-v01@openssh\.com/.test(offer[3] ?? '')) offersCertificate = true;
        negotiation.kind = offer[2] ?? '';
        negotiation[offer[1] === 'local' ? 'ours' : 'theirs'] = algorithmsOf(offer[3] ?? '');
        return;
      }
      if (line.startsWith('Inbound: Received USERAUTH_PK_OK')) return on.keyAccepted();
      const failure = /^Inbound: Received USERAUTH_FAILURE \(([^)]{0,500})\)/.exec(line);
      if (failure) return on.authFailure((failure[1] ?? '').split(',').filter(Boolean));
      const remote = /^Remote ident: ['"]SSH-\d\.\d+-(.{0,200})/.exec(line);
      if (!remote) return;
      ident = (remote[1] ?? '').replace(/(\\r)?(\\n)?['"]$/, '');
      on.ident();
    },
    get ident() {
      return ident;
    },
    get offersCertificate() {
      return offersCertificate;
    },
    negotiation,
  };
};

/** Without the names that only announce extensions (RFC 8308, and OpenSSH's strict key exchange). */
export const algorithmsOf = (list: string): string => {
  const names = list.split(',').filter((name) => name !== '' && !/^(ext-info|kex-strict)-[cs]/.test(name));
  return names.join(', ').slice(0, 4000) || 'nothing';
};
