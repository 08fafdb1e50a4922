#!/usr/bin/env python3
"""The whole life of a migration through boto3, with every waiter and paginator of the DMS API.

    dms_life_cycle_test.py path/to/dmsnode     against `dmsnode serve`, MariaDB to PostgreSQL, real rows
    dms_life_cycle_test.py --moto              the same calls against moto, as far as moto goes

The second way holds our reading of the API against somebody else's; it needs a Python that has moto.
DMSNODE_TEST_SERVERS names the file that scripts/servers.sh wrote.
"""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

ROWS = 300_000
MAPPINGS = json.dumps({"rules": [{
    "rule-type": "selection", "rule-id": "1", "rule-name": "all", "rule-action": "include",
    "object-locator": {"schema-name": "%", "table-name": "%"}, "filters": []}]})
QUICK = {"Delay": 1, "MaxAttempts": 90}


def say(text):
    print("%s  %s" % (time.strftime("%H:%M:%S"), text), flush=True)


def check(condition, text):
    if not condition:
        raise AssertionError(text)


def fault_of(call, **arguments):
    """The fault code and the message that a call is refused with."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError("the call was not refused: %s" % arguments)


class Databases:
    """A MariaDB source with rows and an empty PostgreSQL target, each in a database of its own."""

    def __init__(self):
        path = os.environ.get("DMSNODE_TEST_SERVERS")
        if not path:
            sys.exit("set DMSNODE_TEST_SERVERS: scripts/servers.sh start DIR, then DIR/env")
        with open(path, encoding="utf-8") as lines:
            self.settings = dict(line.strip().split("=", 1) for line in lines if "=" in line)
        self.name = "life_%d" % os.getpid()

    def mariadb(self, sql, database=""):
        s = self.settings
        return subprocess.run(
            ["mariadb", "--protocol=tcp", "-h127.0.0.1", "-P" + s["MARIADB_PORT"],
             "-u" + s["MARIADB_USER"], "-BN", database],
            input=sql, env=dict(os.environ, MYSQL_PWD=s["MARIADB_PASSWORD"]), text=True, check=True,
            stdout=subprocess.PIPE).stdout.strip()

    def postgres(self, sql, database="postgres"):
        s = self.settings
        return subprocess.run(
            ["psql", "-h127.0.0.1", "-p" + s["PG_PORT"], "-U" + s["PG_USER"], "-AtqX", "-d", database,
             "-v", "ON_ERROR_STOP=1"],
            input=sql, env=dict(os.environ, PGPASSWORD=s["PG_PASSWORD"]), text=True, check=True,
            stdout=subprocess.PIPE).stdout.strip()

    def make(self):
        self.mariadb("CREATE DATABASE %s" % self.name)
        self.mariadb("""
            CREATE TABLE customer(id INT PRIMARY KEY, name VARCHAR(50) NOT NULL, born DATE);
            INSERT INTO customer VALUES (1, 'Ada', '1815-12-10'), (2, 'Grâce', NULL), (3, '李', '1990-01-01');
            CREATE TABLE orders(id BIGINT PRIMARY KEY, note VARCHAR(200), price DECIMAL(12,2));
            INSERT INTO orders SELECT seq, concat(repeat('note ', 20), seq), seq / 7 FROM seq_1_to_%d;
            CREATE TABLE empty_one(id INT PRIMARY KEY);
            """ % ROWS, self.name)
        self.postgres("CREATE DATABASE %s" % self.name)

    def drop(self):
        self.mariadb("DROP DATABASE IF EXISTS %s" % self.name)
        self.postgres("DROP DATABASE IF EXISTS %s WITH (FORCE)" % self.name)

    def source(self):
        s = self.settings
        return {"EngineName": "mariadb", "ServerName": "127.0.0.1", "Port": int(s["MARIADB_PORT"]),
                "Username": s["MARIADB_USER"], "Password": s["MARIADB_PASSWORD"]}

    def target(self):
        s = self.settings
        return {"EngineName": "postgres", "ServerName": "127.0.0.1", "Port": int(s["PG_PORT"]),
                "Username": s["PG_USER"], "Password": s["PG_PASSWORD"], "DatabaseName": self.name,
                "SslMode": "verify-full",
                "ExtraConnectionAttributes": "caFile=" + s["CA_FILE"]}

    def mappings(self):
        return MAPPINGS.replace('"%"', '"%s"' % self.name, 1)

    def compare(self):
        for table in ("customer", "orders", "empty_one"):
            ours = self.postgres("SELECT count(*) FROM %s.%s" % (self.name, table), self.name)
            theirs = self.mariadb("SELECT count(*) FROM %s" % table, self.name)
            check(ours == theirs, "%s: %s rows in the target, %s in the source" % (table, ours, theirs))
        ours = self.postgres("SELECT sum(price), sum(length(note)), max(id) FROM %s.orders" % self.name,
                             self.name).replace("|", "\t")
        theirs = self.mariadb("SELECT sum(price), sum(char_length(note)), max(id) FROM orders", self.name)
        check(ours == theirs, "orders differ: %r and %r" % (ours, theirs))
        check(self.postgres("SELECT name FROM %s.customer WHERE id = 3" % self.name, self.name) == "李",
              "a name was changed")


class Dmsnode:
    """`dmsnode serve` over a data folder of its own."""
    is_moto = False

    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.folder = tempfile.mkdtemp(prefix="dmsnode-life-")
        made = subprocess.run([self.program, "key", "create", "--data", self.folder, "--json"],
                              check=True, stdout=subprocess.PIPE, text=True)
        self.key = json.loads(made.stdout)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--listen", "127.0.0.1:%d" % self.port, "--data", self.folder],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                check(self.process.poll() is None, "dmsnode serve ended at once")
                check(time.monotonic() < deadline, "dmsnode serve does not listen")
                time.sleep(0.05)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        shutil.rmtree(self.folder)
        check(code == 0, "dmsnode serve ended with code %d after SIGTERM" % code)

    def client(self, secret=None):
        return boto3.client(
            "dms", endpoint_url="http://127.0.0.1:%d" % self.port, region_name="us-east-1",
            aws_access_key_id=self.key["AccessKeyId"],
            aws_secret_access_key=secret or self.key["SecretAccessKey"],
            config=Config(retries={"max_attempts": 8, "mode": "standard"}))


class Moto:
    is_moto = True

    def __init__(self):
        from moto.server import ThreadedMotoServer
        self.server = ThreadedMotoServer(port=0)
        self.server.start()

    def client(self):
        return boto3.client("dms", endpoint_url="http://127.0.0.1:%d" % self.server.get_host_and_port()[1],
                            region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s")

    def close(self):
        self.server.stop()


class LifeCycle:
    def __init__(self, service, databases):
        self.service = service
        self.databases = databases
        self.dms = service.client()

    def by(self, name, value):
        return [{"Name": name, "Values": [value]}]

    def wait(self, waiter, **arguments):
        self.dms.get_waiter(waiter).wait(WaiterConfig=QUICK, **arguments)

    def task(self, arn):
        return self.dms.describe_replication_tasks(
            Filters=self.by("replication-task-arn", arn))["ReplicationTasks"][0]

    def run(self):
        if not self.service.is_moto:
            self.signatures()
        instance = self.instances()
        source, target = self.endpoints(instance)
        arn = self.create_task(instance, source, target)
        self.load(arn)
        if not self.service.is_moto:
            self.statistics(arn)
            self.reload(arn)
            self.stop_and_resume(arn)
            self.kill_and_go_on(arn)
        self.delete(arn, source, target, instance)

    def signatures(self):
        say("a wrong secret is refused")
        code, _ = fault_of(self.service.client("wrong" * 8).describe_endpoints)
        check(code == "InvalidSignatureException", code)

    def instances(self):
        say("instances: create, wait, page, tag")
        made = self.dms.create_replication_instance(
            ReplicationInstanceIdentifier="life", ReplicationInstanceClass="dms.t3.micro",
            Tags=[{"Key": "team", "Value": "data"}])["ReplicationInstance"]
        arn = made["ReplicationInstanceArn"]
        self.wait("replication_instance_available", Filters=self.by("replication-instance-arn", arn))
        pages = self.dms.get_paginator("describe_replication_instances").paginate()
        names = [i["ReplicationInstanceIdentifier"] for page in pages for i in page["ReplicationInstances"]]
        check("life" in names, names)
        check(self.dms.list_tags_for_resource(ResourceArn=arn)["TagList"][0]["Value"] == "data", "tag")
        if self.service.is_moto:
            return arn
        check("local" in names, names)
        check(made["ReplicationInstanceStatus"] == "creating", made)
        pages = self.dms.get_paginator("describe_orderable_replication_instances").paginate()
        check(any(page["OrderableReplicationInstances"] for page in pages), "no classes")
        quotas = self.dms.describe_account_attributes()["AccountQuotas"]
        check({"ReplicationInstances", "Endpoints"} <= {q["AccountQuotaName"] for q in quotas}, quotas)
        return arn

    def endpoints(self, instance):
        say("endpoints: create, refuse, page, test, schemas")
        source = self.dms.create_endpoint(EndpointIdentifier="life-source", EndpointType="source",
                                          **self.databases.source())["Endpoint"]
        check(source["EndpointType"].lower() == "source" and "Password" not in source, source)
        source = source["EndpointArn"]
        target = self.dms.create_endpoint(EndpointIdentifier="life-target", EndpointType="target",
                                          **self.databases.target())["Endpoint"]["EndpointArn"]
        found = self.dms.describe_endpoints(Filters=self.by("endpoint-arn", source))["Endpoints"]
        check([e["EndpointIdentifier"] for e in found] == ["life-source"], found)
        if self.service.is_moto:
            return source, target
        code, _ = fault_of(self.dms.create_endpoint, EndpointIdentifier="Life-Source",
                           EndpointType="source", **self.databases.source())
        check(code == "ResourceAlreadyExistsFault", code)
        code, message = fault_of(self.dms.create_endpoint, EndpointIdentifier="x", EndpointType="source",
                                 EngineName="oracle")
        check(code == "InvalidParameterValueException" and "postgres" in message, message)
        self.page_endpoints()
        pages = self.dms.get_paginator("describe_endpoint_types").paginate(
            Filters=self.by("engine-name", "postgres"))
        check(sum(len(page["SupportedEndpointTypes"]) for page in pages) == 2, "endpoint types")
        self.test_connections(instance, source, target)
        self.schemas(instance, source)
        return source, target

    def page_endpoints(self):
        for number in range(25):
            self.dms.create_endpoint(EndpointIdentifier="page-%d" % number, EndpointType="target",
                                     EngineName="sqlite", DatabaseName="/nowhere/x.db")
        pages = list(self.dms.get_paginator("describe_endpoints").paginate(
            PaginationConfig={"PageSize": 20}))
        check([len(page["Endpoints"]) for page in pages] == [20, 7], [len(p["Endpoints"]) for p in pages])
        for page in pages:
            for endpoint in page["Endpoints"]:
                if endpoint["EndpointIdentifier"].startswith("page-"):
                    self.dms.delete_endpoint(EndpointArn=endpoint["EndpointArn"])
        code, _ = fault_of(self.dms.describe_endpoints, MaxRecords=10)
        check(code == "InvalidParameterValueException", code)

    def test_connections(self, instance, source, target):
        self.dms.modify_endpoint(EndpointArn=source, Password="wrong")
        self.dms.test_connection(ReplicationInstanceArn=instance, EndpointArn=source)
        try:
            self.wait("test_connection_succeeds", Filters=self.by("endpoint-arn", source))
            raise AssertionError("a wrong password passed the test")
        except WaiterError as error:
            failed = error.last_response["Connections"][0]
            check(failed["Status"] == "failed" and failed["LastFailureMessage"], failed)
            say("  failed as it must: " + failed["LastFailureMessage"])
        self.dms.modify_endpoint(EndpointArn=source, Password=self.databases.source()["Password"])
        for arn in (source, target):
            answer = self.dms.test_connection(ReplicationInstanceArn=instance, EndpointArn=arn)
            check(answer["Connection"]["Status"] == "testing", answer)
            self.wait("test_connection_succeeds", Filters=self.by("endpoint-arn", arn))
        pages = self.dms.get_paginator("describe_connections").paginate()
        check(sum(len(page["Connections"]) for page in pages) == 2, "connections")

    def schemas(self, instance, source):
        self.dms.refresh_schemas(EndpointArn=source, ReplicationInstanceArn=instance)
        deadline = time.monotonic() + 30
        while True:
            status = self.dms.describe_refresh_schemas_status(EndpointArn=source)["RefreshSchemasStatus"]
            if status["Status"] != "refreshing":
                break
            check(time.monotonic() < deadline, "the schemas are not read")
            time.sleep(0.1)
        check(status["Status"] == "successful", status)
        pages = self.dms.get_paginator("describe_schemas").paginate(EndpointArn=source)
        names = [name for page in pages for name in page["Schemas"]]
        check(self.databases.name in names, names)

    def create_task(self, instance, source, target):
        say("task: create")
        request = {"ReplicationTaskIdentifier": "life", "SourceEndpointArn": source,
                   "TargetEndpointArn": target, "ReplicationInstanceArn": instance,
                   "MigrationType": "full-load", "TableMappings": self.databases.mappings(),
                   "ReplicationTaskSettings": json.dumps({"FullLoadSettings": {"CommitRate": 2000}})}
        if not self.service.is_moto:
            code, message = fault_of(self.dms.create_replication_task, **dict(request, MigrationType="cdc"))
            check("full-load only" in message, message)
            code, message = fault_of(self.dms.create_replication_task, **dict(request, TableMappings="{}"))
            check(code == "InvalidParameterValueException" and
                  message.startswith("Invalid Table Mappings document: "), message)
        arn = self.dms.create_replication_task(**request)["ReplicationTask"]["ReplicationTaskArn"]
        if not self.service.is_moto:  # moto shows `creating` until the start
            self.wait("replication_task_ready", Filters=self.by("replication-task-arn", arn))
        if not self.service.is_moto:
            settings = json.loads(self.task(arn)["ReplicationTaskSettings"])
            check(settings["FullLoadSettings"]["CommitRate"] == 2000, settings)
            check("ErrorBehavior" in settings, "the settings are not echoed whole")
        return arn

    def load(self, arn):
        say("task: first load")
        if not self.service.is_moto:
            code, _ = fault_of(self.dms.stop_replication_task, ReplicationTaskArn=arn)
            check(code == "InvalidResourceStateFault", code)
        answer = self.dms.start_replication_task(ReplicationTaskArn=arn,
                                                 StartReplicationTaskType="start-replication")
        if self.service.is_moto:
            self.wait("replication_task_running", Filters=self.by("replication-task-arn", arn))
            self.dms.stop_replication_task(ReplicationTaskArn=arn)
            self.wait("replication_task_stopped", Filters=self.by("replication-task-arn", arn))
            return
        check(answer["ReplicationTask"]["Status"] == "starting", answer)
        self.wait("replication_task_running", Filters=self.by("replication-task-arn", arn))
        self.finish(arn)
        code, message = fault_of(self.dms.start_replication_task, ReplicationTaskArn=arn,
                                 StartReplicationTaskType="start-replication")
        check(code == "InvalidParameterCombinationException" and
              message.startswith("Start Type : START_REPLICATION, valid only"), message)

    def finish(self, arn):
        self.wait("replication_task_stopped", Filters=self.by("replication-task-arn", arn))
        task = self.task(arn)
        check(task["StopReason"] == "Stop Reason FULL_LOAD_ONLY_FINISHED", task)
        stats = task["ReplicationTaskStats"]
        check(stats["TablesErrored"] == 0, task.get("LastFailureMessage"))
        check(stats["TablesLoaded"] == 3 and stats["FullLoadProgressPercent"] == 100, stats)
        self.databases.compare()
        say("  %d ms by the service's own count" % stats["ElapsedTimeMillis"])

    def statistics(self, arn):
        say("table statistics")
        pages = self.dms.get_paginator("describe_table_statistics").paginate(ReplicationTaskArn=arn)
        rows = {t["TableName"]: t for page in pages for t in page["TableStatistics"]}
        check({n: t["FullLoadRows"] for n, t in rows.items()} ==
              {"customer": 3, "orders": ROWS, "empty_one": 0}, rows)
        check({t["TableState"] for t in rows.values()} == {"Table completed"}, rows)
        none = self.dms.describe_table_statistics(
            ReplicationTaskArn=arn, Filters=self.by("table-state", "Table error"))["TableStatistics"]
        check(none == [], none)

    def reload(self, arn):
        say("task: reload")
        self.dms.start_replication_task(ReplicationTaskArn=arn, StartReplicationTaskType="reload-target")
        self.finish(arn)
        tables = self.dms.describe_table_statistics(ReplicationTaskArn=arn)["TableStatistics"]
        check(all(t["FullLoadReloaded"] for t in tables), tables)

    def stop_and_resume(self, arn):
        say("task: stop in the middle, resume")
        self.dms.start_replication_task(ReplicationTaskArn=arn, StartReplicationTaskType="reload-target")
        answer = self.dms.stop_replication_task(ReplicationTaskArn=arn)["ReplicationTask"]
        check(answer["Status"] == "stopping", answer)
        # Not the waiter: it fails on nothing here, but a stop must take seconds, not its minutes.
        deadline = time.monotonic() + 20
        while self.task(arn)["Status"] == "stopping":
            check(time.monotonic() < deadline, "the stop takes too long")
            time.sleep(0.1)
        task = self.task(arn)
        check(task["Status"] == "stopped" and task["StopReason"] == "Stop Reason NORMAL", task)
        self.dms.start_replication_task(ReplicationTaskArn=arn,
                                        StartReplicationTaskType="resume-processing")
        self.finish(arn)

    def kill_and_go_on(self, arn):
        say("kill -9 in the middle, start again")
        self.dms.start_replication_task(ReplicationTaskArn=arn, StartReplicationTaskType="reload-target")
        time.sleep(0.3)  # the moment does not matter: any is a valid one to die at
        self.service.kill()
        self.service.start()
        check(self.task(arn)["Status"] in ("running", "stopped"), self.task(arn)["Status"])
        self.finish(arn)

    def delete(self, arn, source, target, instance):
        say("delete everything, wait until it is gone")
        if not self.service.is_moto:
            code, _ = fault_of(self.dms.delete_endpoint, EndpointArn=source)
            check(code == "InvalidResourceStateFault", code)
            code, _ = fault_of(self.dms.delete_replication_instance, ReplicationInstanceArn=instance)
            check(code == "InvalidResourceStateFault", code)
        self.dms.delete_replication_task(ReplicationTaskArn=arn)
        if not self.service.is_moto:  # moto shows an empty list, which no waiter takes for an end
            self.wait("replication_task_deleted", Filters=self.by("replication-task-arn", arn))
        for endpoint in (source, target):
            self.dms.delete_endpoint(EndpointArn=endpoint)
            if not self.service.is_moto:  # moto shows `deleting` for ever
                self.wait("endpoint_deleted", Filters=self.by("endpoint-arn", endpoint))
        self.dms.delete_replication_instance(ReplicationInstanceArn=instance)
        if not self.service.is_moto:
            self.wait("replication_instance_deleted",
                      Filters=self.by("replication-instance-arn", instance))


class NoDatabases:
    name = "shop"

    def source(self):
        return {"EngineName": "mariadb", "ServerName": "source", "Port": 3306, "Username": "u",
                "Password": "p"}

    def target(self):
        return {"EngineName": "postgres", "ServerName": "target", "Port": 5432, "Username": "u",
                "Password": "p", "DatabaseName": "d"}

    def mappings(self):
        return MAPPINGS

    def make(self):
        pass

    def drop(self):
        pass


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    moto = sys.argv[1] == "--moto"
    databases = NoDatabases() if moto else Databases()
    service = Moto() if moto else Dmsnode(sys.argv[1])
    try:
        databases.drop()
        databases.make()
        LifeCycle(service, databases).run()
    except BaseException:
        if not moto and service.process.poll() is None:
            service.kill()
        raise
    finally:
        databases.drop()
    service.close()
    say("passed")


if __name__ == "__main__":
    main()
