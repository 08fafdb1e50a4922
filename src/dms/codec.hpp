#pragma once

#include "base/json.hpp"
#include "dms/shapes.hpp"

/// JSON 1.1 codec of the DMS shapes: one for the client and the server.
///
/// Wire form: member names as in the model; an absent optional is left out; times are epoch seconds
/// (a number with up to three decimals out; in, any JSON number, or ISO 8601 text as some services
/// and mocks write it); JSON null counts as absent; unknown members are ignored, since newer
/// clients send members that we do not know.
namespace dmsnode::dms {

/// Requests leave empty lists out; replies carry them as `[]`, because clients index into them.
Json EncodeRequest(const auto& request);
Json EncodeReply(const auto& reply);

/// Errors: kInvalidArgument, fault SerializationException, for a value of the wrong JSON type;
/// ValidationException for
///     a missing required member. `where` is the JSON path (`$.Tags[0].Key`).
template <class Shape>
Result<Shape> Decode(const Json& json);

}  // namespace dmsnode::dms

#include "dms/impl/codec_impl.hpp"
