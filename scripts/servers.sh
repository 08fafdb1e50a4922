#!/usr/bin/env bash
# Throw-away PostgreSQL and MariaDB servers on loopback, for the demo, the tests and the benchmarks.
#   scripts/servers.sh start DIR [all|postgres|mariadb]   starts them with their data in DIR and writes DIR/env
#   scripts/servers.sh stop DIR                           stops what start started in DIR and removes DIR
#   scripts/servers.sh restart DIR MODE [SECONDS]         stops PostgreSQL (fast, or immediate: as by a crash) and starts it
#                                                         SECONDS (0) later, on the same port
# DIR/env has KEY=VALUE lines: PG_PORT, PG_USER, PG_PASSWORD, MARIADB_PORT, …, CA_FILE.
# Logical decoding and row binlogs are on, both speak TLS with a certificate for localhost signed by DIR/tls/ca.pem.
set -euo pipefail

fail() { echo "servers.sh: $*" >&2; exit 1; }

free_port() {
    # A port that nobody listens on now. Two callers can get the same one: start retries with another.
    local port
    while :; do
        port=$((20000 + RANDOM % 30000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

# The servers refuse to run as root, so as root they run as the users that their packages made.
as() {
    local user=$1; shift
    if [ "$(id -u)" = 0 ]; then setpriv --reuid "$user" --regid "$user" --init-groups "$@"; else "$@"; fi
}

own() { if [ "$(id -u)" = 0 ]; then chown -R "$1:$1" "$2"; fi; }

make_certificates() {
    mkdir -p "$dir/tls"
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=dmsnode test CA" \
        -keyout "$dir/tls/ca.key" -out "$dir/tls/ca.pem" 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" -keyout "$dir/tls/server.key" -out "$dir/tls/server.csr" 2>/dev/null
    openssl x509 -req -in "$dir/tls/server.csr" -CA "$dir/tls/ca.pem" -CAkey "$dir/tls/ca.key" -CAcreateserial -days 30 \
        -extfile <(echo "subjectAltName=DNS:localhost,IP:127.0.0.1") -out "$dir/tls/server.pem" 2>/dev/null
    chmod 755 "$dir/tls"; chmod 644 "$dir/tls/"*.pem
}

server_key() { mkdir -p "$2"; cp "$dir/tls/server.key" "$dir/tls/server.pem" "$2/"; chmod 600 "$2/server.key"; own "$1" "$2"; }

run_postgres() {
    local bin=$1 port=$2 data=$dir/postgres
    as postgres "$bin/pg_ctl" -D "$data" -w -t 60 -l "$data/server.log" -o "-p $port -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories='' -c wal_level=logical -c max_wal_senders=20 -c max_replication_slots=20 \
        -c max_connections=300 -c shared_buffers=256MB -c max_wal_size=4GB -c timezone=UTC -c ssl=on \
        -c ssl_cert_file=$dir/postgres-tls/server.pem -c ssl_key_file=$dir/postgres-tls/server.key" start >/dev/null 2>&1
}

restart_postgres() {
    local bin port
    bin=$(postgres_bin) || fail "PostgreSQL is not installed"
    port=$(sed -n 's/^PG_PORT=//p' "$dir/env")
    as postgres "$bin/pg_ctl" -D "$dir/postgres" -w -t 60 -m "$1" stop >/dev/null 2>&1 || fail "PostgreSQL does not stop: see $dir/postgres/server.log"
    sleep "$2"
    run_postgres "$bin" "$port" || fail "PostgreSQL does not start again: see $dir/postgres/server.log"
}

postgres_bin() { ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1; }

start_postgres() {
    local bin data=$dir/postgres port attempt
    bin=$(postgres_bin) || fail "PostgreSQL is not installed"
    mkdir -p "$data"; own postgres "$data"; server_key postgres "$dir/postgres-tls"
    echo "$password" >"$dir/postgres-tls/password"; own postgres "$dir/postgres-tls"
    as postgres "$bin/initdb" -D "$data" -U dmsnode -A scram-sha-256 --pwfile="$dir/postgres-tls/password" -E UTF8 \
        --locale=C.UTF-8 >"$dir/postgres.log" 2>&1 || fail "initdb failed: see $dir/postgres.log"
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        if run_postgres "$bin" "$port"; then
            printf 'PG_PORT=%s\nPG_USER=dmsnode\nPG_PASSWORD=%s\n' "$port" "$password" >>"$dir/env.new"
            return
        fi
    done
    fail "PostgreSQL does not start: see $data/server.log"
}

start_mariadb() {
    local data=$dir/mariadb port attempt waited
    mkdir -p "$data"; own mysql "$data"; server_key mysql "$dir/mariadb-tls"
    as mysql mariadb-install-db --no-defaults --datadir="$data" --auth-root-authentication-method=normal \
        --skip-test-db >"$dir/mariadb.log" 2>&1 || fail "mariadb-install-db failed: see $dir/mariadb.log"
    cat >"$dir/mariadb-init.sql" <<SQL
CREATE USER 'dmsnode'@'%' IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON *.* TO 'dmsnode'@'%' WITH GRANT OPTION;
DELETE FROM mysql.global_priv WHERE User IN ('', 'root');
FLUSH PRIVILEGES;
SQL
    chmod 644 "$dir/mariadb-init.sql"
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        as mysql mariadbd --no-defaults --datadir="$data" --port="$port" --bind-address=127.0.0.1 --socket="$data/s.sock" \
            --init-file="$dir/mariadb-init.sql" --pid-file="$data/server.pid" --log-error="$data/server.log" \
            --log-bin=mysql-bin --binlog-format=ROW --binlog-row-metadata=FULL --server-id=1 --max-connections=300 \
            --innodb-buffer-pool-size=512M --innodb-log-file-size=512M --innodb-flush-log-at-trx-commit=1 --sync-binlog=0 \
            --max-allowed-packet=256M --local-infile=1 --character-set-server=utf8mb4 --default-time-zone=+00:00 \
            --ssl-cert="$dir/mariadb-tls/server.pem" --ssl-key="$dir/mariadb-tls/server.key" --ssl-ca="$dir/tls/ca.pem" \
            </dev/null >/dev/null 2>&1 &
        for ((waited = 0; waited < 300; waited++)); do
            if mariadb --no-defaults -h127.0.0.1 -P"$port" -udmsnode -p"$password" -e 'SELECT 1' >/dev/null 2>&1; then
                printf 'MARIADB_PORT=%s\nMARIADB_USER=dmsnode\nMARIADB_PASSWORD=%s\n' "$port" "$password" >>"$dir/env.new"
                return
            fi
            kill -0 $! 2>/dev/null || break
            sleep 0.2
        done
        kill $! 2>/dev/null || true
    done
    fail "MariaDB does not start: see $data/server.log"
}

stop_pid_file() {
    local pid waited
    [ -f "$1" ] || return 0
    pid=$(head -1 "$1")
    kill "-$2" "$pid" 2>/dev/null || return 0
    for ((waited = 0; waited < 150; waited++)); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.2; done
    kill -KILL "$pid" 2>/dev/null || true
}

[ $# -ge 2 ] || fail "usage: servers.sh start|stop|restart DIR …: see its first lines"
mkdir -p "$2"; dir=$(cd "$2" && pwd)
case $1 in
start)
    [ ! -e "$dir/env" ] || fail "$dir/env exists: servers were started there; stop them first"
    chmod 755 "$dir"
    password=$(openssl rand -hex 12)
    make_certificates
    echo "CA_FILE=$dir/tls/ca.pem" >"$dir/env.new"; chmod 600 "$dir/env.new"
    what=${3:-all}
    if [ "$what" != mariadb ]; then start_postgres; fi
    if [ "$what" != postgres ]; then start_mariadb; fi
    mv "$dir/env.new" "$dir/env"
    ;;
stop)
    stop_pid_file "$dir/postgres/postmaster.pid" INT
    stop_pid_file "$dir/mariadb/server.pid" TERM
    rm -rf "$dir"
    ;;
restart)
    [ $# -ge 3 ] || fail "usage: servers.sh restart DIR fast|immediate [SECONDS]"
    restart_postgres "$3" "${4:-0}"
    ;;
*) fail "unknown command $1: start, stop or restart" ;;
esac
