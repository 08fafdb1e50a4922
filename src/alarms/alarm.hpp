#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/database.hpp"

/// Alarms: what people are told about, and how it reaches them (docs/alarms.md). An alarm is raised
/// into the store, in the transaction of the change that it tells of; a Deliverer sends it.
namespace dmsnode::alarms {

enum class AlarmKind {
    kWorkflowSuccess,
    kWorkflowFailure,
    kWorkflowTimeout,
    kTaskFailure,
    kTaskTimeout,
    kTaskAttention,   ///< A task goes on but somebody should look at it.
    kNoWorker,        ///< An attempt waits and no worker of its group is alive.
    kScheduleMissed,  ///< A schedule's moment passed without a start.
    kTest
};

inline constexpr std::array<AlarmKind, 9> kAllAlarmKinds = {
    AlarmKind::kWorkflowSuccess, AlarmKind::kWorkflowFailure, AlarmKind::kWorkflowTimeout,
    AlarmKind::kTaskFailure,     AlarmKind::kTaskTimeout,     AlarmKind::kTaskAttention,
    AlarmKind::kNoWorker,        AlarmKind::kScheduleMissed,  AlarmKind::kTest};

/// The kind's word in the store, in webhooks and in templates (`workflow_failure`).
std::string_view AlarmKindName(AlarmKind kind);
std::optional<AlarmKind> ParseAlarmKind(std::string_view name);

/// The languages of the built-in texts.
enum class Language { kEnglish, kChinese };

std::string_view LanguageName(Language language);  ///< `en`, `zh`
std::optional<Language> ParseLanguage(std::string_view name);

/// A named value of an alarm; the names that the built-in texts use are listed in docs/alarms.md.
struct Field {
    std::string name;
    std::string value;
    bool operator==(const Field&) const = default;
};

struct Alarm {
    std::int64_t id = 0;  ///< Given by Raise.
    std::int64_t group = 0;
    AlarmKind kind = AlarmKind::kTest;
    std::string title{};  ///< One line; empty: made by the kind's built-in title.
    std::vector<Field> fields{};
    std::string link{};  ///< http(s) address of the page about it; empty if none.
    TimePoint created{};
    /// Names the event (`workflow_failure/1234567/1`): the same key in the same group is the same
    /// alarm, however often it is raised. Empty: every Raise is a new alarm.
    std::string dedup_key{};
};

struct Raised {
    std::int64_t id = 0;         ///< Of the alarm, or of the one that was there.
    bool is_new = false;         ///< False: the event was known already, nothing was added.
    std::size_t deliveries = 0;  ///< Channels it goes to. 0 if the group is empty or gone.
};

/// Stores the alarm and a delivery for each channel of its group, within the caller's transaction.
/// It must never stand in the way of the change it tells of: long texts are cut, what is not UTF-8
/// is replaced, and an alarm to a group that is gone is kept without deliveries.
/// Errors: those of the store only.
Result<Raised> Raise(store::Connection& db, Alarm alarm);

/// Reads the fields of a stored alarm. Unreadable JSON gives none.
std::vector<Field> FieldsFromJson(std::string_view json);
std::string FieldsToJson(const std::vector<Field>& fields);

}  // namespace dmsnode::alarms
