#include <gtest/gtest.h>

#include "connectors/cells.hpp"
#include "connectors/connector.hpp"
#include "dms/codec.hpp"
#include "dms/operations.hpp"
#include "migration/compare.hpp"
using namespace dmsnode;
TEST(X, Y) {
    auto r = dms::Decode<dms::CreateEndpointRequest>(*ParseJson(
        R"({"EndpointIdentifier":"a","EndpointType":"source","EngineName":"x","Port":3})"));
    ASSERT_TRUE(r) << r.error().ToString();
    EXPECT_EQ(r->port, 3);
    EXPECT_EQ(DumpJson(dms::EncodeRequest(*r)),
              R"({"EndpointIdentifier":"a","EndpointType":"source","EngineName":"x","Port":3})");
}
