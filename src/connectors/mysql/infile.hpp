#pragma once

#include <mysql.h>

#include <string_view>

/// What LOAD DATA LOCAL reads in place of a file. A server asks for the file by name, and a hostile
/// one may ask for any at any time: it gets the bytes on offer or a refusal, never a file.
namespace dmsnode::connectors::mysql {

/// Offers nothing to this connection until Offer is called.
void OfferNothing(MYSQL* mysql);

/// Offers `bytes` for the next statement; they are consumed. Lifetime: until OfferNothing.
void Offer(MYSQL* mysql, std::string_view& bytes);

}  // namespace dmsnode::connectors::mysql
