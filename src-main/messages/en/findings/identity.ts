import type { CodeText } from '../../types.ts';

/** `identity.*`: two MID Servers that are taken for one, or one that is taken for another. */
export const identity = {
  'identity.duplicate-name': {
    pass: {
      title: 'No other MID Server has its name, as far as the log says',
      saw: 'Since its last healthy start the agent log speaks of no duplicate name, and of no trouble with its keys.',
    },
    unknown: { title: "Can't tell whether another MID Server has the same name" },
    fail: {
      title: 'Another MID Server has the same name',
      because: 'The instance lets only one of them in; the other one tries for an hour and then shuts down.',
      doThis: ['Stop the other MID Server, or give one of them a name of its own in config.xml, then start it.'],
    },
    variants: {
      'log-twin': {
        title: 'Another MID Server on this host has the same name',
        saw: 'The agent in {twin} has the same name. {file} says ({count:count} {count|time|times}, last at {at}): {line}',
        because: 'The instance lets only one of them in. One of the two folders is most likely a copy of the other.',
        doThis: [
          'Decide which of the two is to go on: stop the other one, whether it is this one or that in {twin}. Where both are wanted, give the copy a name of its own in config.xml, clear its mid_sys_id, and start it.',
        ],
      },
    },
    explain: {
      title: 'Another MID Server has the same name',
      meaning:
        'The instance has an active MID Server with the same name or mid_sys_id. This one waits 5 minutes and tries again, a dozen times, and then shuts down; until then its service runs, which misleads.',
      how: 'The agent log says that an active MID Server with a duplicate name was detected.',
      doThis: [
        'Stop the other one, or wait until its record is Down if it has already died.',
        'Give one of them another name in config.xml; on a copied folder, clear mid_sys_id on the copy only.',
        'Start the MID Server.',
      ],
      kbSection: 'not in KB0535040',
      source: 'KB0743043; documentation: MID Server startup fails',
    },
  },
  'identity.shared-user': {
    fail: {
      title: 'Two MID Servers use the same user',
      doThis: ['Give each MID Server a user of its own.'],
    },
    warn: { title: 'Two MID Servers use the same user' },
    explain: {
      title: 'Two MID Servers use the same user',
      meaning:
        'Each MID Server should sign in with a user of its own. With a shared one, a wrong password in one place locks out all of them.',
      how: 'It stands on the instance, which MID Up does not read yet.',
      doThis: ['Make a user with the role mid_server for each MID Server, and enter it in its config.xml.'],
      kbSection: 'not in KB0535040',
      source: 'KB1552863; the lock-out is inference',
    },
  },
  'identity.cloned': {
    fail: {
      title: 'The instance was cloned, and the MID user no longer fits',
      because: 'A clone brings the users of its source, but not the MID Servers.',
      doThis: [
        'Set the password of the MID user anew, on the instance and in config.xml, then restart the MID Server.',
      ],
    },
    explain: {
      title: 'The instance was cloned, and the MID user no longer fits',
      meaning:
        'A clone replaces sys_user and keeps ecc_agent. The MID user then has the password of the source instance, or is missing, and its MID Servers go Down.',
      how: 'It stands on the instance, which MID Up does not read yet.',
      doThis: [
        'Set the password of the MID user on the instance to the one in config.xml, or both to a new one.',
        'Restart the MID Server.',
      ],
      kbSection: 'not in KB0535040',
      source: 'Documentation: MID Server post-clone issue resolution; KB0723611',
    },
  },
  'identity.key-mismatch': {
    fail: {
      title: "The MID Server's key is not the one that it should have",
      because: 'Its key store was replaced, damaged, or comes from another folder.',
      doThis: [
        'Stop the MID Server, remove the key store, clear keypairs.mid_id and enter the password in clear in config.xml, start it, and validate it again.',
      ],
    },
    explain: {
      title: "The MID Server's key is not the one that it should have",
      meaning:
        'The key store and config.xml belong together. After a folder was copied or restored in part, the MID Server cannot read its own secrets, and the instance does not know its key.',
      how: 'The agent log says that the key store cannot be loaded, was tampered with, or is out of sync with config.xml.',
      doThis: [
        'Stop the MID Server.',
        'Remove the key store, clear keypairs.mid_id, and enter the password in clear in config.xml.',
        'Start it, then invalidate and validate it on the instance.',
      ],
      kbSection: 'not in KB0535040',
      source: 'KB0639100',
    },
  },
} satisfies Partial<Record<`identity.${string}`, CodeText>>;
