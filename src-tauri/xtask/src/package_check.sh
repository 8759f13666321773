# Runs inside the Debian that `cargo xtask package --check` makes, as its root.
set -eu

say() { printf '\n-- %s\n' "$1"; }

say "the .deb is installed, with what it depends on"
apt-get update --quiet=2
DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends ./evenshelf.deb >install.log 2>&1 ||
  { tail -20 install.log; exit 1; }
dpkg --listfiles evenshelf >listed
xargs --delimiter='\n' sh -c 'for path; do [ -d "$path" ] || echo "$path"; done' sh <listed | sort >files
cat files
for wanted in /usr/bin/evenshelf /usr/bin/evenshelf-desktop /usr/share/applications/Evenshelf.desktop; do
  grep --quiet --line-regexp "$wanted" files
done
evenshelf --version

say "the .rpm holds the same files"
rpm --query --package --list evenshelf.rpm | sort >rpm-files
grep --invert-match /usr/share/doc/ files | diff - rpm-files

say "the window opens and shows something"
mkfifo display
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset 3>display 2>/dev/null &
screen=$!
read -r number <display
export DISPLAY=":$number" GDK_BACKEND=x11 NO_AT_BRIDGE=1
dbus-run-session -- evenshelf-desktop >window.log 2>&1 &
window=$!
timeout 60 xdotool search --sync --onlyvisible --name '^Evenshelf' >/dev/null || { cat window.log; exit 1; }
# A blank window has a handful of colours; drawn letters have a hundred.
if ! timeout 60 sh -c 'until [ "$(import -window root -format %k info:)" -gt 60 ]; do :; done'; then
  import -window root window.png
  cat window.log
  exit 1
fi
import -window root window.png
echo "drawn in $(import -window root -format %k info:) colours"
kill "$window"
wait "$window" || true
kill "$screen"

say "it goes, and leaves nothing"
DEBIAN_FRONTEND=noninteractive apt-get purge --yes --quiet=2 evenshelf >>install.log 2>&1
while read -r file; do
  [ ! -e "$file" ] || { echo "left behind: $file"; exit 1; }
done <files
left=$(find /usr /etc /opt /var/lib /var/cache -iname '*evenshelf*')
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
echo "nothing is left"
