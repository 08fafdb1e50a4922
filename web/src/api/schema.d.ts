// Made by `npm run types` from docs/api/openapi.json; do not edit.
export interface paths {
    "/access-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that may call the embedded DMS service, in order of creation */
        get: operations["listAccessKeys"];
        put?: never;
        /** Make an access key; its secret is shown once */
        post: operations["makeAccessKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-keys/{accessKeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an access key: clients that use it are refused at once */
        delete: operations["deleteAccessKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alarm-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All alarm channels, by name */
        get: operations["listAlarmChannels"];
        put?: never;
        /** Make an alarm channel; docs/alarms.md tells the settings */
        post: operations["makeAlarmChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alarm-channels/{channelName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alarm channel */
        get: operations["getAlarmChannel"];
        /** Change name and settings; secrets that are left out stay, null takes one away */
        put: operations["updateAlarmChannel"];
        post?: never;
        /** Delete an alarm channel that no group lists */
        delete: operations["deleteAlarmChannel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alarm-channels/{channelName}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test alarm now, within 20 s; the error is the channel's own */
        post: operations["testAlarmChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alarm-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All alarm groups, by name */
        get: operations["listAlarmGroups"];
        put?: never;
        /** Make an alarm group: who is told, in which language and words */
        post: operations["makeAlarmGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alarm-groups/{groupName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alarm group */
        get: operations["getAlarmGroup"];
        /** Replace all of an alarm group */
        put: operations["updateAlarmGroup"];
        post?: never;
        /** Delete an alarm group; its alarms stay, those that wait are sent */
        delete: operations["deleteAlarmGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was raised and what became of it, the newest first */
        get: operations["listAlarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alarms/{alarmCode}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin the alarm's failed deliveries anew */
        post: operations["retryAlarm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, the newest first; lines are never changed or removed */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All names that a DMS node's `connection` may have */
        get: operations["listConnections"];
        put?: never;
        /** Make a connection to AWS DMS or another service that speaks its API */
        post: operations["makeConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection */
        get: operations["getConnection"];
        /** Change a connection: nodes that start later use it as it is then */
        put: operations["updateConnection"];
        post?: never;
        /** Delete a connection: nodes that name it fail from then on */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/AddTagsToResource": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's AddTagsToResource, on the connection's service */
        post: operations["dmsAddTagsToResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/CreateEndpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's CreateEndpoint, on the connection's service */
        post: operations["dmsCreateEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/CreateReplicationInstance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's CreateReplicationInstance, on the connection's service */
        post: operations["dmsCreateReplicationInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/CreateReplicationTask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's CreateReplicationTask, on the connection's service */
        post: operations["dmsCreateReplicationTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DeleteConnection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DeleteConnection, on the connection's service */
        post: operations["dmsDeleteConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DeleteEndpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DeleteEndpoint, on the connection's service */
        post: operations["dmsDeleteEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DeleteReplicationInstance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DeleteReplicationInstance, on the connection's service */
        post: operations["dmsDeleteReplicationInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DeleteReplicationTask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DeleteReplicationTask, on the connection's service */
        post: operations["dmsDeleteReplicationTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeAccountAttributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeAccountAttributes, on the connection's service */
        post: operations["dmsDescribeAccountAttributes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeConnections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeConnections, on the connection's service */
        post: operations["dmsDescribeConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeEndpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeEndpoints, on the connection's service */
        post: operations["dmsDescribeEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeEndpointTypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeEndpointTypes, on the connection's service */
        post: operations["dmsDescribeEndpointTypes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeOrderableReplicationInstances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeOrderableReplicationInstances, on the connection's service */
        post: operations["dmsDescribeOrderableReplicationInstances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeRefreshSchemasStatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeRefreshSchemasStatus, on the connection's service */
        post: operations["dmsDescribeRefreshSchemasStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeReplicationInstances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeReplicationInstances, on the connection's service */
        post: operations["dmsDescribeReplicationInstances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeReplicationTasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeReplicationTasks, on the connection's service */
        post: operations["dmsDescribeReplicationTasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeSchemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeSchemas, on the connection's service */
        post: operations["dmsDescribeSchemas"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/DescribeTableStatistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's DescribeTableStatistics, on the connection's service */
        post: operations["dmsDescribeTableStatistics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/ListTagsForResource": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's ListTagsForResource, on the connection's service */
        post: operations["dmsListTagsForResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/ModifyEndpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's ModifyEndpoint, on the connection's service */
        post: operations["dmsModifyEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/ModifyReplicationInstance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's ModifyReplicationInstance, on the connection's service */
        post: operations["dmsModifyReplicationInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/ModifyReplicationTask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's ModifyReplicationTask, on the connection's service */
        post: operations["dmsModifyReplicationTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/MoveReplicationTask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's MoveReplicationTask, on the connection's service */
        post: operations["dmsMoveReplicationTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/RebootReplicationInstance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's RebootReplicationInstance, on the connection's service */
        post: operations["dmsRebootReplicationInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/RefreshSchemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's RefreshSchemas, on the connection's service */
        post: operations["dmsRefreshSchemas"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/ReloadTables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's ReloadTables, on the connection's service */
        post: operations["dmsReloadTables"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/RemoveTagsFromResource": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's RemoveTagsFromResource, on the connection's service */
        post: operations["dmsRemoveTagsFromResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/StartReplicationTask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's StartReplicationTask, on the connection's service */
        post: operations["dmsStartReplicationTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/StopReplicationTask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's StopReplicationTask, on the connection's service */
        post: operations["dmsStopReplicationTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/dms/TestConnection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DMS API's TestConnection, on the connection's service */
        post: operations["dmsTestConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/mapping-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What table mappings make of an endpoint's tables (embedded service only) */
        post: operations["previewMapping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/source-tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The schemas and tables of an endpoint's database (embedded service only) */
        post: operations["listSourceTables"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionName}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether the service answers, by a call that changes nothing */
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The environments of all projects, by name */
        get: operations["listEnvironments"];
        put?: never;
        /** Make an environment of all projects */
        post: operations["makeEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{environmentCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One environment of all projects */
        get: operations["getEnvironment"];
        /** Change an environment of all projects */
        put: operations["updateEnvironment"];
        post?: never;
        /** Delete an environment of all projects */
        delete: operations["deleteEnvironment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives and answers */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a session: the answer sets its cookie */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls, and what they may do */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's own password; other sessions of the user end */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own API tokens; a user has 100 at most */
        get: operations["listTokens"];
        put?: never;
        /** Make an API token; its text is shown once */
        post: operations["makeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/tokens/{tokenCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API token */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counters and gauges in Prometheus' text format */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description of the API */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The projects in which one has a role, by name; an administrator: all */
        get: operations["listProjects"];
        put?: never;
        /** Make a project */
        post: operations["makeProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One project */
        get: operations["getProject"];
        /** Change name and description */
        put: operations["updateProject"];
        post?: never;
        /** Delete a project without workflows, with all else that is in it */
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/backfills/{backfillCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A backfill, its dates and their instances */
        get: operations["getBackfill"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/backfills/{backfillCode}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Drop the dates that were not started, and stop what runs */
        post: operations["stopBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The environments of the project, by name */
        get: operations["listProjectEnvironments"];
        put?: never;
        /** Make an environment of the project */
        post: operations["makeProjectEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/environments/{environmentCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One environment of the project */
        get: operations["getProjectEnvironment"];
        /** Change an environment of the project */
        put: operations["updateProjectEnvironment"];
        post?: never;
        /** Delete an environment of the project */
        delete: operations["deleteProjectEnvironment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workflow instances, newest first */
        get: operations["listInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workflow instance */
        get: operations["getInstance"];
        put?: never;
        post?: never;
        /** Delete an instance at rest, with its tasks and attempts */
        delete: operations["deleteInstance"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The attempts of an instance's nodes, in the order of their queueing */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/attempts/{attemptCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One attempt */
        get: operations["getAttempt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/attempts/{attemptCode}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A piece of an attempt's log: whole lines, from an offset on */
        get: operations["getAttemptLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/attempts/{attemptCode}/log/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attempt's log as events `log`, until `end`; goes on after Last-Event-ID */
        get: operations["followAttemptLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** States as events `instance` and `task`: what is, then each change, until `end` */
        get: operations["followInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let what runs come to its end, and start nothing else */
        post: operations["pauseInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What did not succeed again; successes are kept */
        post: operations["recoverInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Everything again, in the same instance */
        post: operations["rerunInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on after a pause */
        post: operations["resumeInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Kill what runs, and end */
        post: operations["stopInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The instance's nodes and their states, in the definition's order */
        get: operations["listInstanceTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/tasks/{taskName}/force-success": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a failed or killed node count as success */
        post: operations["forceTaskSuccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/tasks/{taskName}/kill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Kill a node that runs */
        post: operations["killTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/instances/{instanceCode}/tasks/{taskName}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a node of an instance at rest again, whatever is before it */
        post: operations["runTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has a role in the project, by name */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/members/{userCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a user a role in the project */
        put: operations["putMember"];
        post?: never;
        /** Take a user's role in the project */
        delete: operations["deleteMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/parameters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's parameters, by name */
        get: operations["listProjectParameters"];
        put?: never;
        /** Add a parameter that all workflows of the project may use */
        post: operations["makeProjectParameter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/parameters/{parameterCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a parameter */
        put: operations["updateProjectParameter"];
        post?: never;
        /** Remove a parameter */
        delete: operations["deleteProjectParameter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's schedules, by name of their workflow */
        get: operations["listSchedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/task-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's task groups, by name */
        get: operations["listTaskGroups"];
        put?: never;
        /** Make a task group: a bound on how many nodes run at once */
        post: operations["makeTaskGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/task-groups/{taskGroupCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task group */
        get: operations["getTaskGroup"];
        /** Change a task group */
        put: operations["updateTaskGroup"];
        post?: never;
        /** Delete a task group */
        delete: operations["deleteTaskGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's workflows, by name */
        get: operations["listWorkflows"];
        put?: never;
        /** Make a workflow: its version 1, offline */
        post: operations["makeWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workflow, with the document of its current version */
        get: operations["getWorkflow"];
        /** Save a new version. Tasks without code keep that of the task with their name */
        put: operations["saveWorkflow"];
        post?: never;
        /** Delete a workflow that is offline, with its versions and its schedule */
        delete: operations["deleteWorkflow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a workflow for many schedule times */
        post: operations["startBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workflow as a file: of its own form, or DolphinScheduler's */
        get: operations["exportWorkflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/offline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No more starts, its schedule goes offline too; instances that run go on */
        post: operations["takeWorkflowOffline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/online": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let it be started; the parameters of all its nodes are checked */
        post: operations["bringWorkflowOnline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workflow's schedule */
        get: operations["getSchedule"];
        /** Make the workflow's schedule (offline) or change it */
        put: operations["putSchedule"];
        post?: never;
        /** Delete the workflow's schedule */
        delete: operations["deleteSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/schedule/offline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let it fire no more; instances that run go on */
        post: operations["takeScheduleOffline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/schedule/online": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let it fire; its workflow must be online */
        post: operations["bringScheduleOnline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/schedule/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next fires of the workflow's schedule, or of one that is given here */
        get: operations["previewSchedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start an instance of a workflow that is online */
        post: operations["startWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same for the next version, or without a body for the current one */
        post: operations["validateWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a workflow, the newest first */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version, with its document */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/versions/{version}/diff/{otherVersion}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed from one version to another */
        get: operations["diffVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/{workflowCode}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Save an older version's document as the newest version */
        post: operations["restoreVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the workflows of a DolphinScheduler export file, all or none */
        post: operations["importWorkflows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectCode}/workflows/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Everything that is wrong with a document, nothing saved */
        post: operations["validateDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The store can be read: requests can be served */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Resources (files that tasks use), by path */
        get: operations["listResources"];
        put?: never;
        /** Make a resource of the body's bytes, 8 MiB at most */
        post: operations["uploadResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{resourceCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One resource, without its content */
        get: operations["getResource"];
        put?: never;
        post?: never;
        /** Delete a resource */
        delete: operations["deleteResource"];
        options?: never;
        head?: never;
        /** Change path or description */
        patch: operations["renameResource"];
        trace?: never;
    };
    "/resources/{resourceCode}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A resource's bytes */
        get: operations["downloadResource"];
        /** Replace a resource's bytes; needs If-Match */
        put: operations["replaceResource"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/delete-folder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete all resources below a folder */
        post: operations["deleteResourceFolder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/rename-folder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move all resources below a folder to below another, all or none */
        post: operations["renameResourceFolder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All users, by name */
        get: operations["listUsers"];
        put?: never;
        /** Make a user */
        post: operations["makeUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Make a user administrator or not, disable or enable them */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/users/{userCode}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a user's password; all sessions of the user end */
        put: operations["setPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/worker-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The worker groups that were made, by name; `default` need not be */
        get: operations["listWorkerGroups"];
        put?: never;
        /** Make a worker group: a name by which tasks and workers find each other */
        post: operations["makeWorkerGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/worker-groups/{workerGroupName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change the description: workflows name the group, so its name stays */
        put: operations["updateWorkerGroup"];
        post?: never;
        /** Delete a worker group */
        delete: operations["deleteWorkerGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workers that are there, by name */
        get: operations["listWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessKey: {
            accessKeyId: string;
            /** Format: date-time */
            created: string;
            /** @description what it is for */
            name: string;
        };
        Alarm: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            deliveries: {
                attempts: number;
                channelName: string;
                /** Format: date-time */
                ended?: string;
                lastError: string;
                /** Format: date-time */
                nextAttempt?: string;
                /** @enum {string} */
                state: "waiting" | "sending" | "sent" | "failed";
            }[];
            fields: {
                name: string;
                value: string;
            }[];
            groupName: string;
            kind: string;
            link: string;
            title: string;
        };
        AlarmChannel: {
            /** @description where it goes */
            address: string;
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            /** @enum {string} */
            kind: "email" | "webhook";
            name: string;
            /** @description names of the secret settings that are set */
            secrets: string[];
            /** @description without the secrets */
            settings: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            updated: string;
        };
        AlarmGroup: {
            /** @description names of channels */
            channels: string[];
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            description?: string;
            /**
             * @default en
             * @enum {string}
             */
            language: "en" | "zh";
            name: string;
            /** @description own texts by kind: {"workflow_failure": {"title": …, "text": …}} */
            templates?: {
                [key: string]: unknown;
            };
        };
        ApiToken: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            expires?: string;
            /** Format: date-time */
            lastUsed?: string;
            /** @description what the token is for */
            name: string;
            /** @enum {string} */
            scope: "read" | "operate" | "admin";
        };
        Attempt: {
            /** @description a person should look */
            attention: boolean;
            /** Format: code */
            code: string;
            dmsTask?: components["schemas"]["DmsTask"];
            /** Format: date-time */
            ended?: string;
            fault: string;
            hint: string;
            /** @description how often its worker died */
            losses: number;
            message: string;
            /** @description from 1, over all runs of the node */
            number: number;
            outputs?: {
                [key: string]: string;
            };
            /** @description what its task kind shows */
            progress?: unknown;
            /** Format: date-time */
            queued: string;
            /** @description success, failure, killed; empty before its end */
            result: string;
            /**
             * Format: code
             * @description the attempt whose result was taken
             */
            reusedCode?: string;
            /** @description the instance's */
            runNumber: number;
            /** Format: date-time */
            started?: string;
            /** @enum {string} */
            state: "queued" | "running" | "lost" | "ended";
            task: number;
            taskName: string;
            taskType: string;
            worker: string;
            workerGroup: string;
        };
        AuditLine: {
            /** Format: date-time */
            at: string;
            /** Format: code */
            code: string;
            object: string;
            /** @description operation id */
            operation: string;
            /** @description the client's address */
            peer: string;
            requestId: string;
            /** @description the HTTP status that was answered */
            status: number;
            /** Format: code */
            userCode?: string;
            /** @description as it was then; of a failed log-in, as given */
            userName: string;
        };
        Backfill: {
            /** Format: code */
            code: string;
            /** @description of dates, when it was made */
            count: number;
            /** Format: date-time */
            created: string;
            dates: {
                chain: number;
                /** Format: code */
                instanceCode?: string;
                /** Format: date-time */
                scheduleTime: string;
            }[];
            parallelism: number;
            started: number;
            /** Format: code */
            workflowCode: string;
        };
        Connection: {
            /** @description shown to administrators */
            accessKeyId?: string;
            /** Format: code */
            code?: string;
            /** Format: date-time */
            created?: string;
            description: string;
            endpoint?: string;
            hasSecret?: boolean;
            /** @enum {string} */
            kind: "aws" | "embedded";
            /** @description what a DMS node's `connection` says */
            name: string;
            profile?: string;
            /** @description it is not changed over the API */
            readOnly: boolean;
            region?: string;
            revision?: number;
            /**
             * @description the server itself, its connections.yaml, or made over the API
             * @enum {string}
             */
            source: "server" | "file" | "store";
            /** Format: date-time */
            updated?: string;
        };
        DefinitionChange: {
            /** @description null: there is none */
            after: unknown;
            /** @description null: there was none */
            before: unknown;
            /** @enum {string} */
            kind: "task_added" | "task_removed" | "task_renamed" | "field_changed" | "parameter_added" | "parameter_removed" | "edge_added" | "edge_removed";
            /** @description in the later document; of what was removed, in the earlier */
            path: string;
            /** @description its name; absent: the workflow itself */
            task?: string;
            /** Format: code */
            taskCode?: string;
        };
        /** @description the replication task that a DMS node follows */
        DmsTask: {
            connection: string;
            replicationTaskArn: string;
            replicationTaskIdentifier?: string;
        };
        Environment: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            description?: string;
            name: string;
            /**
             * Format: code
             * @description absent: for all projects
             */
            projectCode?: string;
            /** @description counts the changes; the ETag */
            revision: number;
            /** @description shell text that is run before a script: exports */
            shellText: string;
            /** Format: date-time */
            updated: string;
            /** @description names of those it is meant for; empty: all */
            workerGroups?: string[];
        };
        Import: {
            /** @enum {string} */
            family: "3.2" | "3.3";
            /** @description warnings: what is kept and has no effect here */
            problems: components["schemas"]["ProblemEntry"][];
            workflows: components["schemas"]["Workflow"][];
        };
        InstanceTask: {
            /** @description the last one's number; 0: none */
            attempt: number;
            /** Format: date-time */
            changed: string;
            /** Format: code */
            code: string;
            dmsTask?: components["schemas"]["DmsTask"];
            name: string;
            /** @description OUT parameters of its success */
            outputs?: {
                [key: string]: string;
            };
            /** @description docs/states.md */
            state: string;
            /** @description its place in the definition, from 0 */
            task: number;
            taskType: string;
            /**
             * Format: date-time
             * @description when it is tried again, or starts
             */
            wake?: string;
        };
        Me: {
            administrator: boolean;
            /** Format: code */
            code: string;
            /** @description for the header X-CSRF-Token; of a session only */
            csrfToken?: string;
            /** @description lower case letters, digits and . _ @ - */
            name: string;
            roles: {
                /** Format: code */
                projectCode: string;
                /** @enum {string} */
                role: "viewer" | "operator" | "admin";
            }[];
            /** @enum {string} */
            scope: "read" | "operate" | "admin";
        };
        Member: {
            /** @description lower case letters, digits and . _ @ - */
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            /** Format: code */
            userCode: string;
        };
        NewAccessKey: {
            accessKeyId: string;
            /** Format: date-time */
            created: string;
            /** @description what it is for */
            name: string;
            /** @description shown this once */
            secretAccessKey: string;
        };
        NewApiToken: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            expires?: string;
            /** Format: date-time */
            lastUsed?: string;
            /** @description what the token is for */
            name: string;
            /** @enum {string} */
            scope: "read" | "operate" | "admin";
            /** @description shown this once: Authorization: Bearer <token> */
            token: string;
        };
        /** @description RFC 9457 problem details */
        Problem: {
            /** @description what happened and why */
            detail: string;
            /** @description of a DMS service: its own code */
            fault?: string;
            /** @description what to do about it */
            hint?: string;
            /** @description urn:dmsnode:request:<X-Request-Id> */
            instance?: string;
            problems?: {
                expected?: string;
                hint?: string;
                /** @description of a YAML text, from 1 */
                line?: number;
                message: string;
                /** @description JSON path of the value */
                path: string;
                warning?: boolean;
            }[];
            status: number;
            title: string;
            /** @description urn:dmsnode:problem:<kind> */
            type: string;
        };
        ProblemEntry: {
            expected?: string;
            hint?: string;
            /** @description of a YAML text, from 1 */
            line?: number;
            message: string;
            /** @description JSON path of the value */
            path: string;
            warning?: boolean;
        };
        Project: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            description?: string;
            name: string;
            /** @description counts the changes; the ETag */
            revision: number;
            /** Format: date-time */
            updated: string;
        };
        ProjectParameter: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            name: string;
            /** @description counts the changes; the ETag */
            revision: number;
            /**
             * @default VARCHAR
             * @enum {string}
             */
            type: "VARCHAR" | "INTEGER" | "LONG" | "FLOAT" | "DOUBLE" | "DATE" | "TIME" | "TIMESTAMP" | "BOOLEAN" | "LIST" | "FILE";
            /** Format: date-time */
            updated: string;
            /** @description ${name} in a workflow stands for it */
            value: string;
        };
        Resource: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            description: string;
            /** @description `etl/load.sh`: folders are what stands before a `/` */
            path: string;
            /** @description counts the changes; the ETag */
            revision: number;
            sha256: string;
            /** @description in bytes */
            size: number;
            /** Format: date-time */
            updated: string;
        };
        Schedule: {
            /** @description its name; empty: none */
            alarmGroup?: string;
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            /** @description Quartz, seconds first: 0 30 2 * * ? *; docs/formats/cron.md */
            crontab: string;
            /**
             * Format: date-time
             * @description no fire after it
             */
            endTime?: string;
            /** @description its name; empty: none */
            environment?: string;
            /**
             * @default CONTINUE
             * @enum {string}
             */
            failureStrategy: "CONTINUE" | "END";
            /**
             * @description of moments at which no scheduler ran
             * @default RUN_ALL
             * @enum {string}
             */
            missedFires: "RUN_ALL" | "RUN_LAST" | "SKIP";
            /**
             * Format: date-time
             * @description as last told; absent while offline
             */
            nextFire?: string;
            /**
             * @description of which ends the alarm group is told
             * @default NONE
             * @enum {string}
             */
            notify: "NONE" | "SUCCESS" | "FAILURE" | "ALL";
            /**
             * @default MEDIUM
             * @enum {string}
             */
            priority: "HIGHEST" | "HIGH" | "MEDIUM" | "LOW" | "LOWEST";
            /** @enum {string} */
            releaseState: "OFFLINE" | "ONLINE";
            /** @description counts the changes; the ETag */
            revision: number;
            startParams?: {
                /**
                 * @default IN
                 * @enum {string}
                 */
                direct: "IN" | "OUT";
                prop: string;
                /**
                 * @default VARCHAR
                 * @enum {string}
                 */
                type: "VARCHAR" | "INTEGER" | "LONG" | "FLOAT" | "DOUBLE" | "DATE" | "TIME" | "TIMESTAMP" | "BOOLEAN" | "LIST" | "FILE";
                value: string;
            }[];
            /**
             * Format: date-time
             * @description no fire before it; absent: now
             */
            startTime?: string;
            /** @default UTC */
            timezoneId: string;
            /** Format: date-time */
            updated: string;
            /** @default default */
            workerGroup: string;
            /** Format: code */
            workflowCode: string;
            workflowName: string;
        };
        StartParameter: {
            /** @enum {string} */
            direct?: "IN" | "OUT";
            prop: string;
            /** @description VARCHAR (default), INTEGER, DATE, … */
            type?: string;
            value: string;
        };
        TaskGroup: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            description?: string;
            name: string;
            /**
             * @description false: the group limits nothing
             * @default true
             */
            open: boolean;
            /** Format: code */
            projectCode: string;
            /** @description counts the changes; the ETag */
            revision: number;
            /** @description how many of its nodes run at once */
            size: number;
            /** Format: date-time */
            updated: string;
        };
        User: {
            administrator: boolean;
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            disabled: boolean;
            /** @description lower case letters, digits and . _ @ - */
            name: string;
            /** Format: date-time */
            passwordChanged: string;
        };
        Validation: {
            problems: components["schemas"]["ProblemEntry"][];
            /** @description no problem is an error */
            valid: boolean;
        };
        Worker: {
            /** @description false: it is late and counts as gone */
            alive: boolean;
            groups: string[];
            host: string;
            /** Format: date-time */
            lastSeen: string;
            /** @description the machine's, for each core */
            load: number;
            name: string;
            /** @description attempts, also those that take no slot */
            running: number;
            slots: number;
            /** Format: date-time */
            started: string;
            /** @description slots */
            used: number;
        };
        WorkerGroup: {
            /** Format: date-time */
            created: string;
            description: string;
            name: string;
            revision: number;
            /** Format: date-time */
            updated: string;
        };
        Workflow: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            description: string;
            name: string;
            /** Format: code */
            projectCode: string;
            /** @enum {string} */
            releaseState: "OFFLINE" | "ONLINE";
            /** @description counts the changes; the ETag */
            revision: number;
            /** Format: date-time */
            updated: string;
            /** @description the current one, which is the newest */
            version: number;
        };
        WorkflowDetails: {
            /** Format: code */
            code: string;
            /** Format: date-time */
            created: string;
            description: string;
            document: components["schemas"]["WorkflowDocument"];
            name: string;
            /** @description of a document just saved: warnings */
            problems?: components["schemas"]["ProblemEntry"][];
            /** Format: code */
            projectCode: string;
            /** @enum {string} */
            releaseState: "OFFLINE" | "ONLINE";
            /** @description counts the changes; the ETag */
            revision: number;
            /** Format: date-time */
            updated: string;
            /** @description the current one, which is the newest */
            version: number;
        };
        /** @description a workflow file: docs/workflow-files.md tells the fields */
        WorkflowDocument: {
            [key: string]: unknown;
        };
        WorkflowInstance: {
            alarmGroup: string;
            /** Format: code */
            backfillCode?: string;
            /** Format: code */
            code: string;
            /** @description what started it, or last started it again */
            command: string;
            /** Format: date-time */
            created: string;
            dryRun: boolean;
            /** Format: date-time */
            ended?: string;
            environment: string;
            executionType: string;
            failureStrategy: string;
            /** @description why it ended, if no task tells */
            message: string;
            name: string;
            notify: string;
            priority: string;
            /** Format: code */
            projectCode: string;
            runNumber: number;
            /** Format: date-time */
            scheduleTime?: string;
            scope: string;
            /** Format: date-time */
            started?: string;
            startNodes: string[];
            startParams: components["schemas"]["StartParameter"][];
            /** @description docs/states.md */
            state: string;
            workerGroup: string;
            /** Format: code */
            workflowCode: string;
            workflowName: string;
            workflowVersion: number;
        };
        WorkflowVersion: {
            author: string;
            /** Format: date-time */
            created: string;
            /** @description the older version whose document this is */
            restoredFrom?: number;
            /** @description of the document, in bytes */
            size: number;
            version: number;
        };
        WorkflowVersionDetails: {
            author: string;
            /** Format: date-time */
            created: string;
            document: components["schemas"]["WorkflowDocument"];
            /** @description the older version whose document this is */
            restoredFrom?: number;
            /** @description of the document, in bytes */
            size: number;
            version: number;
        };
    };
    responses: {
        /** @description what went wrong, and what to do */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAccessKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AccessKey"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeAccessKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAccessKey"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteAccessKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accessKeyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listAlarmChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AlarmChannel"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeAlarmChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "email" | "webhook";
                    name: string;
                    settings: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmChannel"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAlarmChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmChannel"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateAlarmChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    settings: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmChannel"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteAlarmChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    testAlarmChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    language?: "en" | "zh";
                };
            };
        };
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listAlarmGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AlarmGroup"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeAlarmGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description names of channels */
                    channels: string[];
                    description?: string;
                    /**
                     * @default en
                     * @enum {string}
                     */
                    language?: "en" | "zh";
                    name: string;
                    /** @description own texts by kind: {"workflow_failure": {"title": …, "text": …}} */
                    templates?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmGroup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAlarmGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                groupName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmGroup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateAlarmGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                groupName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description names of channels */
                    channels: string[];
                    description?: string;
                    /**
                     * @default en
                     * @enum {string}
                     */
                    language?: "en" | "zh";
                    name: string;
                    /** @description own texts by kind: {"workflow_failure": {"title": …, "text": …}} */
                    templates?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmGroup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteAlarmGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                groupName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listAlarms: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Alarm"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    retryAlarm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alarmCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many were begun */
                        deliveries: number;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only of this operation id */
                operation?: string;
                /** @description not older than this */
                since?: string;
                /** @description older than this */
                until?: string;
                /** @description only of this user */
                userName?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditLine"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Connection"][];
                        /** @description why connections.yaml is not shown */
                        problems?: {
                            expected?: string;
                            hint?: string;
                            /** @description of a YAML text, from 1 */
                            line?: number;
                            message: string;
                            /** @description JSON path of the value */
                            path: string;
                            warning?: boolean;
                        }[];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    accessKeyId?: string;
                    description?: string;
                    /** @description URL of a service that speaks the DMS API; absent: AWS's own */
                    endpoint?: string;
                    /** @description nodes say it; it stays */
                    name: string;
                    /** @description of the AWS configuration files on the server */
                    profile?: string;
                    region?: string;
                    /** @description never shown; absent in a change: the one that is there stays */
                    secretAccessKey?: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    accessKeyId?: string;
                    description?: string;
                    /** @description URL of a service that speaks the DMS API; absent: AWS's own */
                    endpoint?: string;
                    /** @description of the AWS configuration files on the server */
                    profile?: string;
                    region?: string;
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                    /** @description never shown; absent in a change: the one that is there stays */
                    secretAccessKey?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsAddTagsToResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsCreateEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsCreateReplicationInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsCreateReplicationTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDeleteConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDeleteEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDeleteReplicationInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDeleteReplicationTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeAccountAttributes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeEndpointTypes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeOrderableReplicationInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeRefreshSchemasStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeReplicationInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeReplicationTasks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeSchemas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsDescribeTableStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsListTagsForResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsModifyEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsModifyReplicationInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsModifyReplicationTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsMoveReplicationTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsRebootReplicationInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsRefreshSchemas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsReloadTables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsRemoveTagsFromResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsStartReplicationTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsStopReplicationTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dmsTestConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    previewMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description ARN or identifier of an endpoint */
                    endpointArn: string;
                    /** @description tables that are shown; default: 200 */
                    limit?: number;
                    tableMappings: string | {
                        [key: string]: unknown;
                    };
                    /** @description of the target: its engine decides on some names */
                    targetEndpointArn?: string;
                    taskSettings?: string | {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description paths are those of the mapping document */
                        problems: {
                            expected?: string;
                            hint?: string;
                            /** @description of a YAML text, from 1 */
                            line?: number;
                            message: string;
                            /** @description JSON path of the value */
                            path: string;
                            warning?: boolean;
                        }[];
                        /** @description how many tables the rules take */
                        selected: number;
                        tables: {
                            columns: {
                                excluded?: boolean;
                                name: string;
                                /** @description empty: excluded */
                                targetName: string;
                            }[];
                            /** @enum {string} */
                            kind: "table" | "view";
                            schema: string;
                            table: string;
                            targetSchema: string;
                            targetTable: string;
                        }[];
                        truncated: boolean;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listSourceTables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description ARN or identifier of an endpoint */
                    endpointArn: string;
                    /** @description with row counts as estimated; default: true */
                    estimates?: boolean;
                    /** @description tables over all schemas; default: 500 */
                    limit?: number;
                    /** @description as in selection rules: % and _; default: all */
                    schemaPattern?: string;
                    /** @description as in selection rules: % and _; default: all */
                    tablePattern?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        schemas: {
                            name: string;
                            tables: {
                                /** @description as the source's catalogue says */
                                estimatedRows?: number;
                                /** @enum {string} */
                                kind: "table" | "view";
                                name: string;
                            }[];
                        }[];
                        truncated: boolean;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fault?: string;
                        hint?: string;
                        message: string;
                        ok: boolean;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listEnvironments: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only names that hold this text; case does not count */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Environment"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                    /** @description shell text that is run before a script: exports */
                    shellText: string;
                    /** @description names of those it is meant for; empty: all */
                    workerGroups?: string[];
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environmentCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                environmentCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                    /** @description shell text that is run before a script: exports */
                    shellText: string;
                    /** @description names of those it is meant for; empty: all */
                    workerGroups?: string[];
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                environmentCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description lower case letters, digits and . _ @ - */
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        expires: string;
                        me: components["schemas"]["Me"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    newPassword: string;
                    oldPassword: string;
                    /** @description the user's API tokens too; default: they stay */
                    revokeTokens?: boolean;
                };
            };
        };
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiToken"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    expires?: string;
                    /** @description what the token is for */
                    name: string;
                    /** @enum {string} */
                    scope: "read" | "operate" | "admin";
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiToken"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tokenCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only names that hold this text; case does not count */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Project"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                backfillCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    stopBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                backfillCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listProjectEnvironments: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only names that hold this text; case does not count */
                name?: string;
            };
            header?: never;
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Environment"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeProjectEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                    /** @description shell text that is run before a script: exports */
                    shellText: string;
                    /** @description names of those it is meant for; empty: all */
                    workerGroups?: string[];
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getProjectEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environmentCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateProjectEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                environmentCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                    /** @description shell text that is run before a script: exports */
                    shellText: string;
                    /** @description names of those it is meant for; empty: all */
                    workerGroups?: string[];
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteProjectEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                environmentCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listInstances: {
        parameters: {
            query?: {
                /** @description only those of this backfill */
                backfillCode?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only those whose name holds this text */
                name?: string;
                /** @description only those in this state */
                state?: "serial wait" | "running" | "pausing" | "stopping" | "paused" | "success" | "failure" | "killed";
                /** @description only those of this workflow definition */
                workflowCode?: string;
            };
            header?: never;
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WorkflowInstance"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowInstance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only those of this node */
                taskName?: string;
            };
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Attempt"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAttempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attemptCode: string;
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attempt"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAttemptLog: {
        parameters: {
            query?: {
                /** @description how many bytes at most */
                limit?: number;
                /** @description first byte of the log */
                offset?: number;
            };
            header?: never;
            path: {
                attemptCode: string;
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description nothing is added any more */
                        ended: boolean;
                        /** @description the offset of the next piece */
                        next: number;
                        offset: number;
                        /** @description of the log as it is now */
                        size: number;
                        text: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    followAttemptLog: {
        parameters: {
            query?: {
                /** @description first byte of the log */
                offset?: number;
            };
            header?: never;
            path: {
                attemptCode: string;
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    followInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    pauseInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowInstance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    recoverInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowInstance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rerunInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowInstance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    resumeInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowInstance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    stopInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowInstance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listInstanceTasks: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
            };
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["InstanceTask"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    forceTaskSuccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
                taskName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowInstance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    killTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
                taskName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowInstance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    runTask: {
        parameters: {
            query?: {
                /** @description the node alone, with what is before it, with what is behind it */
                scope?: "TASK_ONLY" | "TASK_PRE" | "TASK_POST";
            };
            header?: never;
            path: {
                instanceCode: string;
                projectCode: string;
                taskName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowInstance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
            };
            header?: never;
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Member"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectCode: string;
                userCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role: "viewer" | "operator" | "admin";
                };
            };
        };
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectCode: string;
                userCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listProjectParameters: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only names that hold this text; case does not count */
                name?: string;
            };
            header?: never;
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ProjectParameter"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeProjectParameter: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @default VARCHAR
                     * @enum {string}
                     */
                    type?: "VARCHAR" | "INTEGER" | "LONG" | "FLOAT" | "DOUBLE" | "DATE" | "TIME" | "TIMESTAMP" | "BOOLEAN" | "LIST" | "FILE";
                    /** @description ${name} in a workflow stands for it */
                    value: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectParameter"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateProjectParameter: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                parameterCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                    /**
                     * @default VARCHAR
                     * @enum {string}
                     */
                    type?: "VARCHAR" | "INTEGER" | "LONG" | "FLOAT" | "DOUBLE" | "DATE" | "TIME" | "TIMESTAMP" | "BOOLEAN" | "LIST" | "FILE";
                    /** @description ${name} in a workflow stands for it */
                    value: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectParameter"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteProjectParameter: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                parameterCode: string;
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only names that hold this text; case does not count */
                name?: string;
            };
            header?: never;
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Schedule"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listTaskGroups: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only names that hold this text; case does not count */
                name?: string;
            };
            header?: never;
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TaskGroup"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeTaskGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                    /**
                     * @description false: the group limits nothing
                     * @default true
                     */
                    open?: boolean;
                    /** @description how many of its nodes run at once */
                    size: number;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskGroup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getTaskGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectCode: string;
                taskGroupCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskGroup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateTaskGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                taskGroupCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                    /**
                     * @description false: the group limits nothing
                     * @default true
                     */
                    open?: boolean;
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                    /** @description how many of its nodes run at once */
                    size: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskGroup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteTaskGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                taskGroupCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listWorkflows: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only names that hold this text */
                name?: string;
                /** @description only those in this state */
                releaseState?: "OFFLINE" | "ONLINE";
            };
            header?: never;
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Workflow"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    document: components["schemas"]["WorkflowDocument"];
                };
                "application/yaml": string;
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDetails"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDetails"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    saveWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    document: components["schemas"]["WorkflowDocument"];
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                };
                "application/yaml": string;
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDetails"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    startBackfill: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    alarmGroup?: string;
                    /** @description instead of from and to */
                    dates?: string[];
                    dryRun?: boolean;
                    /** @description for nodes that name none */
                    environment?: string;
                    /** @enum {string} */
                    failureStrategy?: "CONTINUE" | "END";
                    /**
                     * Format: date-time
                     * @description the schedule's fires from here to `to`; without a schedule, each midnight
                     */
                    from?: string;
                    /** @enum {string} */
                    notify?: "NONE" | "SUCCESS" | "FAILURE" | "ALL";
                    /**
                     * @description DESCENDING by default
                     * @enum {string}
                     */
                    order?: "ASCENDING" | "DESCENDING";
                    /** @description how many run side by side */
                    parallelism?: number;
                    /** @enum {string} */
                    priority?: "HIGHEST" | "HIGH" | "MEDIUM" | "LOW" | "LOWEST";
                    /**
                     * @description the start nodes alone, with what is before them, with what is behind them (default)
                     * @enum {string}
                     */
                    scope?: "TASK_ONLY" | "TASK_PRE" | "TASK_POST";
                    /** @description names; none: the whole workflow */
                    startNodes?: string[];
                    startParams?: {
                        [key: string]: string;
                    } | components["schemas"]["StartParameter"][];
                    /** @description of midnights, without a schedule */
                    timeZone?: string;
                    /** Format: date-time */
                    to?: string;
                    version?: number;
                    /** @description for nodes that name none */
                    workerGroup?: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: code */
                        code: string;
                        dates: number;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    exportWorkflow: {
        parameters: {
            query?: {
                /** @description whose file; 3.2 and 3.3 are DolphinScheduler's */
                family?: "native" | "3.2" | "3.3";
                /** @description yaml: of the native form only */
                format?: "json" | "yaml";
                /** @description of 3.2 and 3.3: answer {family, file, problems}, where problems are warnings of what a cluster does not act on, with paths into the file */
                report?: boolean;
            };
            header?: never;
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "application/yaml": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    takeWorkflowOffline: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDetails"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    bringWorkflowOnline: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDetails"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description its name; empty: none */
                    alarmGroup?: string;
                    /** @description Quartz, seconds first: 0 30 2 * * ? *; docs/formats/cron.md */
                    crontab: string;
                    /**
                     * Format: date-time
                     * @description no fire after it
                     */
                    endTime?: string;
                    /** @description its name; empty: none */
                    environment?: string;
                    /**
                     * @default CONTINUE
                     * @enum {string}
                     */
                    failureStrategy?: "CONTINUE" | "END";
                    /**
                     * @description of moments at which no scheduler ran
                     * @default RUN_ALL
                     * @enum {string}
                     */
                    missedFires?: "RUN_ALL" | "RUN_LAST" | "SKIP";
                    /**
                     * @description of which ends the alarm group is told
                     * @default NONE
                     * @enum {string}
                     */
                    notify?: "NONE" | "SUCCESS" | "FAILURE" | "ALL";
                    /**
                     * @default MEDIUM
                     * @enum {string}
                     */
                    priority?: "HIGHEST" | "HIGH" | "MEDIUM" | "LOW" | "LOWEST";
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                    startParams?: {
                        /**
                         * @default IN
                         * @enum {string}
                         */
                        direct?: "IN" | "OUT";
                        prop: string;
                        /**
                         * @default VARCHAR
                         * @enum {string}
                         */
                        type?: "VARCHAR" | "INTEGER" | "LONG" | "FLOAT" | "DOUBLE" | "DATE" | "TIME" | "TIMESTAMP" | "BOOLEAN" | "LIST" | "FILE";
                        value: string;
                    }[];
                    /**
                     * Format: date-time
                     * @description no fire before it; absent: now
                     */
                    startTime?: string;
                    /** @default UTC */
                    timezoneId?: string;
                    /** @default default */
                    workerGroup?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    takeScheduleOffline: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    bringScheduleOnline: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    previewSchedule: {
        parameters: {
            query?: {
                /** @description how many at most */
                count?: number;
                /** @description this one instead of the stored one, with the three below */
                crontab?: string;
                endTime?: string;
                startTime?: string;
                /** @description absent: UTC */
                timezoneId?: string;
            };
            header?: never;
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fires: string[];
                        /** @description warnings */
                        problems: components["schemas"]["ProblemEntry"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    startWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    alarmGroup?: string;
                    dryRun?: boolean;
                    /** @description for nodes that name none */
                    environment?: string;
                    /** @enum {string} */
                    failureStrategy?: "CONTINUE" | "END";
                    /** @enum {string} */
                    notify?: "NONE" | "SUCCESS" | "FAILURE" | "ALL";
                    /** @enum {string} */
                    priority?: "HIGHEST" | "HIGH" | "MEDIUM" | "LOW" | "LOWEST";
                    /**
                     * Format: date-time
                     * @description default: now
                     */
                    scheduleTime?: string;
                    /**
                     * @description the start nodes alone, with what is before them, with what is behind them (default)
                     * @enum {string}
                     */
                    scope?: "TASK_ONLY" | "TASK_PRE" | "TASK_POST";
                    /** @description names; none: the whole workflow */
                    startNodes?: string[];
                    startParams?: {
                        [key: string]: string;
                    } | components["schemas"]["StartParameter"][];
                    version?: number;
                    /** @description for nodes that name none */
                    workerGroup?: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: code
                         * @description of the instance
                         */
                        code: string;
                        /** @description false: the same Idempotency-Key made it before */
                        created: boolean;
                        state: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    validateWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    document: components["schemas"]["WorkflowDocument"];
                };
                "application/yaml": string;
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Validation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
            };
            header?: never;
            path: {
                projectCode: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WorkflowVersion"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectCode: string;
                version: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowVersionDetails"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    diffVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                otherVersion: string;
                projectCode: string;
                version: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changes: components["schemas"]["DefinitionChange"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    restoreVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                projectCode: string;
                version: string;
                workflowCode: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDetails"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    importWorkflows: {
        parameters: {
            query?: {
                /** @description tell the problems only */
                dryRun?: boolean;
            };
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    validateDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    document: components["schemas"]["WorkflowDocument"];
                };
                "application/yaml": string;
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Validation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready";
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listResources: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only paths that hold this text */
                name?: string;
                /** @description only paths that begin so: `etl/` */
                prefix?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Resource"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    uploadResource: {
        parameters: {
            query: {
                /** @description what it is for */
                description?: string;
                path: string;
            };
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                resourceCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteResource: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                resourceCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    renameResource: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                resourceCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    /** @description `etl/load.sh`: folders are what stands before a `/` */
                    path?: string;
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    downloadResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                resourceCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    replaceResource: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                resourceCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteResourceFolder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `etl/load.sh`: folders are what stands before a `/` */
                    folder: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many it were */
                        resources: number;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    renameResourceFolder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `etl/load.sh`: folders are what stands before a `/` */
                    folder: string;
                    /** @description `etl/load.sh`: folders are what stands before a `/` */
                    newFolder: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many it were */
                        resources: number;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    administrator?: boolean;
                    /** @description lower case letters, digits and . _ @ - */
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    administrator?: boolean;
                    disabled?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                    /** @description the user's API tokens too; default: they stay */
                    revokeTokens?: boolean;
                };
            };
        };
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listWorkerGroups: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many items at most */
                limit?: number;
                /** @description only names that hold this text; case does not count */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WorkerGroup"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeWorkerGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description a text of your own, new for each thing to be made: the same request with the same key within 24 hours is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerGroup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    updateWorkerGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                workerGroupName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description: string;
                    /** @description the one that was read; If-Match may say it instead */
                    revision?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerGroup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteWorkerGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read (its revision): the change is refused with 409 if somebody else was first; `*`: whatever it is now */
                "If-Match"?: string;
            };
            path: {
                workerGroupName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done; nothing more to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listWorkers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Worker"][];
                        /** @description absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
