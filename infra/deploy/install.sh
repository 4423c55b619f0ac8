#!/bin/sh
# Installs Tocsin on a Debian server, or brings it up to date: infra/deploy/install.sh tocsin.example.gov.uk
# Programs and units are replaced; settings in /etc/tocsin stay, and those that are missing are made, with passwords.
# DESTDIR=<folder> lays everything out below a folder and leaves the rest of the machine alone.
set -eu
host=${1:?the name by which people reach the pages, such as tocsin.example.gov.uk}
root=${DESTDIR:-}
here=$(cd "$(dirname "$0")" && pwd)
programs='ingest scoring notifier web cli migrate postgres'

echo 'The programs are put together …'
(cd "$here/../.." && node --import tsx infra/bundle.ts $programs)

if [ -z "$root" ]; then
  for user in tocsin tocsin-postgres; do
    id "$user" >/dev/null 2>&1 || useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
  done
  systemctl stop tocsin.target 2>/dev/null || true
fi

mkdir -p "$root/opt/tocsin"
for program in $programs; do
  rm -rf "$root/opt/tocsin/$program"
  cp -R "$here/../dist/$program" "$root/opt/tocsin/$program"
done
cp "$here/first-start" "$root/opt/tocsin/postgres/"
chmod -R u=rwX,go=rX "$root/opt/tocsin"

passwords=$root/etc/tocsin/passwords
mkdir -p "$root/etc/tocsin"
umask 077
mkdir -p "$root/etc/tocsin/tls"
touch "$passwords"
for name in POSTGRES_PASSWORD WORKER_PASSWORD WEB_PASSWORD NATIONAL_PASSWORD SIGN_IN_PASSWORD OPERATOR_PASSWORD \
  REDIS_PASSWORD SESSION_SECRET WEBHOOK_SIGNING_KEY; do
  grep -q "^s/@$name@/" "$passwords" || echo "s/@$name@/$(openssl rand -hex 24)/" >>"$passwords"
done

# place <file>: with the name of the server and the passwords in their places.
place() {
  (umask 022 && mkdir -p "$(dirname "$root/$1")")
  sed -f "$passwords" -e "s/@HOST@/$host/g" "$here/$1" >"$root/$1.new"
  mv "$root/$1.new" "$root/$1"
}
cd "$here"
for file in etc/tocsin/*.env etc/tocsin/postgres/* etc/redis/* etc/nginx/sites-available/*; do
  [ -e "$root/$file" ] || place "$file"
done
umask 022
for file in $(find etc/systemd usr -type f); do place "$file"; done
chmod 755 "$root/usr/local/sbin/tocsin"
chmod 644 "$root"/etc/tocsin/postgres/*

if [ -z "$root" ]; then
  chown root:redis /etc/redis/redis-tocsin.conf
  chmod 640 /etc/redis/redis-tocsin.conf
  systemctl daemon-reload
fi
echo "Installed. Settings are in $root/etc/tocsin; then: systemctl enable --now tocsin.target"
