import { AGENT, type HostState, JAVA_PID, RUN_AS, WRAPPER_PID } from '../state.ts';
import { epoch, wrapperTime } from '../times.ts';
import { fact, section, transcript } from './write.ts';

const clock = ({ now }: HostState) =>
  transcript(fact('now', epoch(now)), fact('now-local', wrapperTime(now))).trimEnd();
const UNIT = 'mid.service';
const PID_FILE = `${AGENT}/work/mid.pid`;
export const LOG = `${AGENT}/logs/agent0.log.0`;
const WRAPPER_LOG = `${AGENT}/logs/wrapper.log`;

export const lastWritten = (state: HostState): number => state.agentLog.at(-1)?.at ?? state.startedAt;

export const locate = (state: HostState): string =>
  transcript(
    fact('uid', 0),
    fact('user', 'root'),
    fact('seen', `unit ${UNIT} ${AGENT}`),
    state.service === 'running' && fact('seen', `process ${WRAPPER_PID} ${AGENT}`),
    fact('seen', `folder - ${AGENT}`),
    fact('agent', AGENT),
    fact('name', state.config.name),
    fact('readable', 'yes'),
    fact('chosen', AGENT),
  );

export const service = (state: HostState): string => {
  const running = state.service === 'running';
  const age = Math.floor((state.now - state.startedAt) / 1000);
  return transcript(
    clock(state),
    fact('app-name', 'mid'),
    fact('long-name', 'ServiceNow MID Server'),
    fact('run-as-setting', ''),
    fact('control', 'readable'),
    fact('pid-file', PID_FILE),
    fact('pid-file-state', running ? 'read' : 'missing'),
    running && fact('pid', WRAPPER_PID),
    fact('uptime', 3_628_800),
    running && fact('process', `${WRAPPER_PID} wrapper 1 S ${age} ${RUN_AS}`),
    running && fact('process', `${JAVA_PID} java ${WRAPPER_PID} S ${age} ${RUN_AS}`),
    running && fact('open-files', `${JAVA_PID} 524288 312`),
    running &&
      fact(
        'pid-process',
        `${AGENT}/bin/./wrapper-linux-x86-64 ${AGENT}/bin/../conf/wrapper.conf wrapper.syslog.ident=mid wrapper.pidfile=${PID_FILE} wrapper.daemonize=TRUE wrapper.name=mid`,
      ),
    fact('init', 'systemd'),
    fact('unit', UNIT),
    fact('unit-file', `/etc/systemd/system/${UNIT}`),
    fact('unit-user', RUN_AS),
    fact('unit-wanted', `/etc/systemd/system/multi-user.target.wants/${UNIT}`),
    systemctl(running),
    running && fact('status', 'STARTED'),
    running && fact('java.status', 'STARTED'),
    ...['/logs', '/work', '/config.xml', ''].map((path) => fact('owner', `${RUN_AS} ${AGENT}${path}`)),
    fact('agent-log', LOG),
    fact('agent-log-time', epoch(lastWritten(state))),
  );
};

const PROPERTIES =
  'LoadState,ActiveState,SubState,UnitFileState,Result,NRestarts,ExecMainCode,ExecMainStatus,MainPID,User,PIDFile,StateChangeTimestamp,ExecStart,ExecMainStartTimestampMonotonic,ExecMainExitTimestampMonotonic,FreezerState';

const systemctl = (running: boolean): string =>
  section('systemctl', `systemctl show ${UNIT} -p ${PROPERTIES}`, [
    'NRestarts=0',
    `MainPID=${running ? WRAPPER_PID : 0}`,
    'Result=success',
    'ExecMainCode=0',
    'ExecMainStatus=0',
    `PIDFile=${PID_FILE}`,
    `User=${RUN_AS}`,
    'LoadState=loaded',
    `ActiveState=${running ? 'active' : 'inactive'}`,
    `SubState=${running ? 'running' : 'dead'}`,
    'UnitFileState=enabled',
    `ExecStart={ path=${AGENT}/bin/mid.sh ; argv[]=${AGENT}/bin/mid.sh start sysd ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }`,
    'FreezerState=running',
  ]);

const ELF = '7f454c4602010100000000000000000003003e00';

/** The wrapper's own sentences, as the probe picks them out of what the JVM printed. */
const EVENTS = /Launching a JVM|Wrapper Started|Wrapper Stopped|JVM |trapped|failed launches|No space|Could not/;

export const wrapper = (state: HostState): string => {
  const lines = state.wrapperLog.map(({ at, text }) => `${wrapperTime(at)} | ${text}`);
  return transcript(
    clock(state),
    fact('conf', 'read'),
    fact('machine', 'x86_64'),
    fact('host-elf', ELF),
    fact('wrapper-named', './wrapper'),
    fact('bin', 'readable'),
    fact('wrapper', `ok ${ELF} ${AGENT}/bin/wrapper-linux-x86-64`),
    ...['mid.sh', 'mid.shconf', 'mid.shconf_override'].map((file) => fact('control', `ok ${AGENT}/bin/${file}`)),
    fact('java-command', 'jre/bin/java'),
    fact('java-path', `${AGENT}/jre/bin/java`),
    fact('java', 'ok'),
    fact('java-elf', ELF),
    fact('java-version', '17.0.12'),
    fact('log', WRAPPER_LOG),
    fact('log-time', epoch(state.wrapperLog.at(-1)?.at ?? state.startedAt)),
    section(
      'events',
      `what the wrapper itself said in the last megabyte of ${WRAPPER_LOG}`,
      lines.filter((line) => EVENTS.test(line)),
    ),
    section('tail', `tail -n 15 ${WRAPPER_LOG}`, lines.slice(-15)),
  );
};
