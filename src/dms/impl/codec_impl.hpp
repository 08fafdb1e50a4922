#pragma once

#include <cmath>
#include <limits>
#include <type_traits>

#include "base/times.hpp"
#include "dms/faults.hpp"

namespace dmsnode::dms::impl {

enum class EmptyLists { kOmit, kKeep };

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
concept Shape = requires { T::kShape; };

template <class T>
Json EncodeValue(const T& value, EmptyLists empty_lists);

template <Shape T>
Json EncodeShape(const T& shape, EmptyLists empty_lists) {
    Json json = Json::object();
    T::Members(shape, [&](std::string_view name, const auto& field, Need) {
        using Field = std::decay_t<decltype(field)>;
        if constexpr (IsOptional<Field>::value) {
            if (field) json[std::string(name)] = EncodeValue(*field, empty_lists);
        } else if constexpr (IsVector<Field>::value) {
            if (!field.empty() || empty_lists == EmptyLists::kKeep) {
                json[std::string(name)] = EncodeValue(field, empty_lists);
            }
        } else {
            json[std::string(name)] = EncodeValue(field, empty_lists);
        }
    });
    return json;
}

template <class T>
Json EncodeValue(const T& value, EmptyLists empty_lists) {
    if constexpr (Shape<T>) {
        return EncodeShape(value, empty_lists);
    } else if constexpr (IsVector<T>::value) {
        Json list = Json::array();
        for (const auto& item : value) list.push_back(EncodeValue(item, empty_lists));
        return list;
    } else if constexpr (std::is_same_v<T, Secret>) {
        return value.Reveal();
    } else if constexpr (std::is_same_v<T, TimePoint>) {
        const double seconds = ToEpochSeconds(value);
        if (seconds == std::floor(seconds)) return static_cast<std::int64_t>(seconds);
        return seconds;
    } else {
        return value;
    }
}

/// Collects the first error and the path that leads to it.
struct DecodeState {
    std::optional<Error> error;

    void Fail(std::string_view fault_code, const std::string& path, std::string message) {
        if (!error) error = fault::Make(fault_code, std::move(message)).At(path);
    }
};

template <class T>
void DecodeValue(const Json& json, T& value, const std::string& path, DecodeState& state);

template <Shape T>
void DecodeShape(const Json& json, T& shape, const std::string& path, DecodeState& state) {
    if (!json.is_object()) {
        return state.Fail(fault::kSerialization, path,
                          "expected an object, got " + std::string(json.type_name()));
    }
    T::Members(shape, [&](std::string_view name, auto& field, Need need) {
        using Field = std::decay_t<decltype(field)>;
        const std::string member_path = path + "." + std::string(name);
        const auto found = json.find(std::string(name));
        if (found == json.end() || found->is_null()) {
            if (need == Need::kRequired) {
                state.Fail(fault::kValidation, member_path, "the required member is missing");
            }
        } else if constexpr (IsOptional<Field>::value) {
            DecodeValue(*found, field.emplace(), member_path, state);
        } else {
            DecodeValue(*found, field, member_path, state);
        }
    });
}

template <class T>
void DecodeValue(const Json& json, T& value, const std::string& path, DecodeState& state) {
    const auto wrong = [&](std::string_view expected) {
        state.Fail(fault::kSerialization, path,
                   "expected " + std::string(expected) + ", got " + std::string(json.type_name()));
    };
    if constexpr (Shape<T>) {
        DecodeShape(json, value, path, state);
    } else if constexpr (IsVector<T>::value) {
        if (!json.is_array()) return wrong("a list");
        for (std::size_t i = 0; i < json.size(); ++i) {
            DecodeValue(json[i], value.emplace_back(), path + "[" + std::to_string(i) + "]", state);
        }
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!json.is_string()) return wrong("a string");
        value = json.get_ref<const std::string&>();
    } else if constexpr (std::is_same_v<T, Secret>) {
        if (!json.is_string()) return wrong("a string");
        value = Secret(json.get_ref<const std::string&>());
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!json.is_boolean()) return wrong("true or false");
        value = json.get<bool>();
    } else if constexpr (std::is_same_v<T, TimePoint>) {
        if (json.is_string()) {
            const auto time = ParseIso8601(json.get_ref<const std::string&>());
            if (!time) return wrong("a time in epoch seconds");
            value = *time;
            return;
        }
        // ±9223371 * 10^6 s is what microseconds in 64 bits can hold.
        if (!json.is_number()) return wrong("a time in epoch seconds");
        const double seconds = json.get<double>();
        if (!(std::abs(seconds) < 9.2e12))
            return wrong("a time in epoch seconds within the range of dates");
        value = FromEpochSeconds(seconds);
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        if (!json.is_number_integer()) return wrong("a whole number");
        if (json.is_number_unsigned() &&
            json.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
            return wrong("a whole number of at most 63 bits");
        }
        value = json.get<std::int64_t>();
    } else {
        static_assert(std::is_same_v<T, double>);
        if (!json.is_number()) return wrong("a number");
        value = json.get<double>();
    }
}

}  // namespace dmsnode::dms::impl

namespace dmsnode::dms {

Json EncodeRequest(const auto& request) {
    return impl::EncodeShape(request, impl::EmptyLists::kOmit);
}

Json EncodeReply(const auto& reply) {
    return impl::EncodeShape(reply, impl::EmptyLists::kKeep);
}

template <class Shape>
Result<Shape> Decode(const Json& json) {
    Shape shape;
    impl::DecodeState state;
    impl::DecodeShape(json, shape, "$", state);
    if (state.error) return *std::move(state.error);
    return shape;
}

}  // namespace dmsnode::dms
