#pragma once

#include <tl/expected.hpp>

#include "base/error.hpp"

namespace dmsnode {

/// A value or the Error that stands in its place. Production's failures travel in it; exceptions do
/// not.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    Result(Error error)
        : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}  // NOLINT: implicit on purpose
};

using Status = Result<void>;

}  // namespace dmsnode
