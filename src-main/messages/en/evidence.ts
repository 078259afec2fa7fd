/** What each piece of evidence is, by its probe's id. */
export const evidence: Readonly<Record<string, string>> = {
  config: 'config.xml and wrapper settings',
  disk: 'Room on the disk',
  kernel: 'What the kernel ended or refused',
  ladder: 'The way to the instance',
  locate: 'Agents on this host',
  logs: 'Agent and wrapper logs',
  net: 'Name resolution',
  rights: 'Rights in the agent folder',
  service: 'Service and processes',
  system: 'The machine',
  upgrade: 'Upgrade',
  wrapper: 'Wrapper and Java',
};
