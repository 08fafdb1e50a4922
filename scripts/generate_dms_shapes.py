#!/usr/bin/python3
"""Writes src/dms/shapes.hpp, operations.hpp and api.hpp from the service model in Debian's python3-botocore.

Run by hand when operations are added to OPERATIONS; the output is committed and formatted with clang-format.
dms_model_test holds the result against the model, so that an edit by hand cannot drift from it.
"""
import json
import pathlib
import re

MODEL = pathlib.Path("/usr/lib/python3/dist-packages/botocore/data/dms/2016-01-01/service-2.json")
OPERATIONS = """
CreateReplicationTask ModifyReplicationTask DeleteReplicationTask StartReplicationTask StopReplicationTask
MoveReplicationTask DescribeReplicationTasks ReloadTables DescribeTableStatistics CreateEndpoint ModifyEndpoint
DeleteEndpoint DescribeEndpoints DescribeEndpointTypes TestConnection DescribeConnections DeleteConnection
RefreshSchemas DescribeRefreshSchemasStatus DescribeSchemas CreateReplicationInstance ModifyReplicationInstance
DeleteReplicationInstance RebootReplicationInstance DescribeReplicationInstances
DescribeOrderableReplicationInstances AddTagsToResource RemoveTagsFromResource ListTagsForResource
DescribeAccountAttributes
""".split()
SCALARS = {"string": "std::string", "integer": "std::int64_t", "long": "std::int64_t", "boolean": "bool",
           "timestamp": "TimePoint", "double": "double"}
HEAD = "// Written by scripts/generate_dms_shapes.py from the public DMS service model 2016-01-01. Do not edit.\n#pragma once\n\n"


def snake(name):
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def type_name(shape):
    return re.sub(r"Response$", "Reply", re.sub(r"Message$", "Request", shape))


class Generator:
    def __init__(self, model):
        self.shapes = model["shapes"]
        self.operations = model["operations"]
        self.order = []

    def visit(self, name):
        shape = self.shapes[name]
        if shape["type"] == "list":
            self.visit(shape["member"]["shape"])
        elif shape["type"] == "structure" and name not in self.order:
            for member in shape["members"].values():
                self.visit(member["shape"])
            self.order.append(name)

    def cpp_type(self, name):
        shape = self.shapes[name]
        if shape["type"] == "list":
            return "std::vector<%s>" % self.cpp_type(shape["member"]["shape"])
        if shape["type"] == "structure":
            return type_name(name)
        return "Secret" if shape.get("sensitive") else SCALARS[shape["type"]]

    def struct(self, name):
        shape = self.shapes[name]
        required = shape.get("required", [])
        lines = ["struct %s {" % type_name(name), '    static constexpr std::string_view kShape = "%s";' % name]
        calls = []
        for member, target in shape["members"].items():
            cpp, field = self.cpp_type(target["shape"]), snake(member)
            plain = member in required or cpp.startswith("std::vector")
            value = "{}" if cpp in ("std::int64_t", "bool", "double") and plain else ""
            lines.append("    %s %s%s;" % (cpp if plain else "std::optional<%s>" % cpp, field, value))
            calls.append('        visitor("%s", self.%s, %s);' % (
                member, field, "Need::kRequired" if member in required else "Need::kOptional"))
        lines.append("")
        if calls:
            lines += ["    template <class Self, class Visitor>",
                      "    static void Members(Self& self, Visitor&& visitor) {"] + calls + ["    }"]
        else:
            lines += ["    template <class Self, class Visitor>", "    static void Members(Self&, Visitor&&) {}"]
        return "\n".join(lines + ["};", ""])


def main():
    generator = Generator(json.loads(MODEL.read_text()))
    root = pathlib.Path(__file__).resolve().parent.parent / "src" / "dms"
    inputs = {o: generator.operations[o]["input"]["shape"] for o in OPERATIONS}
    outputs = {o: generator.operations[o]["output"]["shape"] for o in OPERATIONS}
    for operation in OPERATIONS:
        generator.visit(inputs[operation])
        generator.visit(outputs[operation])
    shapes = HEAD + """#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"

namespace dmsnode::dms {

/// Whether the service model marks a member as required. Required members are plain, optional ones std::optional;
/// a list is a vector either way, empty when absent.
enum class Need { kRequired, kOptional };

""" + "\n".join(generator.struct(name) for name in generator.order) + "\n}  // namespace dmsnode::dms\n"
    (root / "shapes.hpp").write_text(shapes)

    methods = "\n".join("    virtual Result<%s> %s(const %s& request) = 0;" % (
        type_name(outputs[o]), o, type_name(inputs[o])) for o in OPERATIONS)
    (root / "api.hpp").write_text(HEAD + """#include "base/result.hpp"
#include "dms/shapes.hpp"

namespace dmsnode::dms {

/// The DMS API: one method per operation. AWS (aws::DmsClient) and the embedded service (service::DmsService) stand
/// behind it and are interchangeable.
/// Errors: `Error::fault` carries the service's fault code (see faults.hpp); transport failures have none.
/// Threads: implementations may be called from any thread; a call blocks for at most the client's total timeout.
class Api {
public:
    virtual ~Api() = default;

""" + methods + "\n};\n\n}  // namespace dmsnode::dms\n")

    structs = "\n".join("""struct %s {
    using Request = %s;
    using Reply = %s;
    static constexpr std::string_view kName = "%s";
    static Result<Reply> Call(Api& api, const Request& request) { return api.%s(request); }
};
""" % (o, type_name(inputs[o]), type_name(outputs[o]), o, o) for o in OPERATIONS)
    (root / "operations.hpp").write_text(HEAD + """#include <string_view>

#include "dms/api.hpp"

/// Each operation as a type: its name on the wire, its request and reply, and how to call it. The client and the
/// HTTP front walk `ForEachOperation` instead of listing operations again.
namespace dmsnode::dms::operations {

""" + structs + """
/// Calls `visitor.template operator()<Operation>()` for every operation.
template <class Visitor>
void ForEachOperation(Visitor&& visitor) {
""" + "\n".join("    visitor.template operator()<%s>();" % o for o in OPERATIONS) + """
}

}  // namespace dmsnode::dms::operations
""")


if __name__ == "__main__":
    main()
