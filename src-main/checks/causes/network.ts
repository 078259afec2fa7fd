import { type Causes, DOWN, type Explained, NOT_REACHED } from './rows.ts';

/** What follows wherever the way to the instance breaks before its answer. */
const NO_ANSWER: readonly Explained[] = ['network.http-error', ...NOT_REACHED, ...DOWN];

/** The ladder: a broken rung explains all above it. */
export const NETWORK: Causes = {
  'network.dns': {
    explains: [
      'network.proxy-unreachable',
      'network.tcp-timeout',
      'network.tcp-refused',
      'network.tcp-reset',
      'network.proxy-denied',
      'network.tls-untrusted',
      'network.tls-expired',
      'network.tls-name',
      'network.tls-protocol',
      'network.tls-client-certificate',
      'network.not-an-instance',
      'network.revocation-blocked',
      'network.install-server',
      'upgrade.precheck-failed',
      ...NO_ANSWER,
    ],
    source: 'KB0535040; inference',
  },
  'network.proxy-needed': {
    explains: [
      'network.dns',
      'network.install-server',
      'network.tcp-timeout',
      'network.tcp-refused',
      'network.tcp-reset',
      'network.revocation-blocked',
      ...NO_ANSWER,
    ],
    source: 'documentation: MID Server parameters; that it is needed is inference',
  },
  'network.proxy-unreachable': {
    explains: [
      'network.install-server',
      'network.revocation-blocked',
      'network.tcp-timeout',
      'network.tcp-refused',
      ...NO_ANSWER,
    ],
    source: 'documentation: MID Server parameters; inference',
  },
  'network.proxy-auth': {
    explains: ['network.install-server', 'network.revocation-blocked', 'network.tcp-timeout', ...NO_ANSWER],
    source: 'documentation: MID Server installation prerequisites, MID Server authentication for SOAP requests',
  },
  'network.proxy-denied': {
    explains: ['network.install-server', 'network.revocation-blocked', 'network.tcp-timeout', ...NO_ANSWER],
    source: 'KB0789958; inference',
  },
  'network.tcp-refused': {
    explains: ['network.revocation-blocked', ...NO_ANSWER],
    source: 'KB0535040; inference',
  },
  'network.tcp-timeout': {
    explains: ['network.install-server', 'network.revocation-blocked', 'upgrade.precheck-failed', ...NO_ANSWER],
    source: 'KB0535040, KB0780900, KB0725881',
  },
  'network.tcp-reset': {
    explains: [...NO_ANSWER],
    source: 'inference',
  },
  'network.tls-intercepted': {
    explains: [
      'network.install-server',
      'network.tls-untrusted',
      'network.tls-name',
      'network.tls-expired',
      'network.revocation-blocked',
      'upgrade.precheck-failed',
      ...NO_ANSWER,
    ],
    source: 'KB0744261; that a name gives it away is inference',
  },
  'network.tls-untrusted': {
    explains: ['network.tls-name', 'network.tls-expired', 'network.not-an-instance', ...NO_ANSWER],
    source: 'KB0744261; documentation: Add SSL certificates for the MID Server',
  },
  'network.tls-expired': {
    explains: [...NO_ANSWER],
    source: 'inference',
  },
  'network.tls-name': {
    explains: ['network.not-an-instance', ...NO_ANSWER],
    source: 'documentation: MID Server security checks',
  },
  'network.tls-protocol': {
    explains: [...NO_ANSWER],
    source: 'KB0744261; inference',
  },
  'network.tls-client-certificate': {
    explains: ['network.tls-protocol', ...NO_ANSWER],
    source: 'documentation: MID Server mutual authentication',
  },
  'network.ip-denied': {
    explains: [...NO_ANSWER],
    source: 'Support knowledge base (IP Address Access Control); what 403 means is inference',
  },
  'network.not-an-instance': {
    explains: [
      'instance.unreachable',
      'instance.public-page-inactive',
      'instance.web-service-inactive',
      'instance.web-service-missing',
      'credentials.*',
      ...DOWN,
    ],
    source: 'KB0780900; inference',
  },
  'network.http-error': {
    explains: [
      'instance.unreachable',
      'instance.public-page-inactive',
      'instance.web-service-inactive',
      'instance.web-service-missing',
      'credentials.*',
      ...DOWN,
    ],
    source: 'KB0780900, KB0789958; inference',
  },
};
