/// Reports and finished outputs of jobs, kept by content and recipe.
///
/// What a file contains is known by its stamp when it was hashed before; small files are hashed at once (a millisecond
/// for 8 MB at most), large ones only when one of the same size is known. What was measured of a large file that nobody
/// has hashed is kept under its stamp, and the file is hashed beside the work, in the background; then it is known by its
/// content too, and so are its copies. A job that wrote outputs hashes its input at its end: encoding took longer.
///
/// Errors   none: whatever goes wrong here is a miss, and the job is computed.
/// Owner    borrows the levels, which must outlive it. The destructor stops hashing.
/// Thread   any.
/// Cost     a miss: a stat, the hash of a small file, two or three look-ups. A hit: besides, reading the report.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/cache/content_id.h"
#include "engine/cache/flights.h"
#include "engine/cache/tiered_cache.h"
#include "engine/pipeline/pipeline.h"
#include "engine/recipe/recipe.h"
#include "engine/worker/worker.h"

namespace fotograma::worker {

/// Digest of the sources that compute results; another one after any change of them.
[[nodiscard]] std::string_view resultsId() noexcept;

class ResultCache {
public:
    /// `builds` names what else decides numbers: FFmpeg's version and the build of the host's kernels. Asked once, by the
    /// first job.
    ResultCache(cache::TieredCache& levels, std::function<std::string()> builds);
    ~ResultCache();

    /// What a job is known by.
    struct Question {
        cache::Key key;
        base::FileStamp stamp;
        std::optional<base::Digest> content;  ///< Absent: the key stands for the stamp.
        std::string recipe;                   ///< Its digest, and those of the files that it names.
        std::string device;                   ///< Kind of device: "cpu", "cuda".
        std::string label;
    };
    /// Nothing for a job that cannot be known: its file is not there, its recipe does not parse.
    [[nodiscard]] std::optional<Question> ask(const JobOrder& order);

    /// The outcome from the cache, with every output in its place; nothing when it must be computed.
    [[nodiscard]] std::optional<JobOutcome> answer(const Question& question, const JobOrder& order);
    /// The same from a value that another job has just computed.
    [[nodiscard]] std::optional<JobOutcome> answerWith(const cache::Value& value, std::string_view level,
                                                       const Question& question, const JobOrder& order);

    /// Keeps what a job has computed, if it is whole. The value, for who waits for it; null when nothing was kept.
    cache::ValuePtr keep(const Question& question, const JobOrder& order, const JobOutcome& outcome);

    /// What first passes found out about an order's input, in the same levels; null where nothing may be remembered.
    /// The order must outlive it.
    [[nodiscard]] std::unique_ptr<pipeline::Findings> findingsFor(const JobOrder& order);

    [[nodiscard]] cache::Flights& flights() noexcept { return m_flights; }
    [[nodiscard]] cache::TieredCache& levels() noexcept { return m_levels; }

private:
    class InputFindings;
    struct ToHash {
        std::filesystem::path path;
        base::FileStamp stamp;
    };

    [[nodiscard]] cache::Key keyFor(const base::Digest& content, const Question& question) const;
    void linkToContent(const base::Digest& content, const Question& question);
    void linkLater(const Question& question);

    /// A recipe that was read, with its digest.
    struct Known {
        base::Json document;
        std::shared_ptr<const recipe::Recipe> recipe;
        std::string digest;
    };
    std::optional<Known> known(const base::Json& document);
    std::string digestOf(const JobOrder& order);
    std::optional<base::Error> takeOutputs(const Question& question, const JobOrder& order, bool& areThere);
    void hashLater(const std::filesystem::path& path, const base::FileStamp& stamp);
    void hash(const std::stop_token& stop);

    cache::TieredCache& m_levels;
    cache::ContentIds m_ids;
    cache::Flights m_flights;
    std::once_flag m_builtOnce;
    std::function<std::string()> m_builds;
    std::string m_built;  ///< With our own sources; set once.

    std::mutex m_recipesMutex;    ///< Protects m_recipes.
    std::deque<Known> m_recipes;  ///< The last few.

    std::mutex m_hashMutex;  ///< Protects m_toHash, m_toLink.
    std::condition_variable_any m_hashWork;
    std::deque<ToHash> m_toHash;
    std::vector<Question> m_toLink;  ///< Kept under their stamps, to be known by content once that is known.
    std::jthread m_hashing;          ///< Last, and started when first needed.
};

}  // namespace fotograma::worker
