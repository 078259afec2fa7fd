#! /bin/sh
# Control script of the agent: its settings, most of them in mid.shconf; the rest is the Java Service Wrapper's own.
WRAPPER_CMD="./wrapper"
WRAPPER_CONF="../conf/wrapper.conf"
PIDDIR="../work"
PIDFILE_CHECK_PID=true
RUN_LEVEL=20
DIST_OS=linux
WAIT_AFTER_STARTUP=1
WAIT_FOR_STARTED_STATUS=false
SERVICE_MANAGEMENT_TOOL=auto
. /usr/share/wrapper/daemon.sh
