# Every certificate that the agent's own Java trusts: the store's file itself where that can be read without Java, else
# what its own keytool prints. Arguments: the agent's folder, the trust store and the java command that its settings name
# (empty: the usual ones), and "keytool" where the file itself was of no use, or "own" for the `cacerts` of that Java
# whatever store is in use. Nothing but public certificates leaves the host: a file that holds a private key, or anything
# encrypted, is left to keytool. The JVM is told to leave no performance file behind in /tmp. A trust store's own password
# is read here, and stays here.
agent=$1 store=$2 java=$3 how=$4
cd "$agent" 2>/dev/null || { fact store-state no-rights; exit 0; }

case $java in
  '') java=$agent/jre/bin/java ;;
  /*) ;;
  */*) java=$agent/$java ;;
  *) java=$(command -v "$java") ;;
esac
real=$(readlink -f "$java" 2>/dev/null)
if [ -z "$store" ]; then
  for home in "${java%/bin/*}" "${real%/bin/*}" "$agent/jre"; do
    for name in lib/security/jssecacerts lib/security/cacerts jre/lib/security/cacerts; do
      if [ -e "$home/$name" ]; then store=$home/$name; break 2; fi
    done
  done
fi
case $store in '' | /*) ;; *) store=$agent/$store ;; esac
own=''
for home in "${real%/bin/*}" "${java%/bin/*}" "$agent/jre"; do
  for name in lib/security/cacerts jre/lib/security/cacerts; do
    if [ -e "$home/$name" ]; then own=$home/$name; break 2; fi
  done
done
[ "$how" != own ] || store=$own
fact store "$store"
if [ -n "$own" ] && [ "$(readlink -f "$store")" = "$(readlink -f "$own")" ]; then fact store-own yes; else fact store-own no; fi
if [ -z "$store" ] || [ ! -e "$store" ]; then fact store-state missing; exit 0; fi
if [ ! -r "$store" ]; then fact store-state no-rights; exit 0; fi
if [ ! -f "$store" ]; then fact store-state failed; exit 0; fi

# is_public FILE: true for a JKS or PKCS#12 in which no object identifier speaks of a private key or of encryption: Sun's
# own (1.3.6.1.4.1.42.2), PKCS#5, the ciphers of PKCS#12, its key bags, encrypted data. grep gets one line without NUL.
is_public() {
  case $(head -c 4 "$1" | od -An -tx1 | tr -d ' \n') in feedfeed | 308*) ;; *) return 1 ;; esac
  ! tr '\000\012' '\001\002' <"$1" | grep -q -F -e "$(printf '+\006\001\004\001*\002')" \
    -e "$(printf '*\206H\206\367\015\001\005')" -e "$(printf '*\206H\206\367\015\001\014\001')" \
    -e "$(printf '\001\014\002\001\001')" -e "$(printf '\001\014\002\001\002')" -e "$(printf '*\206H\206\367\015\001\007\006')"
}
# as_text: the bytes from stdin as lines of letters.
encoding=hex
if have base64; then
  encoding=base64
  as_text() { base64; }
elif have openssl; then
  encoding=base64
  as_text() { openssl base64; }
else
  as_text() { od -An -v -tx1 | tr -d ' '; }
fi
if [ "$how" != keytool ] && [ "$(wc -c <"$store")" -le 3000000 ] && is_public "$store"; then
  packing=cat
  ! have gzip || packing='gzip -c'
  fact store-state read
  fact store-form "${packing%% *} $encoding"
  printf '@store %s %s\n' "$packing" "$store"
  $packing <"$store" | as_text | sed 's/^/ /'
  printf '=0\n'
  exit 0
fi

keytool=''
for bin in "${java%/*}" "${real%/*}" "$agent/jre/bin"; do
  if [ -x "$bin/keytool" ]; then keytool=$bin/keytool; break; fi
done
fact keytool "$keytool"
if [ -z "$keytool" ]; then fact store-state no-keytool; exit 0; fi

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
# Of the names in it, only those that say what came with Java.
printf '%s\n' "$listed" | sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p; /^Alias name: .* \[jdk/p; /[Ee]rror/p' | head -c 4000000 | quoted
printf '=0\n'
