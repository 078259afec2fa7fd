import type { CodeText, FindingText } from '../../types.ts';

const START = 'Starting the MID Server Service on Unix/Linux';
const WINDOWS = 'Common Windows Service Issues';

/** What is seen of the service while an upgrade runs is no fault of its own. */
const upgrading = (title: string): FindingText => ({
  title,
  because: 'The upgrade that is running stops and starts the service itself; nothing is to be done about this now.',
});

/** Somebody has put something right since, and has not started it again. */
const mended = (title: string, saw: string): Readonly<Record<string, FindingText>> => {
  const because = 'What it failed for may be put right by now; nobody has tried since.';
  const text = (since: string): FindingText => ({
    title,
    saw: `${saw} ${since}`,
    because,
    doThis: ['Start the service, and look again: if it fails once more, the reason given then is the one that counts.'],
  });
  return {
    'settings-since': text('Changed since: {files}.'),
    'java-back': text('{path} is there now.'),
    'room-again': text('There is room on its disk now.'),
  };
};

/** `service.*`: whether the agent's service runs, and stays up. */
export const service = {
  'service.running': {
    pass: { title: 'The service is running', saw: 'Process {pid} of {user} has been up for {age:duration}.' },
    unknown: { title: "Can't tell whether the service is running" },
    variants: {
      restarted: {
        title: 'The service is running',
        saw: 'Process {pid} of {user} has been up for {age:duration}; systemd has restarted it {restarts} {restarts|time|times}.',
      },
      'no-pid-file': {
        title: 'The service is running, but its pid file is gone',
        saw: 'Process {pid} of {user} has been up for {age:duration}. {file} is not there, so that bin/mid.sh status says: {status}',
        because:
          'The control script goes by its pid file alone: it cannot stop this process, and would start a second one on the same folder.',
        doThis: [
          'Do not start it once more. At the next occasion end process {pid} and the wrapper above it, then start the service.',
        ],
      },
      starting: {
        title: 'The service is just starting',
        saw: 'The wrapper is there (process {pid}), its Java is not there yet.',
        doThis: ['Look again in a minute.'],
      },
    },
    explain: {
      title: 'The service is running',
      meaning: 'The wrapper process of this agent and the Java process under it are alive.',
      how: 'The command lines of all processes are read, and matched with the agent folder; the pid file, systemd and wrapper.log are compared with them. The scripts of the agent are not run.',
      doThis: ['Nothing.'],
      kbSection: START,
      source: 'KB0535040; the status verb of bin/mid.sh',
    },
  },
  'service.stopped': {
    fail: {
      title: 'The service is stopped',
      saw: 'No process of this agent runs, and it has no pid file ({file}).',
      because: 'A MID Server whose service does not run cannot answer the instance.',
      doThis: ['Start the service.'],
    },
    variants: {
      'no-process': {
        title: 'The service is stopped',
        saw: 'No process of this agent runs.',
        because: 'A MID Server whose service does not run cannot answer the instance.',
        doThis: ['Start the service.'],
      },
      systemd: {
        title: 'The service is stopped',
        saw: 'No process of this agent runs. systemd says of {unit}: {state}.',
        because: 'A MID Server whose service does not run cannot answer the instance.',
        doThis: ['Start the service: systemctl start {unit}'],
      },
      'no-log': {
        title: 'The service is stopped, and keeps no log of its starts',
        saw: 'No process of this agent runs. The settings of the wrapper switch its log off, so that nothing tells whether it tried to start.',
        because: 'A MID Server whose service does not run cannot answer the instance.',
        doThis: [
          'Set wrapper.logfile=logs/wrapper.log and wrapper.logfile.loglevel=INFO in conf/wrapper-override.conf, then start the service and look again.',
        ],
      },
      exited: {
        title: 'The service is stopped, though systemd calls it active',
        saw: 'No process of this agent runs. systemd says of {unit}: {state}.',
        because:
          'For systemd the start command was the whole service: it does not know that the process has gone since, and does nothing when told to start it.',
        doThis: ['Stop the service first, then start it: systemctl stop {unit}, then systemctl start {unit}'],
      },
      died: {
        title: 'The service stopped by itself',
        saw: 'No process of this agent runs. It had been up; then: {reason}',
        because: 'A MID Server whose service does not run cannot answer the instance.',
        doThis: [
          'Start the service, and watch whether it stays up.',
          'Look in the agent folder for hs_err_pid*.log, and at the memory of the host.',
        ],
      },
      upgrading: upgrading('The service is stopped, while an upgrade runs'),
    },
    explain: {
      title: 'The service is stopped',
      meaning:
        'Neither the wrapper nor the Java process of this agent is there, and nothing says that it tried and failed.',
      how: 'No command line of any process belongs to this agent folder.',
      doThis: [
        'Start the service: sh start.sh in the agent folder, or through the service manager that it is installed with.',
      ],
      kbSection: START,
      source: 'KB0535040',
    },
  },
  'service.stale-pid': {
    fail: {
      title: 'The service is gone and has left its pid file',
      saw: '{file} names process {pid}, which does not exist.',
      because: 'It was ended without a chance to clean up: killed, out of memory, or by a crash of the host.',
      doThis: ['Start the service; the left-over pid file is removed with it.'],
    },
    variants: {
      reused: {
        title: 'The pid file names another program',
        saw: '{file} names process {pid}, which is not this agent: {by}',
        because:
          'The service ended without removing its pid file, and its number was given to another program since. A control script that only looks at the number takes the service for running.',
        doThis: ['Start the service; the left-over pid file is removed with it, the other program is left alone.'],
      },
      upgrading: upgrading('A pid file is left over, while an upgrade runs'),
    },
    explain: {
      title: 'The service is gone and has left its pid file',
      meaning:
        'work/mid.pid names a process that is not there, or is not of this agent. With wrapper.pidfile.strict the wrapper refuses to start while the file is there.',
      how: 'The number in the pid file is compared with the processes of this agent.',
      doThis: ['Remove the pid file once it is sure that no process of this agent runs, then start the service.'],
      kbSection: START,
      source: 'The start verb of bin/mid.sh ("Removed stale pid file"); wrapper.pidfile.strict of Java Service Wrapper',
    },
  },
  'service.crash-loop': {
    fail: {
      title: 'The service starts and crashes, again and again',
      saw: '{launches} launches in {seconds:duration}; wrapper.log says: {reason}',
      because: 'The wrapper starts Java anew each time it ends. Something makes it end each time.',
      doThis: ['Look at the first error of the last launch in wrapper.log and the agent log: {reason}'],
    },
    variants: {
      'gave-up': {
        title: 'The service crashed again and again until the wrapper gave up',
        saw: '{launches} launches in {seconds:duration}, then none; wrapper.log says: {reason}',
        because:
          'After several failed launches in a row the wrapper stops trying. Starting the service without a change ends the same way.',
        doThis: ['Correct what made the last launch fail, then start the service: {reason}'],
      },
      'by-systemd': {
        title: 'The service is started again and again, in vain',
        saw: 'systemd has restarted {unit} {launches} {launches|time|times}, and the wrapper left no word of it. {reason}',
        because: 'systemd starts the service anew each time it ends, and something makes it end each time.',
        doThis: [
          'Read what it says as it ends (journalctl -u {unit} -n 50), and correct that; then systemctl reset-failed {unit}, and start the service.',
        ],
      },
      'no-times': {
        title: 'The service starts and crashes, again and again',
        saw: 'wrapper.log has {launches} failed launches in a row and says: {reason}',
        because: 'The wrapper starts Java anew each time it ends. Something makes it end each time.',
        doThis: ['Look at the first error of the last launch in wrapper.log and the agent log: {reason}'],
      },
      ...mended(
        'The service crashed until the wrapper gave up, and was not started again since something was changed',
        '{launches} launches in a row, then none; wrapper.log says: {reason}',
      ),
      upgrading: upgrading('The service was started several times, while an upgrade runs'),
    },
    explain: {
      title: 'The service starts and crashes, again and again',
      meaning:
        'The wrapper launched Java three times or more within ten minutes, and it ended each time; or the wrapper has given up after such a row.',
      how: 'The launches in the last megabyte of wrapper.log are counted, with how each of them ended, and compared with the age of the processes.',
      doThis: ['Read the first error of the last launch.', 'Correct it, then start the service.'],
      kbSection: 'not in KB0535040',
      source: 'Messages of Java Service Wrapper; the numbers are inference',
    },
  },
  'service.failed-to-start': {
    fail: {
      title: 'The service was started, but did not come up',
      saw: 'The last start ended early; the reason given: {reason}',
      because: 'The wrapper or Java ended before the MID Server was up.',
      doThis: ['Correct what is named, then start the service: {reason}'],
    },
    variants: {
      'no-reason': {
        title: 'The service was started, but did not come up',
        saw: 'The last start ended early, and wrapper.log gives no reason.',
        because: 'The wrapper or Java ended before the MID Server was up.',
        doThis: ['Look at the end of logs/wrapper.log and logs/agent0.log.0, then start the service.'],
      },
      ...mended(
        'The service did not come up, and was not started again since something was changed',
        'The last start ended early; the reason given: {reason}',
      ),
      upgrading: upgrading('The service did not come up, while an upgrade runs'),
    },
    explain: {
      title: 'The service was started, but did not come up',
      meaning:
        'The last launch ended within five minutes, without being asked to, or Java could not be launched at all.',
      how: 'The end of the last run in wrapper.log, and what systemd says of the start command.',
      doThis: ['Correct the named reason.', 'Start the service.'],
      kbSection: START,
      source: 'Messages of Java Service Wrapper; systemd.exec(5)',
    },
  },
  'service.hung': {
    pass: { title: 'The agent log grows', saw: '{log} was written {silent:duration} ago.' },
    fail: {
      title: 'The service runs, but the agent is silent',
      saw: 'It has been up for {age:duration}, and nothing was written to {log} for {silent:duration}.',
      because: 'A MID Server writes a status line each minute. One that writes nothing hangs, or cannot write.',
      doThis: ['Check that its disk is not full, then restart the service.'],
    },
    unknown: { title: "Can't tell whether the agent log grows" },
    variants: {
      'no-log': {
        title: 'The service runs, but there is no agent log',
        saw: 'It has been up for {age:duration}, and logs has no agent log.',
        because: 'A MID Server writes a status line each minute. One that writes nothing hangs, or cannot write.',
        doThis: ['Check that its user may write to the logs folder, then restart the service.'],
      },
      'log-deleted': {
        title: 'The log of the agent was deleted under it',
        saw: 'The running agent still has {log} open, which is deleted.',
        because:
          'It goes on writing into a file that nobody can read any more, and the space that this takes is not given back.',
        doThis: ['Restart the MID Server at the next occasion: it then begins a new log, and gives the space back.'],
      },
      upgrading: upgrading('The agent is silent, while an upgrade runs'),
    },
    explain: {
      title: 'The service runs, but the agent is silent',
      meaning: 'The process is alive, but has not written a line to the agent log for five minutes or more.',
      how: 'The time of the newest agent log is compared with the clock of the host.',
      doThis: ['Check the disk.', 'Take a thread dump if Support asks for one, then restart the service.'],
      kbSection: 'not in KB0535040',
      source: 'inference from the status line of the agent (LogStatusMonitor.60)',
    },
  },
  'service.duplicate': {
    fail: {
      title: 'Two services run on one agent folder',
      saw: '{count} wrapper processes belong to this agent: {pids}.',
      because: 'Two agents on one folder take work from each other and damage its files.',
      doThis: [
        'Stop all of them, then start the service once.',
        'Remove the service or the job that started the other one.',
      ],
    },
    variants: { upgrading: upgrading('Two wrapper processes are there, while an upgrade runs') },
    explain: {
      title: 'Two services run on one agent folder',
      meaning: 'More than one wrapper process was started from the same agent folder, say by a service and by hand.',
      how: 'Command lines of all processes are matched with the agent folder.',
      doThis: ['Stop all of them, then start the service once.'],
      kbSection: 'not in KB0535040',
      source: 'KB0782337',
    },
  },
  'service.wrapper-missing': {
    pass: { title: "The wrapper's program is there", saw: '{file} is there and fits this machine.' },
    warn: {
      title: "The wrapper's program is missing",
      saw: 'The service still runs, but bin has no program that it could be started with again.',
      doThis: ['Restore bin from a download of the same version before the next restart.'],
    },
    fail: {
      title: "The wrapper's program is missing",
      saw: 'bin has neither wrapper-linux-x86-64 nor another wrapper for Linux.',
      because: 'The wrapper is the program that the service consists of; without it nothing starts.',
      doThis: ['Restore bin from a download of the same version, then start the service.'],
    },
    unknown: { title: "Can't tell whether the wrapper's program is there" },
    variants: {
      'not-executable': {
        title: "The wrapper's program is not executable",
        saw: '{file} is there, but has no execute permission.',
        because: 'The wrapper is the program that the service consists of; without it nothing starts.',
        doThis: ['Make it executable (chmod 755 {file}), then start the service.'],
      },
      empty: {
        title: "The wrapper's program is an empty file",
        saw: '{file} is there, but there is not one byte in it.',
        because: 'An empty file is what a full disk or a download that broke off leaves; it starts nothing.',
        doThis: ['Restore bin from a download of the same version, then start the service.'],
      },
      'no-program': {
        title: "The wrapper's program is no program",
        saw: '{file} is there, but it is neither a Linux program nor a script.',
        because: 'It is a damaged download, or a page saved in its place; the system cannot run it.',
        doThis: ['Restore bin from a download of the same version, then start the service.'],
      },
      broken: {
        title: "The wrapper's program is not usable",
        saw: '{file} is a link to nothing, or a folder.',
        because: 'The wrapper is the program that the service consists of; without it nothing starts.',
        doThis: ['Restore bin from a download of the same version, then start the service.'],
      },
      'control-missing': {
        title: 'The control script is missing',
        saw: '{file} is not there, or there is nothing in it.',
        because: 'start.sh, the init script and the unit all start the service by it.',
        doThis: ['Restore bin from a download of the same version, then start the service.'],
      },
      'control-not-executable': {
        title: 'The control script is not executable',
        saw: '{file} is there, but has no execute permission.',
        because: 'start.sh, the init script and the unit all start the service by it.',
        doThis: ['Make it executable (chmod 755 {file}), then start the service.'],
      },
      'control-settings': {
        title: 'The settings of the control script are not executable',
        saw: '{file} is there, but has no execute permission.',
        because:
          'bin/mid.sh stops at once where it cannot execute its own settings, and leaves no word of it in any log.',
        doThis: ['Make it executable (chmod 755 {file}), then start the service.'],
      },
      'control-crlf': {
        title: "The control script's lines end as those of Windows do",
        saw: 'Lines of {file} end with a carriage return.',
        because:
          'It was saved by an editor of Windows or copied through it. Each such line has a character more for the system: it finds no program to run the script by, or no user or file of that name.',
        doThis: ["Take them out (sed -i 's/\\r$//' {file}), then start the service."],
      },
      upgrading: upgrading("The wrapper's program is not there, while an upgrade runs"),
    },
    explain: {
      title: "The wrapper's program is missing",
      meaning:
        'The service is the Java Service Wrapper, which starts Java and watches it. bin/mid.sh finds no binary of it that can be run.',
      how: 'The files bin/wrapper* are looked at as bin/mid.sh would: there, executable, built for this machine; and so are bin/mid.sh itself and bin/mid.shconf: there, executable, with lines that end as those of Linux do.',
      doThis: [
        'Restore bin from a download of the same version.',
        'Check what removed it: virus scanners and broken upgrades do.',
      ],
      kbSection: WINDOWS,
      source: 'bin/mid.sh ("Unable to locate any of the following binaries")',
    },
  },
  'service.java-missing': {
    pass: { title: 'Java is there', saw: '{path} is there and executable.' },
    warn: {
      title: 'Java is missing',
      saw: 'The service still runs, but {path} could not be started again.',
      doThis: ['Restore Java before the next restart.'],
    },
    fail: {
      title: 'Java is missing',
      saw: 'The wrapper is told to start {path}, which does not exist.',
      because: 'Without Java the wrapper starts, fails, and ends.',
      doThis: [
        'Restore the jre folder of the agent, or correct wrapper.java.command in conf/wrapper-override.conf; then start the service.',
      ],
    },
    unknown: { title: "Can't tell whether Java is there" },
    variants: {
      'not-on-path': {
        title: 'Java is missing',
        saw: 'The wrapper is told to start "{path}", and no such program is on the PATH of this host.',
        because: 'Without Java the wrapper starts, fails, and ends.',
        doThis: [
          'Set wrapper.java.command=jre/bin/java in conf/wrapper-override.conf, or install Java; then start the service.',
        ],
      },
      'not-executable': {
        title: 'Java is not executable',
        saw: '{path} is there, but has no execute permission.',
        because: 'Without Java the wrapper starts, fails, and ends.',
        doThis: ['Make it executable (chmod 755 {path}), then start the service.'],
      },
      empty: {
        title: 'Java is an empty file',
        saw: '{path} is there, but there is not one byte in it.',
        because: 'An empty file is what a full disk or an upgrade that broke off leaves; it starts nothing.',
        doThis: ['Restore the jre folder from a download of the same version, then start the service.'],
      },
      'no-program': {
        title: 'Java is no program',
        saw: '{path} is there, but it is neither a Linux program nor a script.',
        because: 'The file is damaged; the system cannot run it.',
        doThis: ['Restore the jre folder from a download of the same version, then start the service.'],
      },
      directory: {
        title: 'wrapper.java.command names a folder',
        saw: '{path} is a folder; the wrapper needs the program java in it.',
        because: 'Without Java the wrapper starts, fails, and ends.',
        doThis: [
          'Set wrapper.java.command in conf/wrapper-override.conf to the program, say jre/bin/java; then start the service.',
        ],
      },
      upgrading: upgrading('Java is not there, while an upgrade runs'),
    },
    explain: {
      title: 'Java is missing',
      meaning:
        'wrapper.java.command (jre/bin/java unless it was overridden) names a program that is not there or cannot be run.',
      how: 'The last value in conf/wrapper.conf and conf/wrapper-override.conf is resolved as the wrapper would, and looked at.',
      doThis: ['Restore the jre folder, or correct wrapper.java.command.', 'Start the service.'],
      kbSection: 'not in KB0535040',
      source: 'KB0778272; messages of Java Service Wrapper ("Unable to start JVM")',
    },
  },
  'service.wrong-architecture': {
    fail: {
      title: 'The program is built for another kind of machine',
      saw: '{file} is built for {built}; this host is {host}.',
      because: 'The system cannot run programs of another architecture.',
      doThis: ['Install the MID Server package for this architecture, and keep config.xml.'],
    },
    warn: {
      title: 'The program is built for another kind of machine',
      saw: '{file} is built for {built}; this host is {host}. The service still runs, but could not be started again.',
      doThis: ['Restore the program for this architecture before the next restart.'],
    },
    variants: {
      loader: {
        title: 'The program needs a system library that this host does not have',
        saw: '{file} is to be loaded by {loader}, which is not there.',
        because:
          'The system then says that the program itself is not found. Systems without glibc, such as Alpine, lack it; and so do those without libraries of 32 bits, where the program has 32 bits.',
        doThis: [
          'Move the MID Server to a Linux that it supports, with glibc 2.17 or newer; where only libraries of 32 bits are missing, install them. Then start the service.',
        ],
      },
      upgrading: upgrading('A program does not fit this machine, while an upgrade runs'),
    },
    explain: {
      title: 'The program is built for another kind of machine',
      meaning: 'The wrapper or the Java of this agent is for another processor than that of the host.',
      how: 'The headers of the programs are compared with that of the shell of the host, and the loader that they name is looked for.',
      doThis: ['Install the package for this architecture.'],
      kbSection: 'not in KB0535040',
      source: 'elf(5); documentation: MID Server system requirements',
    },
  },
  'service.disabled': {
    pass: { title: 'The service starts at boot', saw: '{unit} is enabled.' },
    warn: {
      title: 'The service will not come back after a reboot',
      saw: '{unit} is disabled.',
      because: 'A disabled service is not started at boot.',
      doThis: ['Enable it: systemctl enable {unit}'],
    },
    fail: {
      title: 'The service is disabled, so that it was not started',
      saw: '{unit} is disabled, and the service is stopped.',
      because: 'A disabled service is not started at boot; it stays down after the first reboot.',
      doThis: ['Start the service, then enable it: systemctl enable {unit}'],
    },
    unknown: { title: "Can't tell whether the service starts at boot" },
    variants: {
      'since-boot': {
        title: 'The service is disabled, so that this boot did not start it',
        saw: '{unit} is disabled. This host came up {up:duration} ago, and the agent last wrote {silent:duration} ago.',
        because: 'A disabled service is not started at boot; it stays down after the first reboot.',
        doThis: ['Start the service, then enable it: systemctl enable {unit}'],
      },
      'no-run-level-since-boot': {
        title: 'The service is not started at boot, so that it is down since',
        saw: '/etc/init.d/{unit} is there, but no run level starts it. This host came up {up:duration} ago, and the agent last wrote {silent:duration} ago.',
        because: 'Nothing started it when the host came up.',
        doThis: [
          'Start the service, then add it to the run levels (update-rc.d {unit} defaults, or chkconfig {unit} on).',
        ],
      },
      masked: {
        title: 'The service is masked, so that nothing can start it',
        saw: '{unit} is masked.',
        because: 'Someone has forbidden systemd to start it, by hand or by a policy of this host.',
        doThis: ['Find out who masked it and why; then systemctl unmask {unit}, and start the service.'],
      },
      upgrading: upgrading('The service is disabled, while an upgrade runs'),
    },
    explain: {
      title: 'The service is disabled',
      meaning:
        'The systemd unit of this agent is disabled or masked: systemd does not start it at boot, or not at all. An init script can likewise be in no run level.',
      how: 'systemctl show, property UnitFileState; the links in the folders of the run levels. Whether it is down because of that is told by when the host came up, and when the agent last wrote.',
      doThis: ['systemctl enable for a disabled one, systemctl unmask for a masked one.'],
      kbSection: START,
      source: 'systemctl(1)',
    },
  },
  'service.not-persistent': {
    info: {
      title: 'The service is not installed, and will not come back after a reboot',
      saw: 'No systemd unit and no init script starts this agent.',
      because:
        'bin/mid.sh start runs it as a plain process. That is allowed ("not installed, is running"), but nothing starts it at boot.',
      doThis: ['Install it as a service when convenient: bin/mid.sh install, as root.'],
    },
    variants: {
      'user-unit': {
        title: "A user's own systemd starts the service",
        saw: '{unit} is a unit of the user {user}, not of the host.',
        because:
          'Units of a user run while that user is signed in; at boot only where the user may linger (loginctl enable-linger).',
        doThis: ['Check that loginctl show-user {user} says Linger=yes, or install the service for the host.'],
      },
      'no-run-level': {
        title: 'The init script is not started at boot',
        saw: '/etc/init.d/{unit} is there, but no run level starts it.',
        because: 'After a reboot the service has to be started by hand.',
        doThis: ['Add it to the run levels when convenient (update-rc.d {unit} defaults, or chkconfig {unit} on).'],
      },
    },
    explain: {
      title: 'The service will not come back after a reboot',
      meaning: 'The agent was started by hand and is not installed as a service.',
      how: 'No unit or init script of this host points to the agent folder, or no run level starts it.',
      doThis: ['bin/mid.sh install, as root.'],
      kbSection: START,
      source: 'bin/mid.sh; what happens at a reboot is inference',
    },
  },
  'service.in-container': {
    info: {
      title: 'A MID Server runs in a container of this host',
      saw: '{count|Process|Processes} {pids} {count|is|are} in a container; the first in {where}.',
      because: 'Its files and its settings are inside, out of reach from the host.',
      doThis: ['To look at that one, go into it ({enter}), and check bin/mid.sh status and logs there.'],
    },
    explain: {
      title: 'A MID Server runs in a container of this host',
      meaning: 'A wrapper process has the control group, and the mounts, of a container.',
      how: 'Its control group is compared with those that Docker, Podman, Kubernetes, LXC and systemd-nspawn make; where root looks, its mounts with those of the host.',
      doThis: ['Look inside the container.', 'The state of the container itself is told by docker ps or podman ps.'],
      kbSection: 'not in KB0535040',
      source: 'Documentation: MID Server container; inference',
    },
  },
  'service.not-installed': {
    fail: {
      title: 'The service is not installed',
      doThis: ['Install the service from the agent folder, as administrator.'],
    },
    variants: {
      'since-boot': {
        title: 'The service is not installed, so that this boot did not start it',
        saw: 'No systemd unit and no init script starts this agent. This host came up {up:duration} ago, and the agent last wrote {silent:duration} ago.',
        because:
          'bin/mid.sh start runs the agent as a plain process where it is not installed; nothing starts that again when the host comes up.',
        doThis: ['Start the service, then install it so that it comes back: bin/mid.sh install, as root.'],
      },
      'other-start': {
        title: 'Something else than a service starts it when the host comes up',
        saw: 'No systemd unit and no init script starts this agent, but {file} does.',
      },
      upgrading: upgrading('The service is not installed, while an upgrade runs'),
    },
    explain: {
      title: 'The service is not installed',
      meaning:
        'On Linux an agent also runs without being installed, until the host is restarted: then nothing starts it. On Windows it runs only as a service, which is installed at its first start and needs an administrator for that.',
      how: 'No unit and no init script of this host points to the agent folder, and the agent has written nothing since the host came up. While it runs, or was stopped since, see service.not-persistent. MID Up does not look at Windows hosts yet.',
      doThis: ['Linux: bin/mid.sh install, as root.', 'Windows: run start.bat as administrator.'],
      kbSection: WINDOWS,
      source: 'KB0535040; bin/mid.sh; what happens at a reboot is inference',
    },
  },
  'service.paused': {
    fail: { title: 'The service is paused', doThis: ['Resume the service in the Services console.'] },
    variants: {
      signal: {
        title: 'The service was halted by a signal',
        saw: 'Process {pid} ({program}) is there, but was told to halt (SIGSTOP), and does nothing.',
        because: 'Someone, or a job or backup tool, sent it that signal; it waits for the one to go on.',
        doThis: ['Find out who halted it and why; then let it go on, as root: kill -CONT {pid}'],
      },
      debugger: {
        title: 'The service is halted by a debugger',
        saw: 'Process {pid} ({program}) is there, but a program that traces it has halted it.',
        because: 'gdb, strace and the like halt what they are attached to.',
        doThis: ['Have whoever traces it end that (TracerPid in /proc/{pid}/status names the tracing process).'],
      },
      freezer: {
        title: 'The service is frozen',
        saw: 'Process {pid} ({program}) is there, but its control group is frozen.',
        because: 'Someone, or a container or backup tool, froze the group that it belongs to; nothing in it runs.',
        doThis: ['Find out who froze it and why; then thaw its control group, which /proc/{pid}/cgroup names.'],
      },
      'frozen-unit': {
        title: 'The service is frozen',
        saw: 'Process {pid} ({program}) is there, but its control group is frozen.',
        because: 'Someone froze the unit; nothing in it runs.',
        doThis: ['Find out who froze it and why; then systemctl thaw {unit}'],
      },
      upgrading: upgrading('A process of the agent is halted, while an upgrade runs'),
    },
    explain: {
      title: 'The service is paused',
      meaning:
        'The process of the agent is there, but halted: by a signal, a debugger or the freezer of its control group. A Windows service can be paused in the Services console. The agent then does not work.',
      how: 'The state of the process (T) in /proc, and that of its control group. MID Up does not look at Windows hosts yet.',
      doThis: [
        'Linux: find out who halted it, then kill -CONT, or thaw it.',
        'Windows: resume it in the Services console.',
      ],
      kbSection: 'Starting the MID Server Service on Windows',
      source: 'proc(5); cgroups(7); inference',
    },
  },
  'service.logon-failed': {
    fail: {
      title: 'The user of the service could not log on',
      doThis: ['Enter the password of the service user anew in the Services console.'],
    },
    pass: { title: 'The user of the service can be used', saw: '{user} has the login shell {shell}.' },
    warn: { title: 'The user of the service could not log on' },
    variants: {
      systemd: {
        title: 'systemd cannot become the user of the service',
        saw: 'The user of {unit} is {user}. {reason}',
        because:
          'The account or its group is not on this host, or cannot be looked up (LDAP, SSSD) as the unit starts.',
        doThis: ['Correct User= and Group= of {unit}, or bring the account back; then start the service.'],
      },
      'no-login': {
        title: 'The user of the service has no login shell',
        saw: 'RUN_AS_USER is {user}, whose shell is {shell}.',
        because:
          'The control script becomes that user through a login shell (runuser or su); this one ends at once, and nothing is started.',
        doThis: [
          'Give the account a shell (usermod -s /bin/sh {user}), then start the service. Or install it as a systemd unit with User={user}, which needs none.',
        ],
      },
      'shell-missing': {
        title: 'The login shell of the user of the service is missing',
        saw: 'RUN_AS_USER is {user}, whose shell {shell} is not there or cannot be executed.',
        because: 'The control script becomes that user through a login shell (runuser or su), and nothing is started.',
        doThis: ['Give the account a shell that is there (usermod -s /bin/sh {user}), then start the service.'],
      },
      upgrading: upgrading('The user of the service could not log on, while an upgrade runs'),
    },
    explain: {
      title: 'The user of the service could not log on',
      meaning:
        'On Linux: the unit names a user that systemd cannot become, or RUN_AS_USER names one without a login shell. On Windows: its user has another password, is locked, or lacks the right to log on as a service (error 1069).',
      how: 'The exit statuses 216 (GROUP) and 217 (USER) that systemd gives; the shell of the account that RUN_AS_USER of bin/mid.shconf_override names. MID Up does not look at Windows hosts yet.',
      doThis: [
        'Linux: bring the account back, or give it a shell.',
        'Windows: enter the password anew, or give the user the right "Log on as a service".',
      ],
      kbSection: WINDOWS,
      source: 'systemd.exec(5); bin/mid.sh; KB0867669; KB0535040',
    },
  },
  'service.out-of-memory': {
    pass: {
      title: 'The system did not end the MID Server for want of memory',
      saw: 'The log of the kernel names no such end of this agent.',
    },
    fail: {
      title: 'The MID Server ran out of memory',
      because:
        'Java ends or is restarted by the wrapper when its heap is used up, or when the host has no memory left.',
      doThis: [
        'Give it more heap (wrapper.java.maxmemory in conf/wrapper-override.conf) where the host has the memory; then restart the service.',
      ],
    },
    warn: { title: 'The MID Server ran out of memory' },
    variants: {
      killed: {
        title: 'The system ended the MID Server, as memory had run out',
        saw: '{ago:duration} ago the kernel ended process {pid} ({program}): {line}',
        because:
          'When a host, or the limit of a service, has no memory left, the kernel ends the program that uses most.',
        doThis: [
          'Give the host (or the service, MemoryMax= of its unit) more memory, or lower wrapper.java.maxmemory; then start the service.',
        ],
      },
      systemd: {
        title: 'The system ended the MID Server, as memory had run out',
        saw: 'systemd says of {unit}: oom-kill. The kernel ended a process of it.',
        because:
          'When a host, or the limit of a service, has no memory left, the kernel ends the program that uses most.',
        doThis: [
          'Give the host (or the service, MemoryMax= of {unit}) more memory, or lower wrapper.java.maxmemory; then start the service.',
        ],
      },
      threads: {
        title: 'The MID Server may start no more threads',
        saw: '{file} says ({count:count} {count|time|times}, last at {at}): {line}',
        because:
          'For Linux each thread is a process: what is used up is a limit of processes or the memory outside of the heap, so that more heap makes it worse.',
        doThis: [
          'Compare how many threads its user has (ps -L -u with that user) with ulimit -u of that user and TasksMax= of the unit; raise what is reached, then restart the MID Server.',
        ],
      },
      upgrading: upgrading('The system ended a process of the agent, while an upgrade runs'),
    },
    explain: {
      title: 'The MID Server ran out of memory',
      meaning:
        'The heap that wrapper.java.maxmemory allows was used up, or the system ended the process to save itself.',
      how: 'The log of the kernel (dmesg or journalctl -k, where it may be read) says that a Java was ended, at the moment at which the wrapper saw its own end by signal 9 or the agent log fell silent. The logs may also name java.lang.OutOfMemoryError, or insufficient memory for the Java Runtime Environment.',
      doThis: ['Raise wrapper.java.maxmemory, or give the host more memory.', 'Restart the service.'],
      kbSection: 'not in KB0535040',
      source: 'KB0749034; wrapper.filter.trigger of wrapper.conf; inference',
    },
  },
  'service.port-in-use': {
    fail: {
      title: 'A port that the MID Server wants is in use',
      doThis: ['Turn JMX off, or give it another port.'],
    },
    warn: { title: 'A port that the MID Server wants is in use' },
    explain: {
      title: 'A port that the MID Server wants is in use',
      meaning: 'With JMX on, two agents on one host want the same port, and the second cannot open it.',
      how: 'The agent log says "Address already in use".',
      doThis: ['Turn JMX off (mid.jmx.enabled), or give it another port.'],
      kbSection: 'not in KB0535040',
      source: 'KB0639494',
    },
  },
} satisfies Partial<Record<`service.${string}`, CodeText>>;
