#include "support/service_fixture.hpp"

namespace dmsnode::service {
namespace {

class InstancesTest : public testing::ServiceTest {
protected:
    Result<dms::CreateReplicationInstanceReply> Create(const std::string& identifier) {
        dms::CreateReplicationInstanceRequest request;
        request.replication_instance_identifier = identifier;
        request.replication_instance_class = "dms.t3.micro";
        return service_->CreateReplicationInstance(request);
    }
    dms::ReplicationInstance Find(const std::string& arn) {
        dms::DescribeReplicationInstancesRequest request;
        request.filters = {{"replication-instance-arn", {arn}}};
        return service_->DescribeReplicationInstances(request)->replication_instances.front();
    }
};

TEST_F(InstancesTest, LocalIsThereFromTheFirstStart) {
    const auto local = Find(LocalInstance());
    EXPECT_EQ(local.replication_instance_identifier, "local");
    EXPECT_EQ(local.replication_instance_status, "available");
    EXPECT_EQ(local.engine_version, "3.5.4");
    ASSERT_TRUE(local.pending_modified_values);
}

TEST_F(InstancesTest, ADeletedLocalStaysDeleted) {
    dms::DeleteReplicationInstanceRequest request;
    request.replication_instance_arn = LocalInstance();
    ASSERT_TRUE(service_->DeleteReplicationInstance(request));
    Reopen();
    EXPECT_TRUE(service_->DescribeReplicationInstances({})->replication_instances.empty());
}

TEST_F(InstancesTest, CreateShowsCreatingThenAvailable) {
    const auto reply = Create("Second");
    ASSERT_TRUE(reply) << reply.error().ToString();
    EXPECT_EQ(reply->replication_instance->replication_instance_status, "creating");
    const auto instance = Find(*reply->replication_instance->replication_instance_arn);
    EXPECT_EQ(instance.replication_instance_identifier, "second");
    EXPECT_EQ(instance.replication_instance_status, "available");
    EXPECT_EQ(Create("SECOND").error().fault, "ResourceAlreadyExistsFault");
}

TEST_F(InstancesTest, BadValuesAreRefused) {
    EXPECT_EQ(Create("2nd").error().fault, "InvalidParameterValueException");
    dms::CreateReplicationInstanceRequest request;
    request.replication_instance_identifier = "second";
    for (const char* name : {"", "t3.micro", "dms.t3", "dms.t3.", "DMS.T3.MICRO"}) {
        request.replication_instance_class = name;
        EXPECT_EQ(service_->CreateReplicationInstance(request).error().fault,
                  "InvalidParameterValueException");
    }
    request.replication_instance_class = "dms.t3.micro";
    request.allocated_storage = 4;
    EXPECT_EQ(service_->CreateReplicationInstance(request).error().fault,
              "InvalidParameterValueException");
    request.allocated_storage = 50;
    request.multi_az = true;
    request.availability_zone = "us-east-1a";
    EXPECT_EQ(service_->CreateReplicationInstance(request).error().fault,
              "InvalidParameterCombinationException");
}

TEST_F(InstancesTest, ChangesWaitUntilTheyAreAppliedOrTheInstanceReboots) {
    const std::string arn = LocalInstance();
    dms::ModifyReplicationInstanceRequest request;
    request.replication_instance_arn = arn;
    request.replication_instance_class = "dms.r5.large";
    ASSERT_TRUE(service_->ModifyReplicationInstance(request));
    EXPECT_EQ(Find(arn).replication_instance_class, "dms.t3.medium");
    EXPECT_EQ(Find(arn).pending_modified_values->replication_instance_class, "dms.r5.large");
    dms::RebootReplicationInstanceRequest reboot;
    reboot.replication_instance_arn = arn;
    const auto rebooted = service_->RebootReplicationInstance(reboot);
    ASSERT_TRUE(rebooted);
    EXPECT_EQ(rebooted->replication_instance->replication_instance_status, "rebooting");
    EXPECT_EQ(Find(arn).replication_instance_class, "dms.r5.large");
    EXPECT_FALSE(Find(arn).pending_modified_values->replication_instance_class);
    request.engine_version = "4.0.0";
    EXPECT_EQ(service_->ModifyReplicationInstance(request).error().fault,
              "InvalidParameterCombinationException");
}

TEST_F(InstancesTest, RebootFlagsExcludeEachOtherAndNeedMultiAz) {
    dms::RebootReplicationInstanceRequest request;
    request.replication_instance_arn = LocalInstance();
    request.force_failover = true;
    EXPECT_EQ(service_->RebootReplicationInstance(request).error().fault,
              "InvalidParameterCombinationException");
    request.force_planned_failover = true;
    EXPECT_EQ(service_->RebootReplicationInstance(request).error().fault,
              "InvalidParameterCombinationException");
}

TEST_F(InstancesTest, DeleteIsRefusedWhileItHasTasks) {
    MakeTask();
    dms::DeleteReplicationInstanceRequest request;
    request.replication_instance_arn = LocalInstance();
    EXPECT_EQ(service_->DeleteReplicationInstance(request).error().fault,
              "InvalidResourceStateFault");
}

TEST_F(InstancesTest, OrderableInstancesAreListed) {
    const auto reply = service_->DescribeOrderableReplicationInstances({});
    ASSERT_TRUE(reply);
    EXPECT_FALSE(reply->orderable_replication_instances.empty());
    EXPECT_EQ(reply->orderable_replication_instances[0].storage_type, "gp2");
}

class TagsTest : public InstancesTest {
protected:
    static dms::Tag MakeTag(const std::string& key, const std::string& value) {
        dms::Tag tag;
        tag.key = key;
        tag.value = value;
        return tag;
    }
    std::string FaultOfAdd(const std::vector<dms::Tag>& tags) {
        const auto reply = service_->AddTagsToResource({LocalInstance(), tags});
        return reply ? "" : reply.error().fault;
    }
    std::vector<dms::Tag> List() {
        dms::ListTagsForResourceRequest request;
        request.resource_arn = LocalInstance();
        return service_->ListTagsForResource(request)->tag_list;
    }
};

TEST_F(TagsTest, TagsAreAddedOverwrittenAndRemoved) {
    EXPECT_EQ(FaultOfAdd({MakeTag("team", "data"), MakeTag("stage", "test")}), "");
    EXPECT_EQ(FaultOfAdd({MakeTag("team", "shop")}), "");
    ASSERT_EQ(List().size(), 2U);
    EXPECT_EQ(List()[1].value, "shop");
    EXPECT_FALSE(List()[1].resource_arn);
    ASSERT_TRUE(service_->RemoveTagsFromResource({LocalInstance(), {"team", "unknown"}}));
    EXPECT_EQ(List().size(), 1U);
}

TEST_F(TagsTest, ListOfSeveralResourcesNamesThem) {
    EXPECT_EQ(FaultOfAdd({MakeTag("team", "data")}), "");
    dms::ListTagsForResourceRequest request;
    request.resource_arn_list = {LocalInstance(), MakeEndpoint("shop", "source")};
    const auto reply = service_->ListTagsForResource(request);
    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->tag_list.size(), 1U);
    EXPECT_EQ(reply->tag_list[0].resource_arn, LocalInstance());
}

TEST_F(TagsTest, BadTagsAreRefused) {
    for (const auto& tag :
         {MakeTag("", "x"), MakeTag("aws:x", "y"), MakeTag("DMS:x", "y"), MakeTag("x", "dms:y"),
          MakeTag("x", "semi;colon"), MakeTag(std::string(129, 'k'), "x"),
          MakeTag("x", std::string(257, 'v'))}) {
        EXPECT_EQ(FaultOfAdd({tag}), "InvalidParameterValueException") << *tag.key;
    }
    EXPECT_EQ(FaultOfAdd({MakeTag(std::string(128, 'k'), std::string(256, 'v'))}), "");
}

TEST_F(TagsTest, AResourceHasAtMostFiftyTags) {
    std::vector<dms::Tag> tags;
    for (int i = 0; i < 51; ++i) tags.push_back(MakeTag("k" + std::to_string(i), ""));
    EXPECT_EQ(FaultOfAdd(tags), "ResourceQuotaExceededFault");
    EXPECT_TRUE(List().empty());
}

TEST_F(TagsTest, UnknownResourcesAreNotFound) {
    EXPECT_EQ(service_->AddTagsToResource({"arn:aws:dms:r:1:task:X", {}}).error().fault,
              "ResourceNotFoundFault");
    EXPECT_EQ(service_->ListTagsForResource({}).error().fault,
              "InvalidParameterCombinationException");
}

TEST_F(TagsTest, TagsGoWithTheirResource) {
    auto request = EndpointRequest("shop", "source");
    request.resource_identifier = "SHOP";
    request.tags = {MakeTag("team", "data")};
    const std::string arn = *service_->CreateEndpoint(request)->endpoint->endpoint_arn;
    ASSERT_TRUE(service_->DeleteEndpoint({arn}));
    request.tags.clear();
    ASSERT_TRUE(service_->CreateEndpoint(request));
    dms::ListTagsForResourceRequest list;
    list.resource_arn = arn;
    EXPECT_TRUE(service_->ListTagsForResource(list)->tag_list.empty());
}

TEST_F(InstancesTest, AccountTellsWhatIsUsed) {
    MakeEndpoint("shop", "source");
    const auto reply = service_->DescribeAccountAttributes({});
    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->account_quotas.size(), 3U);
    EXPECT_EQ(reply->account_quotas[2].account_quota_name, "Endpoints");
    EXPECT_EQ(reply->account_quotas[2].used, 1);
    EXPECT_EQ(reply->account_quotas[2].max, 1000);
    EXPECT_EQ(reply->unique_account_identifier->size(), 12U);
    EXPECT_EQ(reply->unique_account_identifier->front(), 'c');
}

}  // namespace
}  // namespace dmsnode::service
