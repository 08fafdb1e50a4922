#!/usr/bin/env bash
# Includes point downwards only (ARCHITECTURE.md): each folder below src/ may include itself and the folders named here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

declare -A allowed=(
    [base]=""
    [dms]="base"
    [aws]="base dms"
    [workflow]="base dms"
    [store]="base"
    [connectors]="base"
    [connectors/postgres]="base connectors"
    [connectors/mysql]="base connectors"
    [connectors/sqlite]="base connectors"
    [migration]="base dms connectors"
    [tasks]="base workflow"
    [tasks/dms]="base dms workflow tasks"
    [tasks/shell]="base workflow tasks"
    [tasks/sql]="base workflow connectors tasks"
    [alarms]="base store"
    [scheduler]="base workflow store tasks alarms"
    [http]="base"
    [web]="base http"
    [api]="base workflow store http scheduler alarms tasks"
    [service]="base dms aws store connectors migration http"
    [cli]="base dms aws workflow store tasks tasks/dms connectors migration"
)
status=0
for folder in "${!allowed[@]}"; do
    while IFS=: read -r file line include; do
        target=$(sed -E 's/.*#include "([^"]+)".*/\1/' <<<"$include")
        owner=${target%/*}; owner=${owner%/impl}
        case $target in
            connectors/postgres/* | connectors/mysql/* | connectors/sqlite/* | tasks/*/*) owner=$(cut -d/ -f1-2 <<<"$target") ;;
            *) owner=${target%%/*} ;;
        esac
        [ "$folder" = connectors ] && [[ $file =~ src/connectors/(postgres|mysql|sqlite)/ ]] && continue
        [ "$folder" = tasks ] && [[ $file =~ src/tasks/(dms|shell|sql)/ ]] && continue
        [[ $file == *_test.cpp || $file == */test_*.hpp ]] && continue  # tests may reach for fakes and servers
        if [ "$owner" != "$folder" ] && [[ " ${allowed[$folder]} " != *" $owner "* ]]; then
            echo "$file:$line: src/$folder may not include \"$target\" (allowed: ${allowed[$folder]:-nothing else})"
            status=1
        fi
        if [[ $target == */impl/* ]] && [ "$owner" != "$folder" ]; then
            echo "$file:$line: \"$target\" is private to src/$owner"
            status=1
        fi
    done < <(grep -rnE '^#include "' "src/$folder" --include='*.hpp' --include='*.cpp' 2>/dev/null || true)
done
exit $status
