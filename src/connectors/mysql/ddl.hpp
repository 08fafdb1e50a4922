#pragma once

#include <string>
#include <vector>

#include "connectors/connector.hpp"
#include "connectors/mysql/mapping.hpp"

/// CREATE TABLE and ALTER TABLE for a mapped table. Pure: the server's limits are known here.
namespace dmsnode::connectors::mysql {

struct RenderedDdl {
    std::vector<std::string> statements;
    std::vector<std::string> notes;  ///< What had to be made otherwise than asked.
};

/// One CREATE TABLE: InnoDB with its primary key, since adding that later copies the table. Text in
/// the key gets a length, and wide columns become text where a row would be too long.
/// `with_defaults`: false leaves all defaults out.
RenderedDdl RenderCreate(const TargetServer& server, const TargetTable& table, bool with_defaults);

/// The indexes of `table` that `actual` lacks, as one ALTER TABLE (each fulltext index needs its
/// own), and the primary key and AUTO_INCREMENT if they are missing. `actual` is the table as it
/// is now.
RenderedDdl RenderKeysAndIndexes(const TargetServer& server, const TargetTable& table,
                                 const Table& actual);

}  // namespace dmsnode::connectors::mysql
