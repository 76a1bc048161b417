/// The statements of one connection: prepared the first time, run again with other values from then on.
///
/// Errors   thrown as SOCI throws them: call from inside guarded().
/// Owner    the prepared statements and the memory they are bound to; they must go before the session.
/// Thread   one at a time.
/// Cost     about 1 µs beside what SQLite does; preparing one anew costs 10 to 60.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "engine/base/error.h"
#include "engine/store/job_row.h"
#include "engine/store/soci.h"

namespace fotograma::store {

class Statements {
public:
    explicit Statements(soci::session& sql) noexcept : m_sql(sql) {}

    /// Runs a change; the number of rows it touched.
    template <class... Values>
    long long run(const std::string& text, const Values&... values) {
        auto& known = find<std::tuple<>, std::tuple<Values...>>(text);
        known.values = std::tie(values...);
        known.statement.execute(true);
        return known.statement.get_affected_rows();
    }

    /// The first row of an answer, if there is one.
    template <class Row, class... Values>
    std::optional<Row> first(const std::string& text, const Values&... values) {
        std::optional<Row> found;
        each<Row>(
            text,
            [&](const Row& row) {
                if (!found) found = row;
            },
            values...);
        return found;
    }

    /// Every row of an answer. Always to the end: a statement that is left in the middle would hold its view of the file.
    template <class Row, class Visitor, class... Values>
    void each(const std::string& text, Visitor visit, const Values&... values) {
        auto& known = find<Row, std::tuple<Values...>>(text);
        known.values = std::tie(values...);
        known.statement.execute(false);
        while (known.statement.fetch()) visit(std::as_const(known.row));
    }

private:
    struct Kept {
        virtual ~Kept() = default;
    };
    template <class Row, class Values>
    struct Prepared final : Kept {
        explicit Prepared(soci::session& sql) : statement(sql) {}
        Row row{};
        Values values{};
        soci::statement statement;
    };

    template <class Row, class Values>
    Prepared<Row, Values>& find(const std::string& text) {
        std::unique_ptr<Kept>& kept = m_kept[text];
        if (!kept) {
            auto made = std::make_unique<Prepared<Row, Values>>(m_sql);
            bindRow(made->statement, made->row);
            std::apply([&](auto&... value) { (bindValue(made->statement, value), ...); }, made->values);
            made->statement.alloc();
            made->statement.prepare(text);
            made->statement.define_and_bind();
            kept = std::move(made);
        }
        auto* prepared = dynamic_cast<Prepared<Row, Values>*>(kept.get());
        FOTOGRAMA_ASSERT(prepared != nullptr, "one text of SQL is always run with the same types");
        return *prepared;
    }

    template <class Row>
    static void bindRow(soci::statement& statement, Row& row) {
        if constexpr (requires { eachColumn(row, [](const char*, auto&) {}); }) {
            eachColumn(row, [&](const char*, auto& member) { statement.exchange(soci::into(member)); });
        } else {
            std::apply([&](auto&... member) { (statement.exchange(soci::into(member)), ...); }, row);
        }
    }
    template <class Value>
    static void bindValue(soci::statement& statement, Value& value) {
        if constexpr (requires { eachColumn(value, [](const char*, auto&) {}); }) {
            eachColumn(value, [&](const char*, auto& member) { statement.exchange(soci::use(member)); });
        } else {
            statement.exchange(soci::use(value));
        }
    }

    soci::session& m_sql;
    std::unordered_map<std::string, std::unique_ptr<Kept>> m_kept;
};

}  // namespace fotograma::store
