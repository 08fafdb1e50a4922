#!/usr/bin/env bash
# The demo: throw-away MariaDB and PostgreSQL servers on loopback, a sample shop, examples/shop.yaml, and a comparison of
# every table on both sides. Ends with 0 only if all of it worked and nothing differs. `./dev demo` builds first.
#   demo.sh --ui    runs the same workflow in a server instead, and leaves it to be looked at in a browser until Ctrl-C
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dmsnode=${DMSNODE_BINARY:-build/release/dmsnode}
say() { printf '\033[1m== %s\033[0m\n' "$*"; }

[ -x "$dmsnode" ] || { echo "demo: there is no program $dmsnode: run ./dev build" >&2; exit 1; }

mode=${1:-run}
case $mode in run | --ui) ;; *) echo "usage: ./dev demo [--ui]" >&2; exit 2 ;; esac

server=""
work=$(mktemp -d /tmp/dmsnode-demo-XXXXXX)
chmod 711 "$work"  # the servers run as other users and must get to their folders
clean_up() {
    local code=$?
    if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" || true; fi
    scripts/servers.sh stop "$work/servers" || true
    rm -rf "$work"
    exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say "Starting MariaDB and PostgreSQL"
scripts/servers.sh start "$work/servers"
# shellcheck disable=SC1091
source "$work/servers/env"

say "Filling MariaDB with the shop"
export MYSQL_PWD=$MARIADB_PASSWORD PGPASSWORD=$PG_PASSWORD
mariadb --no-defaults -h 127.0.0.1 -P "$MARIADB_PORT" -u "$MARIADB_USER" --default-character-set=utf8mb4 <examples/shop.sql
psql -q -h 127.0.0.1 -p "$PG_PORT" -U "$PG_USER" -d postgres -c 'CREATE DATABASE shop'
unset MYSQL_PWD PGPASSWORD

say "Naming the endpoints"
mkdir -m 700 "$work/data" "$work/secrets"
printf '%s\n' "$MARIADB_PASSWORD" >"$work/secrets/mariadb"
printf '%s\n' "$PG_PASSWORD" >"$work/secrets/postgres"
endpoint() { "$dmsnode" endpoint create "$@" --data "$work/data"; }
# TLS with the servers' own CA: passwords and rows do not travel in the clear, not even here.
tls=(--ssl-mode verify-full --extra "caFile=$CA_FILE")
endpoint shop-mariadb --type source --engine mariadb --server 127.0.0.1 --port "$MARIADB_PORT" --user "$MARIADB_USER" \
    --password-file "$work/secrets/mariadb" "${tls[@]}"
endpoint shop-postgres --type target --engine postgres --server 127.0.0.1 --port "$PG_PORT" --user "$PG_USER" \
    --password-file "$work/secrets/postgres" --database shop "${tls[@]}"
endpoint shop-postgres-source --type source --engine postgres --server 127.0.0.1 --port "$PG_PORT" --user "$PG_USER" \
    --password-file "$work/secrets/postgres" --database shop "${tls[@]}"
endpoint shop-sqlite --type target --engine sqlite --database "$work/shop.db"
"$dmsnode" endpoint list --data "$work/data"

# The workflow in a project of a server, started. DMSNODE_DEMO_LISTEN: another address than the usual one.
show_in_browser() {
    local listen=${DMSNODE_DEMO_LISTEN:-127.0.0.1:12345} line url
    (umask 077; head -c 12 /dev/urandom | base64 | tr '+/' '-_' >"$work/secrets/admin")
    mkfifo "$work/ready"
    DMSNODE_ADMIN_PASSWORD_FILE=$work/secrets/admin "$dmsnode" serve --listen "$listen" --data "$work/data" --log-level warning \
        >"$work/ready" &
    server=$!
    read -r -t 60 line <"$work/ready" || { echo "demo: the server did not start on $listen" >&2; exit 1; }
    url=$(grep -o 'http://[^ ]*' <<<"$line")
    export DMSNODE_SERVER=$url XDG_CONFIG_HOME=$work/config DMSNODE_PROJECT=shop
    "$dmsnode" login --user admin --password-file "$work/secrets/admin" >/dev/null
    "$dmsnode" project create shop --description "The demo's shop" >/dev/null
    "$dmsnode" resource upload examples/shop-mappings.json >/dev/null
    "$dmsnode" workflow save examples/shop.yaml >/dev/null
    "$dmsnode" workflow online shop >/dev/null
    "$dmsnode" workflow start shop >/dev/null
    say "The demo project runs in a server. Look at it, Ctrl-C ends it:"
    printf '    %s\n    user admin, password %s\n' "$url" "$(cat "$work/secrets/admin")"
    wait "$server"
}

if [ "$mode" = --ui ]; then
    show_in_browser
    exit
fi

say "Running examples/shop.yaml"
status=0
"$dmsnode" run examples/shop.yaml --data "$work/data" || status=$?
if [ "$status" != 0 ]; then
    echo "demo: the workflow ended with exit code $status" >&2
    tail -n 50 "$work/data/logs/"*.log >&2 || true
    exit "$status"
fi

for task in shop-to-postgres shop-to-sqlite; do
    say "Comparing source and target of $task"
    "$dmsnode" compare "$task" --data "$work/data" || status=$?
done
[ "$status" = 0 ] || { echo "demo: source and target differ" >&2; exit "$status"; }
say "All tables are equal"
