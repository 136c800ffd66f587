#!/bin/sh
# infra/components/databases.sh: makes each system's role and database, once, when Patroni has made a new cluster. Changes no existing one.
# Patroni calls it with the connection string of the new primary as its last argument.
set -eu
etc=${SANSANG_ETC:-/etc/sansang}
secrets=${SANSANG_SECRETS:-/etc/sansang-secrets}

# On standard input, so that no password stands in a process list.
while read -r database owner; do
  printf "CREATE ROLE \"%s\" LOGIN PASSWORD '%s';\n" "$owner" "$(cat "$secrets/$owner")"
  printf 'CREATE DATABASE "%s" OWNER "%s";\n' "$database" "$owner"
  printf 'REVOKE ALL ON DATABASE "%s" FROM PUBLIC;\n' "$database"
done <"$etc/databases" | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname "$1"
