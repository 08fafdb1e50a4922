#pragma once

#include <memory>

namespace dmsnode {

template <class T, auto Close>
struct HandleCloser {
    void operator()(T* raw) const noexcept { Close(raw); }
};

/// Move-only owner of a C library's object; `Close` frees it.
template <class T, auto Close>
using Handle = std::unique_ptr<T, HandleCloser<T, Close>>;

}  // namespace dmsnode
