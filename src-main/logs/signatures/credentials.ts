import { AGENT, type Signature } from './define.ts';

/** What the agent says of its user and password. */
export const CREDENTIALS: readonly Signature[] = [
  {
    id: 'role-check-not-allowed',
    code: 'credentials.role-missing',
    where: AGENT,
    fragments: ['may be missing the', 'soap_script'],
    certainty: 'likely',
    source: 'KB0535148',
    samples: ["SOAP Server error reported by ServiceNow instance, user 'mid' may be missing the 'soap_script' role."],
  },
  {
    id: 'locked-out',
    code: 'credentials.locked-out',
    where: AGENT,
    fragments: ['user', 'locked out'],
    certainty: 'likely',
    source: 'inference',
    samples: ['Login failed: user mid.ber is locked out'],
  },
  {
    id: 'could-not-authenticate',
    code: 'credentials.rejected',
    where: AGENT,
    fragments: ['Could not authenticate user'],
    certainty: 'likely',
    source: 'KB0726937',
    samples: [
      "Could not authenticate user 'mid' on the ServiceNow instance. SOAP Response: Status code=401, Response body=null",
    ],
  },
  {
    id: 'cannot-be-authenticated',
    code: 'credentials.rejected',
    where: AGENT,
    fragments: ['User cannot be authenticated or is missing the proper roles'],
    certainty: 'likely',
    source: 'MID Server connectivity issues; KB0535148',
    samples: [
      'test failure java.lang.IllegalStateException: User cannot be authenticated or is missing the proper roles.',
    ],
  },
  {
    id: 'unable-to-authenticate',
    code: 'credentials.rejected',
    where: AGENT,
    fragments: ['User is unable to authenticate'],
    certainty: 'likely',
    source: 'KB0597570',
    samples: ['SEVERE *** ERROR *** User is unable to authenticate'],
  },
  {
    id: 'status-401',
    code: 'credentials.rejected',
    where: AGENT,
    fragments: ['SOAP Response: Status code=401'],
    certainty: 'likely',
    source: 'KB0726937',
    samples: ['SOAP Response: Status code=401, Response body=null'],
  },
  {
    id: 'secret-undecryptable',
    code: 'config.secret-undecryptable',
    where: AGENT,
    fragments: ['Unable to decrypt parameter'],
    certainty: 'likely',
    source: 'Support knowledge base (article number not kept)',
    samples: ['Unable to decrypt parameter: mid.instance.password, using encrypted value'],
  },
];
