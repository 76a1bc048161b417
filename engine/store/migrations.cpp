#include "engine/store/migrations.h"

namespace fotograma::store {

namespace {

// Ids and sequence numbers come from `counter`, inside the transaction that uses them: no gaps, and nothing that only
// one database knows. Text columns that may be unset hold ''.
const std::vector<Migration>& steps() {
    static const std::vector<Migration> list{
        {1,
         "jobs, batches, attempts, reports and events",
         {
             "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
             "INSERT INTO counter (name, value) VALUES ('batch', 0), ('job', 0), ('document', 0), ('event', 0)",

             "CREATE TABLE engine (id TEXT PRIMARY KEY, started_at BIGINT NOT NULL)",

             "CREATE TABLE batch (id BIGINT PRIMARY KEY, title TEXT NOT NULL, owner_engine TEXT NOT NULL,"
             " created_at BIGINT NOT NULL)",

             // Recipes as they were submitted; thousands of jobs share one row.
             "CREATE TABLE document (id BIGINT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, body TEXT NOT NULL)",

             "CREATE TABLE job (id BIGINT PRIMARY KEY, batch_id BIGINT NOT NULL, state TEXT NOT NULL,"
             " priority INTEGER NOT NULL, input TEXT NOT NULL, outputs TEXT NOT NULL, wanted_device TEXT NOT NULL,"
             " overwrite_rule INTEGER NOT NULL, document_id BIGINT NOT NULL, recipe_id TEXT NOT NULL,"
             " recipe_title TEXT NOT NULL, recipe_digest TEXT NOT NULL, input_identity TEXT NOT NULL,"
             " input_bytes BIGINT NOT NULL, output_bytes BIGINT NOT NULL, attempts INTEGER NOT NULL,"
             " engine_id TEXT NOT NULL, interrupted INTEGER NOT NULL, created_at BIGINT NOT NULL,"
             " started_at BIGINT NOT NULL, finished_at BIGINT NOT NULL, error TEXT NOT NULL, device TEXT NOT NULL)",
             "CREATE INDEX job_by_state ON job (state, priority, id)",
             "CREATE INDEX job_by_batch ON job (batch_id)",
             "CREATE INDEX job_by_work ON job (input_identity, recipe_digest)",

             "CREATE TABLE output (path TEXT NOT NULL, job_id BIGINT NOT NULL)",
             "CREATE INDEX output_by_path ON output (path)",
             "CREATE INDEX output_by_job ON output (job_id)",

             "CREATE TABLE attempt (job_id BIGINT NOT NULL, number INTEGER NOT NULL, engine_id TEXT NOT NULL,"
             " started_at BIGINT NOT NULL, finished_at BIGINT NOT NULL, outcome TEXT NOT NULL, error TEXT NOT NULL,"
             " PRIMARY KEY (job_id, number))",

             "CREATE TABLE report (job_id BIGINT PRIMARY KEY, body TEXT NOT NULL)",

             "CREATE TABLE submission (idempotency_key TEXT PRIMARY KEY, reply TEXT NOT NULL,"
             " created_at BIGINT NOT NULL)",

             "CREATE TABLE event (sequence BIGINT PRIMARY KEY, kind TEXT NOT NULL, at BIGINT NOT NULL,"
             " job_id BIGINT NOT NULL, record TEXT NOT NULL, document_id BIGINT NOT NULL)",
         }},
        {2,
         "events in groups, without records",
         {
             // What one transaction did, as one row: "a12 c13 r9" (job 12 added, 13 changed, 9 removed), numbered from
             // `first` to `last`. Nobody can have read events of an earlier program and still wait for the next ones.
             "DROP TABLE event",
             "CREATE TABLE event (first BIGINT PRIMARY KEY, last BIGINT NOT NULL, at BIGINT NOT NULL,"
             " changes TEXT NOT NULL)",
         }},
        {3, "what a job may take from the cache", {"ALTER TABLE job ADD COLUMN cache_rule INTEGER NOT NULL DEFAULT 0"}},
        {4,
         "an order of the queue that people may change",
         {
             // Between two neighbours there is always room for a third, until it is renumbered.
             "ALTER TABLE job ADD COLUMN position DOUBLE PRECISION NOT NULL DEFAULT 0",
             "UPDATE job SET position = id",
         }},
        {5,
         "the same work found at once, however often one file is asked for",
         {
             // Many outputs of one file through one recipe would all be looked at otherwise.
             "DROP INDEX job_by_work",
             "CREATE INDEX job_by_work ON job (input_identity, recipe_digest, outputs)",
         }},
    };
    return list;
}

}  // namespace

std::span<const Migration> migrations() { return steps(); }

}  // namespace fotograma::store
