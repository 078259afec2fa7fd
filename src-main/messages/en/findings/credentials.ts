import type { CodeText } from '../../types.ts';

const SECTION = 'Common Security Configuration Issues';
const LOG = 'The agent log of the last start.';
const BOTH = `${LOG} The user's record on the instance is not read yet; answer this step by hand.`;

/** `credentials.*`: whether the instance accepts the MID user. */
export const credentials = {
  'credentials.accepted': {
    pass: { title: 'The instance accepts the MID user', saw: 'The agent log says: {line}' },
    fail: { title: 'The instance does not accept the MID user' },
    unknown: { title: "Can't tell whether the instance accepts the MID user" },
    explain: {
      title: 'The instance accepts the MID user',
      meaning: 'The user and password in config.xml open the instance, and the user has the roles that it needs.',
      how: BOTH,
      doThis: ['Sign in to the instance as the MID user, once, with the password that is in config.xml.'],
      kbSection: SECTION,
      source: 'KB0535040, KB0535148',
    },
  },
  'credentials.rejected': {
    fail: {
      title: 'The instance rejects the MID user',
      because: 'Without signing in, the MID Server gets no work and sends no heartbeat.',
      doThis: [
        'Set the right user and password in config.xml (a password in clear, it is encrypted at the next start), then restart the MID Server.',
      ],
    },
    unknown: { title: "Can't tell whether the instance rejects the MID user" },
    explain: {
      title: 'The instance rejects the MID user',
      meaning:
        'The instance answers the sign-in of the MID Server with 401: a wrong user or password, an inactive or locked-out user, two entries of the same parameter in config.xml, or a password that can no longer be decrypted.',
      how: 'The agent log says that the user could not be authenticated, or that a SOAP response had the status 401. The instance itself is not asked yet.',
      doThis: [
        'On the instance, look whether the user is active and not locked out.',
        'Sign in once with the password that the MID Server should have.',
        'Write user and password into config.xml, once each, and restart the MID Server.',
      ],
      kbSection: SECTION,
      source: 'KB0535040, KB0726937, KB0535148',
    },
  },
  'credentials.locked-out': {
    fail: {
      title: 'The MID user is locked out',
      because: 'Too many failed sign-ins lock a user; the right password does not help then.',
      doThis: ['Find what still signs in with the old password, then uncheck Locked out on the record of the user.'],
    },
    explain: {
      title: 'The MID user is locked out',
      meaning:
        'The record of the MID user has Locked out checked. Often another MID Server or script keeps signing in with an old password.',
      how: BOTH,
      doThis: [
        'Find what still signs in with the old password, and correct it first.',
        'Uncheck Locked out on the record of the user, and restart the MID Server.',
      ],
      kbSection: SECTION,
      source: 'KB0597574; that another program is the reason is inference',
    },
  },
  'credentials.inactive': {
    fail: {
      title: 'The MID user is inactive',
      doThis: ['Check Active on the record of the user, then restart the MID Server.'],
    },
    explain: {
      title: 'The MID user is inactive',
      meaning: 'The record of the MID user has Active unchecked, and so it cannot sign in.',
      how: BOTH,
      doThis: [
        'Check Active on the record of the user, or enter another user in config.xml.',
        'Restart the MID Server.',
      ],
      kbSection: SECTION,
      source: 'KB0597574',
    },
  },
  'credentials.role-missing': {
    fail: {
      title: 'The MID user has not all the roles that it needs',
      because: 'It can sign in, but may not read or write what the MID Server works with.',
      doThis: [
        'Give the user the role mid_server (and soap), then restart the MID Server: roles count from the next start.',
      ],
    },
    unknown: { title: "Can't tell whether the MID user has all roles" },
    explain: {
      title: 'The MID user has not all the roles that it needs',
      meaning:
        'The MID user needs mid_server and soap. mid_server brings the SOAP roles with it; where one was taken away, assign mid_server again.',
      how: 'The agent log says that the user may be missing a role. The roles on the instance are not read yet.',
      doThis: [
        'On the record of the user, look at Roles: mid_server and soap must be there.',
        'Restart the MID Server: a change of roles does not reach one that runs.',
      ],
      kbSection: SECTION,
      source: 'KB0535040, KB0535148; documentation: Set up a MID Server user',
    },
  },
  'credentials.table-denied': {
    fail: {
      title: 'The MID user may not use a table that it needs',
      doThis: [
        'As the MID user, try to read and create records in ecc_queue and sys_data_source, and correct the ACL that forbids it.',
      ],
    },
    explain: {
      title: 'The MID user may not use a table that it needs',
      meaning:
        'The MID user must be able to read and create records in ecc_queue and sys_data_source. An access control rule of the instance forbids it.',
      how: BOTH,
      doThis: [
        'Sign in as the MID user and open ecc_queue and sys_data_source.',
        'If the role admin cures it, an ACL is the cause: correct the ACL, and take admin away again.',
      ],
      kbSection: SECTION,
      source: 'KB0535040; taking admin away again is inference',
    },
  },
  'credentials.password-reset': {
    fail: {
      title: 'The MID user must change its password first',
      doThis: ['Uncheck Password needs reset on the record of the user, then restart the MID Server.'],
    },
    explain: {
      title: 'The MID user must change its password first',
      meaning: 'The record of the MID user has Password needs reset checked. A MID Server cannot change its password.',
      how: BOTH,
      doThis: ['Uncheck Password needs reset on the record of the user.', 'Restart the MID Server.'],
      kbSection: SECTION,
      source: 'inference',
    },
  },
  'credentials.restricted': {
    fail: {
      title: 'The MID user may not sign in with a password',
      because: 'The MID Server uses basic authentication; single sign-on or a restriction forbids it for this user.',
      doThis: ['Use a local user that may use basic authentication, or exempt this one from the restriction.'],
    },
    explain: {
      title: 'The MID user may not sign in with a password',
      meaning:
        'The user exists in single sign-on only, or the instance restricts basic authentication. The MID Server needs a local user with a password of its own, or mutual authentication.',
      how: BOTH,
      doThis: [
        'Use a local user, not one from single sign-on.',
        'Look for a restriction of basic authentication or a SOAP policy on the instance, and exempt the MID user.',
      ],
      kbSection: SECTION,
      source: 'inference',
    },
  },
  'credentials.restart-needed': {
    warn: {
      title: 'The MID Server must be restarted to see a change',
      doThis: ['Restart the MID Server, when no upgrade is running.'],
    },
    explain: {
      title: 'The MID Server must be restarted to see a change',
      meaning: 'Roles and config.xml are read when the MID Server starts. What was changed since has no effect yet.',
      how: 'Times of the change and of the last start. Changes on the instance are not read yet.',
      doThis: ['Restart the MID Server, when no upgrade is running.'],
      kbSection: SECTION,
      source: 'KB0535040; documentation: MID Server parameters',
    },
  },
} satisfies Partial<Record<`credentials.${string}`, CodeText>>;
