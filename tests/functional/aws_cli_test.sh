#!/usr/bin/env bash
# A migration from SQLite to SQLite by the aws command line tool alone: aws_cli_test.sh path/to/dmsnode
# (Debian's awscli; the real servers are the business of dms_life_cycle_test.py).
set -euo pipefail

program=$1
aws=/usr/bin/aws
[ -x "$aws" ] || { echo "skipped: the package awscli is not installed"; exit 77; }

folder=$(mktemp -d -t dmsnode-awscli-XXXXXX)
server=
finish() {
    [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
    rm -rf "$folder"
}
trap finish EXIT
fail() { echo "aws_cli_test.sh: $*" >&2; exit 1; }
expect() { [ "$2" = "$3" ] || fail "$1: expected \"$3\", got \"$2\""; }

sqlite3 "$folder/source.db" "CREATE TABLE song(id INTEGER PRIMARY KEY, title TEXT NOT NULL);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO song SELECT i, 'song ' || i FROM n;"

key=$("$program" key create --data "$folder/data" --json)
read_member() { /usr/bin/python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1" <<<"$key"; }
AWS_ACCESS_KEY_ID=$(read_member AccessKeyId)
AWS_SECRET_ACCESS_KEY=$(read_member SecretAccessKey)
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_DEFAULT_REGION=us-east-1 AWS_PAGER= AWS_CONFIG_FILE=/dev/null
export AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true

port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$program" serve --listen "127.0.0.1:$port" --data "$folder/data" >"$folder/serve.log" 2>&1 &
server=$!
for _ in $(seq 200); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    kill -0 "$server" 2>/dev/null || { cat "$folder/serve.log" >&2; fail "dmsnode serve ended at once"; }
    sleep 0.05
done

dms() { "$aws" --endpoint-url "http://127.0.0.1:$port" --output text dms "$@"; }

instance=$(dms describe-replication-instances --query 'ReplicationInstances[0].ReplicationInstanceArn')
dms wait replication-instance-available --filters "Name=replication-instance-arn,Values=$instance"
make_endpoint() {
    dms create-endpoint --endpoint-identifier "$1" --endpoint-type "$2" --engine-name sqlite \
        --database-name "$3" --query Endpoint.EndpointArn
}
source_arn=$(make_endpoint songs-source source "$folder/source.db")
target_arn=$(make_endpoint songs-target target "$folder/target.db")
for arn in "$source_arn" "$target_arn"; do
    expect "test-connection" "$(dms test-connection --replication-instance-arn "$instance" --endpoint-arn "$arn" \
        --query Connection.Status)" testing
    dms wait test-connection-succeeds --filters "Name=endpoint-arn,Values=$arn"
done

cat >"$folder/mappings.json" <<'JSON'
{"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "all", "rule-action": "include",
            "object-locator": {"schema-name": "%", "table-name": "%"}}]}
JSON
task=$(dms create-replication-task --replication-task-identifier songs --source-endpoint-arn "$source_arn" \
    --target-endpoint-arn "$target_arn" --replication-instance-arn "$instance" --migration-type full-load \
    --table-mappings "file://$folder/mappings.json" --query ReplicationTask.ReplicationTaskArn)
by_task=(--filters "Name=replication-task-arn,Values=$task")
dms wait replication-task-ready "${by_task[@]}"
expect "start" "$(dms start-replication-task --replication-task-arn "$task" \
    --start-replication-task-type start-replication --query ReplicationTask.Status)" starting
dms wait replication-task-stopped "${by_task[@]}"
expect "stop reason" "$(dms describe-replication-tasks "${by_task[@]}" --query 'ReplicationTasks[0].StopReason')" \
    "Stop Reason FULL_LOAD_ONLY_FINISHED"
expect "rows" "$(dms describe-table-statistics --replication-task-arn "$task" \
    --query 'TableStatistics[0].[TableName,FullLoadRows,TableState]')" "song	5000	Table completed"
expect "target" "$(sqlite3 "$folder/target.db" "SELECT count(*), max(title) FROM song")" "5000|song 999"

refused=$(dms describe-certificates 2>&1) && fail "describe-certificates was answered"
[[ $refused == *"UnknownOperationException"*"DescribeCertificates is not served"* ]] || fail "$refused"

dms delete-replication-task --replication-task-arn "$task" --query ReplicationTask.Status >/dev/null
dms wait replication-task-deleted "${by_task[@]}"
for arn in "$source_arn" "$target_arn"; do
    dms delete-endpoint --endpoint-arn "$arn" >/dev/null
    dms wait endpoint-deleted --filters "Name=endpoint-arn,Values=$arn"
done
echo "passed"
