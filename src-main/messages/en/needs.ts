import type { Catalogue } from '../types.ts';

/** What a check that could not run was missing, as something that a person can give. */
export const needs: Catalogue['needs'] = {
  'agent-folder': 'To know which folder the agent is in: give it, or choose one of several.',
  'read-rights': "The right to read the agent's files: sign in as the user that it runs as, or use sudo.",
  root: 'Root rights: look again with sudo, or sign in as root.',
  config: "A config.xml that can be read: the instance's address and the settings stand there.",
  'forwarding-or-tools':
    'A way to the network from this host: SSH forwarding (AllowTcpForwarding yes), or openssl and curl on the host.',
  java: "The agent's Java with its keytool, to read the trust store that the MID Server uses.",
  'more-time': 'More time: this part of the look was cut off by its limit. Look again.',
  connection: 'A connection to the host: reconnect, then look again.',
  'earlier-step': 'An earlier step: it did not bring what this one stands on.',
  instance: 'The instance, which is not connected. Look there yourself and answer by hand.',
  evidence: 'Evidence that the host did not give: the command printed nothing that could be read.',
  tool: 'A tool that is not on the host.',
  'basic-tools': 'The usual tools of a Linux host, which are missing here or not on its PATH: {tools}.',
};
