"""A random workflow whose end can be told beforehand: its nodes, how each must end, and its document."""
import dataclasses
import json

SHELL_RETRIES = 25  # of nodes that must succeed: a kill may cost an attempt
GROUP = "two"       # a task group with as many places


@dataclasses.dataclass
class Node:
    name: str
    kind: str                   # SHELL, SQL, DMS
    before: list                # names
    way: str = "ok"             # ok; first: fails once; always: fails
    retries: int = SHELL_RETRIES
    seconds: float = 0.0        # how long its work takes
    priority: str = "MEDIUM"
    # A node at the end of the graph that has no second attempt: a kill may make it fail, and nothing hangs on it.
    fragile: bool = False
    on_loss: str = "fail"       # SHELL: onWorkerLoss
    in_group: bool = False      # SHELL: takes a place of the task group
    mode: str = "plain"         # SQL: plain, transaction, idempotent
    engine: str = "sqlite"      # of an SQL node's database, or of a DMS node's target
    home: int = 0               # SQL, DMS: the server whose embedded service has its endpoints
    source: int = 0             # DMS: which source database
    tables: tuple = ()          # DMS: which of its tables


def make_nodes(rng, count, homes, with_postgres, sources):
    """`count` nodes in an order in which each stands behind those before it."""
    nodes = []
    for i in range(count):
        kind = rng.choices(("SHELL", "SQL", "DMS"), (50, 25, 25))[0]
        window = nodes[-25:]
        before = [node.name for node in rng.sample(window, min(len(window), rng.choices((0, 1, 2, 3), (12, 48, 28, 12))[0]))]
        node = Node(f"n{i:03}", kind, sorted(before), seconds=round(rng.choice((0.0, rng.uniform(0.1, 0.6), rng.uniform(0.5, 2.0))), 2),
                    priority=rng.choice(("HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST")), home=rng.randrange(homes))
        if kind == "SHELL":
            node.on_loss = rng.choice(("fail", "retry"))
            node.in_group = rng.random() < 0.15
            node.way = rng.choices(("ok", "first"), (85, 15))[0]
        elif kind == "SQL":
            node.mode = rng.choice(("plain", "transaction", "idempotent"))
            node.engine = rng.choice(("sqlite", "postgres")) if with_postgres else "sqlite"
            if node.mode == "idempotent":
                node.way = rng.choices(("ok", "first"), (75, 25))[0]
        else:
            node.engine = rng.choices(("sqlite", "postgres"), (75, 25))[0] if with_postgres else "sqlite"
            node.source = rng.randrange(len(sources))
            node.tables = tuple(sorted(rng.sample(range(len(sources[node.source])), rng.randint(1, 3))))
            node.retries = 5
        # Late in the graph, so that not much is lost behind it.
        if kind != "DMS" and i > count * 0.6 and rng.random() < 0.1:
            node.way, node.retries = "always", rng.randint(0, 2)
        nodes.append(node)
    followed = {name for node in nodes for name in node.before}
    for node in nodes:
        if node.name not in followed and node.way == "ok" and node.kind != "DMS" and rng.random() < 0.4:
            node.fragile, node.retries = True, 0
    return nodes


def expected_states(nodes, failed_fragile):
    """The state of each node at the end, by name, if those of `failed_fragile` failed."""
    states = {}
    for node in nodes:
        if any(states[name] != "success" for name in node.before):
            states[node.name] = "upstream failed"
        elif node.way == "always" or node.name in failed_fragile:
            states[node.name] = "failure"
        else:
            states[node.name] = "success"
    return states


def document(name, nodes, folder):
    """The workflow's document. Scripts write what they do into `folder`/journal."""
    kinds = {node.name: node for node in nodes}
    return {"name": name, "tasks": [_task(node, kinds, folder) for node in nodes]}


def _task(node, kinds, folder):
    task = {"name": node.name, "taskType": node.kind, "predecessors": node.before, "taskPriority": node.priority,
            "failRetryTimes": node.retries, "failRetryInterval": 0}
    if node.kind == "SHELL":
        task["taskParams"] = {"rawScript": _script(node, kinds, folder), "onWorkerLoss": node.on_loss,
                              "localParams": [{"prop": "v", "direct": "OUT", "type": "VARCHAR", "value": ""}]}
        if node.in_group:
            task["taskGroup"] = GROUP
    else:
        task["workerGroup"] = f"home{node.home}"
        task["taskParams"] = _sql(node) if node.kind == "SQL" else _dms(node)
    return task


def _script(node, kinds, folder):
    """Each line of the journal is one write to a file opened for appending: `word node attempt worker time`. It is not synced: what is
    killed here is processes, and the system's memory survives them."""
    def line(word):
        return f'printf \'{word} {node.name} ${{system.task.instance.id}} %s %s\\n\' $PPID "$EPOCHREALTIME" >> {folder}/journal'
    lines = [f"exec 9>> {folder}/locks/{node.name}",
             f"flock -n 9 || {{ {line('overlap')}; }}",  # what an earlier run left alive holds the lock
             line("begin")]
    lines += [f"[ '${{{name}.v}}' = {name} ] || exit 9" for name in node.before if kinds[name].kind == "SHELL"]
    if node.way == "first":
        lines.append(f"if [ ! -e {folder}/marks/{node.name} ]; then {line('fail')}; touch {folder}/marks/{node.name}; exit 3; fi")
    if node.seconds:
        lines.append(f"sleep {node.seconds}")
    if node.way == "always":
        lines += [line("fail"), "exit 3"]
    lines += [line("end"), f"echo '${{setValue(v={node.name})}}'"]
    return "\n".join(lines)


def _sql(node):
    key = f"('{node.name}', '${{system.task.instance.id}}')"
    params = {"datasource": "journal-" + node.engine}
    if node.engine == "postgres":
        work = f"SELECT pg_sleep({node.seconds})"
    else:
        work = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {int(node.seconds * 200_000) + 1}) SELECT count(*) FROM n"
    last = "SELECT 'done'"
    if node.mode == "idempotent":
        params["idempotent"] = True
        insert = f"INSERT INTO once(node, attempt) VALUES{key} ON CONFLICT(node, attempt) DO NOTHING"
        if node.way == "first":
            last = f"SELECT CASE WHEN count(*) > 1 THEN 'done' ELSE 'again' END FROM once WHERE node = '{node.name}'"
    else:
        insert = f"INSERT INTO entry(node, attempt) VALUES{key}"
        params["transaction"] = node.mode == "transaction"
    params["sql"] = f"{insert}; {work}; {last}"
    params["expect"] = {"value": "never" if node.way == "always" else "done"}
    return params


def _dms(node):
    rules = []
    for table in node.tables:
        number = str(len(rules) + 1)
        rules.append({"rule-type": "selection", "rule-id": number, "rule-name": number, "rule-action": "include",
                      "object-locator": {"schema-name": "main", "table-name": f"t{table}"}})
    if node.engine == "postgres":
        rules.append({"rule-type": "transformation", "rule-id": "100", "rule-name": "100", "rule-target": "schema", "rule-action": "rename",
                      "object-locator": {"schema-name": "main"}, "value": f"to_{node.name}"})
    target = "target-postgres" if node.engine == "postgres" else "target-" + node.name
    return {"migrationType": "full-load", "replicationTaskIdentifier": f"{node.name}-${{system.workflow.instance.id}}",
            "replicationInstanceArn": "local", "sourceEndpointArn": f"source-{node.source}", "targetEndpointArn": target,
            "tableMappings": json.dumps({"rules": rules})}
