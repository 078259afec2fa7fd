import { AGENT, type Signature } from './define.ts';

/** What the instance did not give. */
export const INSTANCE: readonly Signature[] = [
  {
    id: 'public-page',
    code: 'instance.public-page-inactive',
    where: AGENT,
    fragments: ['InstanceInfo page exists in the sys_public table'],
    certainty: 'possible',
    source: 'KB0780900',
    samples: [
      'Problem invoking InstanceInfo on https://acme.service-now.com/: Please check that the InstanceInfo page exists in the sys_public table and active="true".',
    ],
  },
  {
    id: 'no-certificate-policies',
    code: 'instance.web-service-inactive',
    where: AGENT,
    fragments: ['No Certificate Policies were returned from the instance'],
    certainty: 'possible',
    source: 'KB0744261',
    samples: ['No Certificate Policies were returned from the instance'],
  },
  {
    id: 'platform-upgrading',
    code: 'log.platform-upgrading',
    where: AGENT,
    fragments: ['Platform upgrade is currently in progress'],
    certainty: 'likely',
    source: 'KB0696133',
    samples: ['Unable to refresh packages. Platform upgrade is currently in progress.'],
  },
  {
    id: 'table-acl-missing',
    code: 'log.instance-mismatch',
    where: AGENT,
    fragments: ['table ACL is missing or table is invalid'],
    certainty: 'possible',
    source: 'Support knowledge base (article number not kept)',
    samples: ["Can't read because table ACL is missing or table is invalid: ecc_agent_router"],
  },
  {
    id: 'upgrade-scenario',
    code: 'log.instance-mismatch',
    where: AGENT,
    fragments: ['Unable to determine upgrade scenario'],
    certainty: 'possible',
    source: 'Issue 26 of bmoers/docker-mid-server',
    samples: ['Unable to determine upgrade scenario with current=a assigned=b'],
  },
];
