# Every certificate that the agent's own Java trusts, as its own keytool prints them. Arguments: the agent's folder, the
# trust store and the java command that its settings name (empty: the usual ones). The JVM is told to leave no
# performance file behind in /tmp. A trust store's own password is read here, and stays here.
agent=$1 store=$2 java=$3
cd "$agent" 2>/dev/null || { fact store-state no-rights; exit 0; }

case $java in
  '') java=$agent/jre/bin/java ;;
  /*) ;;
  */*) java=$agent/$java ;;
  *) java=$(command -v "$java") ;;
esac
real=$(readlink -f "$java" 2>/dev/null)
keytool=''
for bin in "${java%/*}" "${real%/*}" "$agent/jre/bin"; do
  if [ -x "$bin/keytool" ]; then keytool=$bin/keytool; break; fi
done

if [ -z "$store" ]; then
  for home in "${java%/bin/*}" "${real%/bin/*}" "$agent/jre"; do
    for name in lib/security/jssecacerts lib/security/cacerts jre/lib/security/cacerts; do
      if [ -e "$home/$name" ]; then store=$home/$name; break 2; fi
    done
  done
fi
case $store in '' | /*) ;; *) store=$agent/$store ;; esac
fact store "$store"
fact keytool "$keytool"

password() {
  cat "$agent/conf/wrapper.conf" "$agent/conf/wrapper-override.conf" 2>/dev/null | tr -d '\000\r' |
    sed -n 's/^[[:space:]]*wrapper\.java\.additional\.[0-9]*[[:space:]]*=[[:space:]]*"\{0,1\}-Djavax\.net\.ssl\.trustStorePassword=\([^"]*\)"\{0,1\}[[:space:]]*$/\1/p' | tail -n 1
}
# The password goes by the environment, never by the command line. Java finds a folder with letters beyond ASCII only in a
# locale that knows them.
list() {
  MIDUP_STORE_PASSWORD=$1 LC_ALL=C.UTF-8 "$keytool" -J-XX:-UsePerfData -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -J-Duser.language=en \
    -list -rfc -keystore "$store" -storepass:env MIDUP_STORE_PASSWORD </dev/null 2>&1
}

if [ -z "$keytool" ]; then fact store-state no-keytool
elif [ -z "$store" ] || [ ! -e "$store" ]; then fact store-state missing
elif [ ! -r "$store" ]; then fact store-state no-rights
else
  listed=$(list changeit)
  case $listed in
    *'BEGIN CERTIFICATE'*) ;;
    *)
      own=$(password)
      if [ -n "$own" ]; then listed=$(list "$own"); fi ;;
  esac
  case $listed in
    *'BEGIN CERTIFICATE'*) fact store-state read ;;
    *) fact store-state failed ;;
  esac
  printf '@keytool %s -list -rfc -keystore %s\n' "$keytool" "$store"
  printf '%s\n' "$listed" | sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p; /[Ee]rror/p' | head -c 4000000 | quoted
  printf '=0\n'
fi
