/// A connection with what is worth keeping between its transactions: prepared statements and recipes.
///
/// Owner    the session.
/// Thread   one at a time.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "engine/base/json.h"
#include "engine/store/soci.h"
#include "engine/store/statements.h"

namespace fotograma::store {

struct Connection {
    explicit Connection(std::unique_ptr<soci::session> session) : sql(std::move(session)), statements(*sql) {}

    /// Forgets recipes that may never have been committed.
    void forgetDocuments() {
        documents.clear();
        lastDocument = {};
        lastDocumentId = 0;
    }

    std::unique_ptr<soci::session> sql;
    Statements statements;
    std::map<std::int64_t, base::Json> documents;  ///< Read or written so far: thousands of jobs share one.
    base::Json lastDocument;                       ///< The one that was written last, and its id; 0: none.
    std::int64_t lastDocumentId = 0;
};

}  // namespace fotograma::store
