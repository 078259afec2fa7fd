import type { CodeText, FindingText } from '../../types.ts';

const NO_INODES = 'The agent must create log and work files; without a free inode it stops or never starts.';

const noRoom = (most: string): FindingText => ({
  title: "No space left on the agent's disk",
  saw: `{mount} has {free:bytes} free of {size:bytes}. ${most}`,
  because: 'The agent must write its logs, work files and upgrades there; without room it stops or never starts.',
  doThis: ['Free at least 2 GB on {mount}, where {path} takes most; then look again.'],
});

const littleRoom = (most: string): FindingText => ({
  title: "Little space is left on the agent's disk",
  saw: `{mount} has {free:bytes} free of {size:bytes}. ${most}`,
  because: 'Below 2 GB the check before an upgrade fails, and the MID Server stays on its old version.',
  doThis: ['Free space on {mount}, where {path} takes most, so that at least 2 GB are free.'],
});

const noInodes = (most: string): FindingText => ({
  title: "The agent's disk can hold no more files",
  saw: `{mount} has used all of its {total:count} inodes, whatever room is left. ${most}`,
  because: NO_INODES,
  doThis: ['Delete files that are no longer needed in {path}, then look again.'],
});

/** `host.*`: what the agent needs of the machine that it runs on. */
export const host = {
  'host.disk-full': {
    pass: { title: "There is room on the agent's disk", saw: '{mount} has {free:bytes} free of {size:bytes}.' },
    fail: {
      title: "No space left on the agent's disk",
      saw: '{mount} has {free:bytes} free of {size:bytes}.',
      because: 'The agent must write its logs, work files and upgrades there; without room it stops or never starts.',
      doThis: ['Free at least 2 GB on {mount}, then look again.'],
    },
    variants: {
      largest: noRoom('Most is taken by {path}: {amount:bytes}.'),
      'largest-and-others': noRoom('Most is taken by {path}: {amount:bytes}; then by {others}.'),
      inodes: {
        title: "The agent's disk can hold no more files",
        saw: '{mount} has used all of its {total:count} inodes, whatever room is left.',
        because: NO_INODES,
        doThis: ['Delete files that are no longer needed on {mount}, then look again.'],
      },
      quota: {
        title: 'The user of the MID Server has used up its quota of disk space',
        saw: '{file} says ({count:count} {count|time|times}, last at {at}): {line}',
        because: 'A quota leaves a user no room, whatever is free on the file system.',
        doThis: [
          'Look at the quota of the user that the MID Server runs as (quota -u), and raise it or delete files of that user; then restart the MID Server.',
        ],
      },
      'inodes-where': noInodes('{path} holds {amount:count} of them.'),
      'inodes-where-and-others': noInodes('{path} holds {amount:count} of them; then come {others}.'),
    },
    unknown: { title: "Can't tell whether there is room on the agent's disk" },
    explain: {
      title: "No space left on the agent's disk",
      meaning:
        'The file system that holds the agent has no bytes or no inodes left for the user that the agent runs as.',
      how: 'df -Pk and df -Pi on the agent folder, its logs and its work folder. Where they are short, du and find look for a few seconds what takes most: in the agent folder, then on the whole file system. Files that were deleted while a program has them open show in neither.',
      doThis: ['Free at least 2 GB there; old logs and heap dumps first.'],
      kbSection: 'not in KB0535040',
      source: 'MID Server pre-upgrade check (2 GB); inference',
    },
  },
  'host.disk-low': {
    pass: { title: "There is room on the agent's disk", saw: '{mount} has {free:bytes} free of {size:bytes}.' },
    warn: {
      title: "Little space is left on the agent's disk",
      saw: '{mount} has {free:bytes} free of {size:bytes}.',
      because: 'Below 2 GB the check before an upgrade fails, and the MID Server stays on its old version.',
      doThis: ['Free space on {mount}, so that at least 2 GB are free.'],
    },
    variants: {
      largest: littleRoom('Most is taken by {path}: {amount:bytes}.'),
      'largest-and-others': littleRoom('Most is taken by {path}: {amount:bytes}; then by {others}.'),
      inodes: {
        title: "The agent's disk can soon hold no more files",
        saw: '{mount} has {free:count} of its {total:count} inodes left, whatever room there is.',
        because: NO_INODES,
        doThis: ['Delete files that are no longer needed on {mount}.'],
      },
    },
    explain: {
      title: "Little space is left on the agent's disk",
      meaning:
        'Less than 2 GB, or less than one in a hundred inodes, are free on a file system that the agent writes to.',
      how: 'df -Pk and df -Pi on the agent folder, its logs and its work folder.',
      doThis: ['Free at least 2 GB there; old logs and heap dumps first.'],
      kbSection: 'not in KB0535040',
      source: 'Documentation: MID Server pre-upgrade check',
    },
  },
  'host.permissions': {
    pass: {
      title: 'The user of the MID Server has the rights it needs',
      saw: '{user} may enter, read and write where the agent needs it.',
    },
    warn: {
      title: 'The user of the MID Server lacks rights in the agent folder',
      saw: '{user} may not {right} {path} ({mode}, {owner}); {count} {count|path|paths} in all: {paths}.',
      because: 'The service runs all the same, but it cannot replace these files when it upgrades.',
      doThis: ['Give the agent folder to its user: chown -R {user} on the agent folder, when the service is stopped.'],
    },
    fail: {
      title: 'The user of the MID Server lacks rights in the agent folder',
      saw: '{user} may not {right} {path} ({mode}, {owner}); {count} {count|path|paths} in all: {paths}.',
      because:
        'The MID Server must be able to read and write its own folder and everything below; without that it does not start, or stops.',
      doThis: ['Give the agent folder back to {user} (chown -R {user} on the agent folder), then start the service.'],
    },
    unknown: { title: "Can't tell whether the MID Server has the rights it needs" },
    variants: {
      root: {
        title: 'The user of the MID Server has the rights it needs',
        saw: 'It runs as {user}, which may do everything there.',
      },
      modes: {
        title: 'The user of the MID Server has the rights it needs',
        saw: '{user} may enter, read and write where the agent needs it, by owner, group and mode; access lists cannot be seen here.',
      },
      'access-list': {
        title: 'An access list takes rights from the user of the MID Server',
        saw: '{user} may not {right} {path}, though its mode ({mode}, {owner}) allows it; {count} {count|path|paths} in all: {paths}.',
        because:
          'An access list (the + that ls -l shows) counts more than the mode. The MID Server must be able to read and write its own folder and everything below.',
        doThis: [
          'Look at getfacl {path}. Take the entry out (setfacl -b {path}), or give the path to {user} (chown); then start the service.',
        ],
      },
      beside: {
        title: 'Files beside the agent are closed to its user',
        saw: '{user} may not {right} {path} ({mode}, {owner}); {count} {count|path|paths} in all: {paths}.',
        because: 'No part of the agent is among them, so it starts and runs without; an upgrade may stop at them.',
        doThis: ['Take them out of the agent folder, or give them to {user} (chown {user} {path}).'],
      },
      immutable: {
        title: 'A path of the agent is closed even to root',
        saw: '{path} may not be written, whatever its mode; {count} {count|path|paths} in all: {paths}.',
        because: 'The immutable attribute forbids everybody to change, rename or delete it.',
        doThis: [
          'Look at lsattr -d {path}, and take the attribute off (chattr -i {path}) if nobody put it there on purpose.',
        ],
      },
      'closed-to-root': {
        title: 'A path of the agent is closed even to root',
        saw: '{path} may not be written, whatever its mode; {count} {count|path|paths} in all: {paths}.',
        because:
          'Either the immutable attribute forbids it to everybody, or its file system gives root no rights, as NFS with root_squash does.',
        doThis: [
          'Look at lsattr -d {path} and at the mount that holds it (df {path}); take the attribute off, or have the MID Server run as a user who may write there.',
        ],
      },
      linked: {
        title: 'The user of the MID Server lacks rights where a link of its folder leads',
        saw: '{user} may not {right} {path} ({mode}, {owner}); {count} {count|path|paths} in all: {paths}. {link} is a link.',
        because:
          'The MID Server must be able to read and write there as in its own folder. chown -R on the folder of the agent does not go through links.',
        doThis: [
          'Give what the link leads to back to {user} (chown -R {user} "$(readlink -f {link})"), then start the service.',
        ],
      },
      'linked-way': {
        title: 'The user of the MID Server cannot get to where a link of its folder leads',
        saw: '{path} is a link, and a folder on the way to its target is closed to {user}.',
        because: 'The MID Server must be able to read and write there as in its own folder.',
        doThis: ['Let {user} enter every folder on that way (namei -l {path} shows them), then start the service.'],
      },
      dangling: {
        title: 'A part of the agent is a link to what is not there',
        saw: '{path} is a link to {target}, which is not there.',
        because: 'The MID Server writes and reads there; the file system that holds it is most likely not mounted.',
        doThis: ['Mount or restore {target}, then start the service.'],
      },
      'append-only': {
        title: 'Paths of the agent may only grow',
        saw: '{path} has the append-only attribute; {count} {count|path|paths} in all: {paths}.',
        because: 'Nothing there can be renamed or deleted, which turning over logs and upgrading do.',
        doThis: [
          'Look at lsattr -d {path}, and take the attribute off (chattr -a {path}) if nobody put it there on purpose.',
        ],
      },
      'no-user': {
        title: 'The user that the MID Server should run as does not exist',
        saw: 'The service is set to run as {user}, and this host knows no such user.',
        because: 'Neither bin/mid.sh nor systemd can start it then.',
        doThis: ['Make the user again, or correct RUN_AS_USER in bin/mid.shconf_override (or User= of the unit).'],
      },
    },
    explain: {
      title: 'The user of the MID Server lacks rights in the agent folder',
      meaning:
        'The user that the service runs as must be able to enter, read and write the agent folder and everything below, and to run the programs in it.',
      how: 'The user is told by the process, the unit, RUN_AS_USER, or the owner of the files. Modes and owners are searched with find; what they forbid and what they grant is asked of the kernel again, in the place of that user, where root or that user itself looks. Otherwise getfacl tells what access lists say. lsattr tells of immutable and append-only files.',
      doThis: [
        'chown -R the agent folder to its user.',
        'Check that every folder above it can be entered by that user.',
      ],
      kbSection: 'Common Windows Service Issues',
      source: 'KB0535040; KB0782327',
    },
  },
  'host.noexec': {
    pass: { title: 'Programs may be run from the agent folder', saw: '{mount} is mounted without noexec.' },
    fail: {
      title: "The agent's file system forbids to run programs",
      saw: '{mount}, which holds {part}, is mounted with the option noexec.',
      because: 'The wrapper, Java and the upgrade are programs in the agent folder.',
      doThis: ['Mount {mount} without noexec, or move the agent to a file system that allows programs.'],
    },
    variants: {
      upgrades: {
        title: 'The next upgrade could not run',
        saw: '{mount}, where upgrades are unpacked, is mounted with the option noexec.',
        because: 'An upgrade is a program of its own, which runs from where it was unpacked.',
        doThis: [
          'Mount {mount} without noexec; where it is the folder for temporary files, set mid.upgrade.use_os_temp_folder to false instead.',
        ],
      },
    },
    explain: {
      title: "The agent's file system forbids to run programs",
      meaning: 'With the mount option noexec nothing on that file system can be executed.',
      how: 'The options in /proc/mounts of the mounts that hold the agent folder, its bin, jre and work folders, and of /tmp where upgrades are told to use it.',
      doThis: ['Take noexec off that mount, or move the agent.'],
      kbSection: 'not in KB0535040',
      source: 'KB0690910; mount(8)',
    },
  },
  'host.memory': {
    pass: {
      title: 'There is memory for the MID Server',
      saw: '{total:bytes} in all, {available:bytes} available; the heap may grow to {heap:bytes}.',
    },
    warn: {
      title: 'The heap takes nearly all memory of the host',
      saw: 'The heap may grow to {heap:bytes}; the host has {total:bytes}.',
      because: 'Java needs more than its heap, and so does everything else on the host.',
      doThis: ['Lower wrapper.java.maxmemory in conf/wrapper-override.conf, or give the host more memory.'],
    },
    fail: {
      title: 'The heap is set to more than the host has',
      saw: 'The heap may grow to {heap:bytes}; the host has {total:bytes} of memory.',
      because: 'Java cannot reserve it and does not start, or is ended when it grows.',
      doThis: ['Lower wrapper.java.maxmemory in conf/wrapper-override.conf, then start the service.'],
    },
    unknown: { title: "Can't tell whether there is memory for the MID Server" },
    variants: {
      'no-heap': {
        title: 'There is memory for the MID Server',
        saw: '{total:bytes} in all, {available:bytes} available; the size of the heap is not set.',
      },
    },
    explain: {
      title: 'The heap is set to more than the host has',
      meaning: 'wrapper.java.maxmemory allows Java more memory than the host, or its container, has.',
      how: '/proc/meminfo and the limit of the control group (of the container, or of the unit), against wrapper.java.maxmemory of conf/wrapper.conf and conf/wrapper-override.conf.',
      doThis: ['Lower wrapper.java.maxmemory, or give the host more memory.'],
      kbSection: 'not in KB0535040',
      source: 'KB0647664, KB0749034; documentation: MID Server system requirements',
    },
  },
  'host.unsupported-os': {
    pass: { title: 'The system is one that MID Servers run on', saw: '{name}, {machine}.' },
    fail: {
      title: 'MID Servers do not run on this system',
      doThis: ['Move the MID Server to a supported host.'],
    },
    unknown: { title: "Can't tell whether MID Servers run on this system" },
    variants: {
      'not-linux': {
        title: 'MID Servers do not run on this system',
        saw: 'This host is {kernel}; MID Servers run on Linux and Windows.',
        doThis: ['Move the MID Server to a Linux or Windows host.'],
      },
      '32-bit': {
        title: 'MID Servers do not run on 32-bit systems',
        saw: 'This host is {machine}, 32-bit.',
        because: 'Since Rome a 32-bit host is refused.',
        doThis: ['Move the MID Server to a 64-bit host.'],
      },
      glibc: {
        title: 'The C library is too old for the MID Server',
        saw: 'This host has glibc {version}; {needed} or newer is needed.',
        because: 'The programs of the agent are built against the newer one, and do not start or upgrade here.',
        doThis: ['Upgrade the system, or move the MID Server to a newer host.'],
      },
    },
    explain: {
      title: 'MID Servers do not run on this system',
      meaning: 'A MID Server for Linux needs a 64-bit system with glibc 2.17 or newer.',
      how: 'uname, getconf LONG_BIT and getconf GNU_LIBC_VERSION.',
      doThis: ['Move the MID Server to a supported host.'],
      kbSection: 'not in KB0535040',
      source: 'Documentation: MID Server system requirements',
    },
  },
  'host.clock-skew': {
    pass: {
      title: 'The clock of the host is right',
      saw: 'It is {off:duration} {direction} the clock of {host}.',
    },
    fail: {
      title: 'The clock of the host is wrong',
      saw: 'It is {off:duration} {direction} the clock of {host}, as its answer carries it.',
      because: 'With a wrong clock valid certificates look expired or not yet valid, and sign-ins are refused.',
      doThis: ['Set the clock, and keep it set with chrony or systemd-timesyncd; then restart the MID Server.'],
    },
    warn: {
      title: 'The clock of the host is off',
      saw: 'It is {off:duration} {direction} the clock of {host}, as its answer carries it.',
      because: 'A clock that drifts ends in certificates that look expired or not yet valid.',
      doThis: ['Keep the clock set with chrony or systemd-timesyncd.'],
    },
    unknown: { title: "Can't tell whether the clock of the host is right" },
    variants: {
      'with-zone': {
        title: 'The clock of the host is right',
        saw: 'It is {off:duration} {direction} the clock of {host}; the time zone is {zone}, in which its logs are written.',
      },
      here: {
        title: 'The clocks of the host and of this computer differ',
        saw: 'That of the host is {off:duration} {direction} that of {host}; which of them is wrong cannot be told without an answer of the instance.',
        because: 'With a wrong clock valid certificates look expired or not yet valid, and sign-ins are refused.',
        doThis: ['Compare both with a clock that is right (timedatectl, chronyc tracking), and set the wrong one.'],
      },
    },
    explain: {
      title: 'The clock of the host is wrong',
      meaning:
        'With a wrong clock valid certificates look expired or not yet valid, and the instance cannot be reached.',
      how: 'The clock of the host is compared with the Date of the answer of the instance: more than 2 minutes is a warning, more than 5 a problem. Where there was no answer it is compared with the clock of this computer, as a warning only. Dates of certificates are judged by the clock of the host.',
      doThis: ['Compare date with a clock that is right.', 'Set the clock, and keep it set.'],
      kbSection: 'not in KB0535040',
      source: 'inference; RFC 9110 (Date)',
    },
  },
  'host.java-version': {
    pass: {
      title: 'Java is new enough for the MID Server',
      saw: '{path} is Java {have}; {release} needs {needed} or newer.',
    },
    fail: {
      title: 'This Java is too old for the MID Server',
      saw: '{path} is Java {have}; {release} needs {needed} or newer.',
      because: 'The programs of the MID Server are built for the newer one, and the older one cannot load them.',
      doThis: [
        'Use the Java that comes with the MID Server: wrapper.java.command=jre/bin/java; then start the service.',
      ],
    },
    warn: {
      title: 'This Java may not fit the MID Server',
      saw: '{path} is Java {have}; {release} needs {needed} or newer.',
      because: 'It is older than what this release is made for.',
      doThis: ['Use the Java that comes with the MID Server: wrapper.java.command=jre/bin/java.'],
    },
    unknown: { title: "Can't tell whether Java is new enough for the MID Server" },
    variants: {
      'by-date': {
        title: 'Java, against the age of the MID Server',
        saw: '{path} is Java {have}; by the date of its build the MID Server is {release} or newer, which needs {needed} or newer.',
        because: 'Programs that are built for a newer Java cannot be loaded by an older one.',
        doThis: [
          'Use the Java that comes with the MID Server: wrapper.java.command=jre/bin/java; then start the service.',
        ],
      },
    },
    explain: {
      title: 'This Java is too old for the MID Server',
      meaning:
        'Each release needs a Java of a certain version: 1.8.0_152 since London, 11 since Quebec, 17.0.10 since Yokohama. The one that comes with it fits; another one may not.',
      how: 'The release file of the Java that wrapper.java.command names (or what it says itself with -version), against the release in package/meta/mid-core.meta.properties and properties/glide.properties. Where these name only a date, the oldest release that can have been built then counts. The logs may also say UnsupportedClassVersionError.',
      doThis: ['Use the Java that comes with the MID Server, or install a newer one.'],
      kbSection: 'not in KB0535040',
      source: 'KB1704368; release notes of London, Quebec, Yokohama and Australia',
    },
  },
  'host.read-only': {
    pass: { title: "The agent's file system can be written", saw: '{mount} is mounted for writing.' },
    fail: {
      title: "The agent's file system is mounted read-only",
      saw: '{mount}, which holds {part}, is mounted with the option ro.',
      because:
        'The agent must write its logs and work files. Linux mounts a file system read-only by itself after disk errors.',
      doThis: ['Look for disk errors in the kernel log (dmesg), then mount {mount} for writing again.'],
    },
    explain: {
      title: "The agent's file system is mounted read-only",
      meaning: 'Nothing can be written there, by no user; whatever the modes of the files say.',
      how: 'The options in /proc/mounts of the mounts that hold the agent folder, its logs, work, bin and jre folders.',
      doThis: ['Look for disk errors (dmesg), then mount it for writing again.'],
      kbSection: 'not in KB0535040',
      source: 'mount(8); ext4(5)',
    },
  },
  'host.open-files': {
    pass: {
      title: 'The MID Server may open enough files',
      saw: 'Its Java may have {limit:count} files open.',
    },
    warn: {
      title: 'The MID Server may open few files',
      saw: 'Its Java may have {limit:count} files open.',
      because: 'A busy MID Server then fails with "Too many open files".',
      doThis: ['Raise the limit (LimitNOFILE= of the unit, or /etc/security/limits.conf), then restart the service.'],
    },
    variants: {
      full: {
        title: 'The MID Server has nearly all files open that it may',
        saw: 'Its Java has {used:count} files open, of {limit:count}.',
        because: 'At the limit it fails with "Too many open files".',
        doThis: ['Raise the limit (LimitNOFILE= of the unit, or /etc/security/limits.conf), then restart the service.'],
      },
    },
    explain: {
      title: 'The MID Server may open few files',
      meaning: 'A low limit of open files makes a busy MID Server fail with "Too many open files".',
      how: 'The limit and, where they may be seen, the open files of the running Java, in /proc. Fewer than 1024 allowed, or nine tenths of them in use, is a warning. The logs may also say "Too many open files".',
      doThis: ['Raise the limit (LimitNOFILE= of the unit, or /etc/security/limits.conf), then restart the service.'],
      kbSection: 'not in KB0535040',
      source: 'proc(5); inference',
    },
  },
  'host.access-control': {
    pass: {
      title: 'Neither SELinux nor AppArmor keeps the MID Server from working',
      saw: 'Neither of them enforces a policy here.',
    },
    warn: {
      title: 'SELinux or AppArmor denies the MID Server something',
      saw: '{by} denied {count} {count|time|times} in the last day, last: {line}',
      because: 'The service runs all the same; what was denied may be what fails.',
      doThis: ['Look whether what was denied is needed, and allow it in the policy where it is.'],
    },
    fail: {
      title: 'SELinux or AppArmor keeps the MID Server from working',
      saw: '{by} denied {count} {count|time|times} in the last day, last: {line}',
      because: 'A security policy of the system denies what the modes of the files allow.',
      doThis: [
        'Allow it in the policy, or move the agent out of home folders (restorecon -R on its folder where only the labels are wrong); then start the service.',
      ],
    },
    unknown: { title: "Can't tell whether SELinux keeps the MID Server from working" },
    variants: {
      'no-denials': {
        title: 'SELinux or AppArmor denied the MID Server nothing',
        saw: 'It enforces a policy, and in the last day no denial of this agent was logged.',
      },
    },
    explain: {
      title: 'SELinux or AppArmor keeps the MID Server from working',
      meaning:
        'A security policy of the system denies what the modes of the files allow, say to run programs from a home folder.',
      how: 'Denials of the last day in /var/log/audit/audit.log and the log of the kernel that name the agent folder or one of its programs. Reading the audit log takes root.',
      doThis: [
        'Look for denials: ausearch -m avc -ts recent, or journalctl -k.',
        'Allow it in the policy, or move the agent.',
      ],
      kbSection: 'not in KB0535040',
      source: 'KB0815542; auditd(8); inference',
    },
  },
  'host.antivirus': {
    pass: { title: 'No virus scanner gets in the way of the MID Server', saw: 'None that MID Up knows runs here.' },
    warn: {
      title: 'A virus scanner has taken a file of the MID Server away',
      saw: '{path} is gone, and a scanner said of it: {line}',
      because: 'The service runs all the same, but it or the next upgrade may need the file.',
      doThis: ['Exempt the agent folder from scanning, and restore {path} from the quarantine.'],
    },
    fail: {
      title: 'A virus scanner has taken a file of the MID Server away',
      saw: '{path} is gone, and a scanner said of it: {line}',
      because: 'The MID Server cannot start without its files.',
      doThis: [
        'Have it checked that {path} is harmless; then exempt the agent folder from scanning, restore the file from the quarantine, and start the service.',
      ],
    },
    unknown: { title: "Can't tell whether a virus scanner gets in the way of the MID Server" },
    variants: {
      runs: {
        title: 'No virus scanner gets in the way of the MID Server',
        saw: '{names} runs here, and the logs say of no file of the agent that it was found or taken.',
      },
      named: {
        title: 'A virus scanner speaks of files of the MID Server',
        saw: 'Of {path} it said: {line}',
        because: 'A scanner that locks or removes files of the agent breaks its start and its upgrades.',
        doThis: [
          'Have it checked that {path} is harmless, and exempt the agent folder from scanning; then start the service.',
        ],
      },
    },
    explain: {
      title: 'A virus scanner gets in the way of the MID Server',
      meaning: 'A scanner that locks or removes files of the agent breaks its start and its upgrades.',
      how: 'Lines of the last week in the logs of scanners and of the system (/var/log/clamav, /var/log/messages, /var/log/syslog and some more) that call a file of the agent infected or quarantined, and whether that file is still there. Most of these logs take root. Scanners that only report to their own console leave no such line.',
      doThis: ['Exempt the agent folder from scanning.', 'Restore what was taken from the quarantine.'],
      kbSection: 'not in KB0535040',
      source: 'KB0870329; clamscan(1); inference',
    },
  },
  'host.ready': {
    pass: { title: 'The host is ready for the MID Server' },
    fail: { title: 'The host is not ready for the MID Server', doThis: ['Correct what was found by hand.'] },
    unknown: { title: "Can't tell whether the host is ready" },
    explain: {
      title: 'The host is ready for the MID Server',
      meaning: 'What an answer by hand about the host speaks of: rights, disk, memory, Java, settings.',
      how: 'It is only ever answered by hand.',
      doThis: ['Look at the single conditions.'],
      kbSection: 'Common Windows Service Issues',
      source: 'KB0535040',
    },
  },
} satisfies Partial<Record<`host.${string}`, CodeText>>;
