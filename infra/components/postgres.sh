#!/bin/sh
# infra/components/postgres.sh: starts one instance of the database. Ordinal 0 is the primary, the others stream from it.
# Promotion of a standby is a person's decision; nothing here fails over by itself.
set -eu
etc=${SANSANG_ETC:-/etc/sansang}
secrets=${SANSANG_SECRETS:-/etc/sansang-secrets}

# Built beside and renamed: an interrupted start never leaves a half-made cluster behind.
fresh=$PGDATA.new

make_primary() {
  initdb -D "$fresh" -U postgres --pwfile="$secrets/superuser" --auth=scram-sha-256 \
    --encoding=UTF8 --locale-provider=builtin --locale=C.UTF-8 --data-checksums >&2
  {
    printf "CREATE ROLE replicator LOGIN REPLICATION PASSWORD '%s'\n" "$(cat "$secrets/replication")"
    while read -r database owner; do
      printf "CREATE ROLE \"%s\" LOGIN PASSWORD '%s'\n" "$owner" "$(cat "$secrets/$owner")"
      printf 'CREATE DATABASE "%s" OWNER "%s"\n' "$database" "$owner"
      printf 'REVOKE ALL ON DATABASE "%s" FROM PUBLIC\n' "$database"
    done <"$etc/databases"
  } | postgres --single -D "$fresh" postgres >/dev/null
}

make_standby() {
  PGPASSWORD=$(cat "$secrets/replication") pg_basebackup -D "$fresh" -R -X stream --checkpoint=fast \
    -h "$PRIMARY_HOST" -U replicator >&2
}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  rm -rf "$fresh"
  case $POD_NAME in
    *-0) make_primary ;;
    *) make_standby ;;
  esac
  chmod 700 "$fresh"
  mv "$fresh" "$PGDATA"
fi

exec postgres -D "$PGDATA" \
  -c hba_file="$etc/pg_hba.conf" \
  -c listen_addresses='*' \
  -c max_connections="$MAX_CONNECTIONS" \
  -c shared_buffers="$SHARED_BUFFERS" \
  -c synchronous_standby_names="$SYNCHRONOUS_STANDBYS" \
  -c unix_socket_directories=/tmp \
  "$@"
