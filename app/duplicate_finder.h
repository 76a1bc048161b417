/// Duplicates among the clips of a batch: the same bytes, or frames that look alike (measure phash).
///
/// Errors   find: Cancelled. A file that can no longer be read is not the exact duplicate of anything.
/// Thread   one at a time.
/// Cost     a name and up to 16 hashes a clip are held. Files are read (and hashed) only where another has the same size.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "app/reports/report_schema.h"
#include "engine/duplicates/group.h"

namespace fotograma::app {

enum class DuplicateKind {
    Original,  ///< Stands for the group: the largest picture, then the longest, then the largest file.
    Exact,     ///< Has the same bytes as another of the group.
    Near,      ///< Looks like another of the group.
};
[[nodiscard]] std::string_view toText(DuplicateKind kind) noexcept;

struct DuplicateClip {
    std::string input;
    DuplicateKind kind = DuplicateKind::Near;
    std::int64_t sizeBytes = 0;
    int width = 0;
    int height = 0;
    double durationSeconds = 0.0;
};

/// The original first, the others by name.
using DuplicateGroup = std::vector<DuplicateClip>;

class DuplicateFinder {
public:
    /// Inputs without a report take no part.
    void add(const ReportRow& row);

    /// Groups in the order of their first names: the same for the same clips, in whatever order they were added.
    base::Result<std::vector<DuplicateGroup>> find(const duplicates::Rules& rules, int threads,
                                                   const std::stop_token& stop = {}) const;

private:
    struct Clip {
        DuplicateClip facts;
        std::vector<std::uint64_t> hashes;
    };
    [[nodiscard]] static std::vector<std::optional<base::Digest>> contentsOf(const std::vector<const Clip*>& clips,
                                                                             const std::stop_token& stop);

    std::vector<Clip> m_clips;
};

/// What the report tables say of each input that is in a group.
class DuplicateMarks {
public:
    DuplicateMarks() = default;
    explicit DuplicateMarks(const std::vector<DuplicateGroup>& groups);
    /// Null when the input is no duplicate.
    [[nodiscard]] const DuplicateMark* find(std::string_view input) const;

private:
    std::vector<std::pair<std::string, DuplicateMark>> m_marks;  ///< By input.
};

}  // namespace fotograma::app
